/// An absolute URI taken apart (RFC 3986 §3), as far as the rules of clients need it.
package struct AbsoluteURI: Sendable, Hashable {
    /// In lower case.
    package let scheme: String
    package let hasUserInfo: Bool
    /// In lower case, an IPv6 address without brackets; empty when there is none.
    package let host: String
    package let port: UInt16?
    /// Path, query and fragment as they were written.
    package let rest: String

    /// - Returns: `nil` for a relative reference, and for characters that RFC 3986 does not allow.
    package init?(_ text: String) {
        guard Self.isSpelledAsURI(text), let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            Self.isScheme(text[..<colon])
        else { return nil }
        scheme = text[..<colon].lowercased()
        let hierarchy = text[text.index(after: colon)...]
        guard hierarchy.hasPrefix("//") else {
            guard !hierarchy.isEmpty else { return nil }
            (hasUserInfo, host, port, rest) = (false, "", nil, String(hierarchy))
            return
        }
        let afterSlashes = hierarchy.dropFirst(2)
        let end = afterSlashes.firstIndex { "/?#".contains($0) } ?? afterSlashes.endIndex
        rest = String(afterSlashes[end...])
        let authority = afterSlashes[..<end]
        let at = authority.lastIndex(of: "@")
        hasUserInfo = at != nil
        guard let place = Self.place(at.map { authority[authority.index(after: $0)...] } ?? authority) else {
            return nil
        }
        (host, port) = place
    }

    /// Whether all characters may stand in a URI or a relative reference (RFC 3986 §2).
    package static func isSpelledAsURI(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !excluded.contains($0) }
    }

    package var isWeb: Bool { scheme == "https" || scheme == "http" }

    /// Whether the host is this machine whatever the network says.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || ipv4Octets(host)?.first == 127
    }

    /// The origin as a browser writes it (RFC 6454 §6.2): without the scheme's own port.
    /// - Returns: `nil` for a scheme that has no origins, or no host.
    package var origin: String? {
        guard isWeb, !host.isEmpty else { return nil }
        let bracketed = host.contains(":") ? "[\(host)]" : host
        guard let port, port != (scheme == "https" ? 443 : 80) else { return "\(scheme)://\(bracketed)" }
        return "\(scheme)://\(bracketed):\(port)"
    }

    /// Where it leads, as a content security policy says it (CSP Level 3 §2.3.1): the origin; the scheme alone where there is
    /// none, and of a host that cannot stand there, such as an IPv6 address.
    package var policySource: String {
        guard let origin, host.utf8.allSatisfy(Self.isPolicyByte) else { return "\(scheme):" }
        return origin
    }

    /// Whether a host source may have it (CSP Level 3 §2.3.1, `host-char`, and the dots in between). With `;` or `,` a host
    /// would end the directive or the policy.
    private static func isPolicyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-.".utf8.contains(byte)
        }
    }

    private static let excluded = Set("\"<>\\^`{|}".utf8)

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.first, first.isLetter else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    }

    private static func place(_ text: Substring) -> (host: String, port: UInt16?)? {
        var host = text
        var port: Substring?
        if text.hasPrefix("[") {
            guard let bracket = text.firstIndex(of: "]") else { return nil }
            host = text[..<bracket].dropFirst()
            let after = text[text.index(after: bracket)...]
            guard after.isEmpty || after.hasPrefix(":"), host.contains(":") else { return nil }
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        guard let port, !port.isEmpty else { return (host.lowercased(), nil) }
        guard port.allSatisfy(\.isNumber), let number = UInt16(port) else { return nil }
        return (host.lowercased(), number)
    }
}

/// The four numbers of an IPv4 address in its one usual form; `nil` for everything else.
func ipv4Octets(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let octets = parts.compactMap { part in part.count > 1 && part.hasPrefix("0") ? nil : UInt8(part) }
    return parts.count == 4 && octets.count == 4 && !text.contains("+") ? octets : nil
}
