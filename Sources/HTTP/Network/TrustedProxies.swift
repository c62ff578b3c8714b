/// The peers whose word about the client is taken. From anybody else forwarded fields are ignored.
package struct TrustedProxies: Sendable {
    /// Which field the proxies write. Only one is read: a proxy passes on what a client wrote into the other.
    package enum Source: Sendable {
        /// `X-Forwarded-For` and `X-Forwarded-Proto`.
        case forwardedFor
        /// `Forwarded` (RFC 7239).
        case forwarded
    }

    package var networks: [IPNetwork]
    /// Whether whoever can open the local socket is a proxy.
    package var includesLocalSocket: Bool
    package var source: Source

    package init(networks: [IPNetwork] = [], includesLocalSocket: Bool = false, source: Source = .forwardedFor) {
        self.networks = networks
        self.includesLocalSocket = includesLocalSocket
        self.source = source
    }

    /// - Parameter peer: the TCP peer; `nil` on a local socket.
    func contains(_ peer: IPAddress?) -> Bool {
        guard let peer else { return includesLocalSocket }
        return networks.contains { $0.contains(peer) }
    }

    /// What the fields of a trusted peer say: the right-most address that is no trusted proxy itself, and whether the
    /// client spoke TLS to the nearest proxy that says so. `nil` where nothing, or nothing legible, is said.
    func client(_ fields: HTTPFields) -> (address: IPAddress?, isSecure: Bool?) {
        let hops =
            switch source {
            case .forwardedFor: ForwardedField.elements(fields.values("X-Forwarded-For"))
            // An element without the parameter is a hop that does not say for whom.
            case .forwarded: ForwardedField.parameters("for", fields.values("Forwarded")).map { $0 ?? "" }
            }
        let schemes =
            switch source {
            case .forwardedFor: ForwardedField.elements(fields.values("X-Forwarded-Proto"))
            case .forwarded: ForwardedField.parameters("proto", fields.values("Forwarded")).compactMap(\.self)
            }
        var client: IPAddress?
        for hop in hops.reversed() {
            // What lies behind an illegible hop was written by somebody unknown.
            guard let address = ForwardedField.address(hop) else { break }
            client = address
            if !contains(address) { break }
        }
        return (client, schemes.last.map { $0.lowercased() == "https" })
    }
}

/// The grammar of RFC 7239 §4, as far as it is needed.
enum ForwardedField {
    /// The elements of a list in several fields (RFC 9110 §5.6.1); empty ones do not count.
    static func elements(_ values: [String]) -> [String] {
        values.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }.map(text).filter { !$0.isEmpty }
    }

    /// The value of one parameter for each hop, `nil` where the hop does not have it.
    static func parameters(_ name: String, _ values: [String]) -> [String?] {
        elements(values).map { element in
            for pair in element.utf8.split(separator: UInt8(ascii: ";")) {
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")), text(pair[..<equals]).isEqual(toField: name)
                else { continue }
                let value = text(pair[equals...].dropFirst())
                return value.utf8.count > 1 && value.hasPrefix("\"") && value.hasSuffix("\"")
                    ? String(value.dropFirst().dropLast()) : value
            }
            return nil
        }
    }

    /// An address with an optional port: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
    static func address(_ text: String) -> IPAddress? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            return IPAddress(text[text.index(after: text.startIndex)..<end])
        }
        if let address = IPAddress(text) { return address }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 ? IPAddress(parts[0]) : nil
    }

    private static func text(_ part: Substring.UTF8View) -> String {
        String(Substring(HTTPCharacters.trimmed(part)))
    }
}
