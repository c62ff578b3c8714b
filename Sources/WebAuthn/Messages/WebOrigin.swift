/// The origin of a page as a browser writes it (RFC 6454 §6.2): a scheme, a host in lower case, and a port unless it is
/// the scheme's own.
package struct WebOrigin: Sendable, Hashable {
    package enum Scheme: String, Sendable, Hashable {
        case http, https

        package var port: UInt16 { self == .https ? 443 : 80 }
    }

    package let scheme: Scheme
    package let host: String
    package let port: UInt16

    /// Strict: nothing but the three parts, each in the one form that browsers write, so that no two readers see two
    /// different hosts.
    /// - Throws: `.malformedOrigin`.
    package init(_ text: String) throws(WebAuthnError) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let scheme = Scheme(rawValue: String(parts[0]) ?? ""),
            parts[1].starts(with: "//".utf8)
        else { throw .malformedOrigin }
        let host = parts[1].dropFirst(2)
        guard host.count <= 253,
            host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
                .allSatisfy({ Self.isLabel($0) })
        else { throw .malformedOrigin }
        self.scheme = scheme
        self.host = String(decoding: host, as: UTF8.self)
        guard parts.count == 3 else {
            port = scheme.port
            return
        }
        let digits = parts[2]
        guard let port = UInt16(String(decoding: digits, as: UTF8.self)), port != scheme.port, port > 0,
            digits.elementsEqual(String(port).utf8)
        else { throw .malformedOrigin }
        self.port = port
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { byte in
                byte == hyphen || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
            }
    }
}
