internal import HTTP
internal import Model

/// Absolute URIs of clients, and the hosts that are never called.
enum URITarget {
    private static let internalNetworks = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "224.0.0.0/3", "::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8", "64:ff9b::a00:0/104", "2002:a00::/24",
    ].compactMap { IPNetwork($0) }

    static func check(_ bytes: [UInt8]) throws(Violation) {
        let text = String(decoding: bytes, as: UTF8.self)
        try checkHost(text.lowercased())
        guard let uri = AbsoluteURI(text) else { return }
        try hold(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a URI holds anything")
        try hold(text.lowercased().hasPrefix("\(uri.scheme):"), "a scheme is made up")
        try hold(text.hasSuffix(uri.rest), "the rest of a URI is made up")
        try hold(!uri.host.utf8.contains { "/?#@".utf8.contains($0) }, "a host holds a delimiter")
        try hold(uri.hasUserInfo == authority(of: text).utf8.contains(UInt8(ascii: "@")), "user information is missed")
        if uri.isLoopback { try hold(OutboundHost.isDenied(uri.host), "this machine may be called") }
        try checkHost(uri.host)
        guard let origin = uri.origin else { return }
        try hold(AbsoluteURI(origin)?.origin?.isSame(as: origin) == true, "the origin \(origin) does not survive")
    }

    /// RFC 3986 §3.2
    private static func authority(of text: String) -> Substring {
        let hierarchy = text.drop { $0 != ":" }.dropFirst()
        guard hierarchy.hasPrefix("//") else { return "" }
        return hierarchy.dropFirst(2).prefix { !"/?#".contains($0) }
    }

    private static func checkHost(_ host: String) throws(Violation) {
        let isDenied = OutboundHost.isDenied(host)
        if let address = IPAddress(host) {
            let isInternal = internalNetworks.contains { $0.contains(address) }
            try hold(isDenied || !isInternal, "the internal address \(host) may be called")
        } else if isOldAddress(host) {
            try hold(isDenied, "the address \(host) may be called")
        }
    }

    /// Whether the C library's `inet_aton` takes the text for an address: up to four numbers of three bases.
    private static func isOldAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return false }
        return parts.allSatisfy { part in
            let part = String(Substring(part))
            guard !part.isEmpty, !part.hasPrefix("+"), !part.hasPrefix("-") else { return false }
            if part.hasPrefix("0x") { return part.utf8.count == 2 || UInt32(part.dropFirst(2), radix: 16) != nil }
            return UInt32(part, radix: part.hasPrefix("0") && part.utf8.count > 1 ? 8 : 10) != nil
        }
    }
}
