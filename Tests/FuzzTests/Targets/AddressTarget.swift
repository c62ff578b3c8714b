@testable internal import HTTP

/// Addresses, networks, the `Host` field, and what proxies write about their clients.
enum AddressTarget {
    static func check(_ bytes: [UInt8]) throws(Violation) {
        let text = String(decoding: bytes, as: UTF8.self)
        try checkAddress(text)
        try checkNetwork(text)
        try checkHost(bytes)
        if let listen = ListenAddress(text) {
            try hold(ListenAddress(listen.description) == listen, "a listen address does not survive")
        }
        // What a client may write into a field, and nothing else, reaches the fields of a request.
        let isField = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 }
        if isField { try checkProxies(text) }
    }

    private static func checkAddress(_ text: String) throws(Violation) {
        guard let address = IPAddress(text) else { return }
        let letters = "0123456789abcdefABCDEF:.".utf8
        try hold(text.utf8.allSatisfy { letters.contains($0) }, "an address holds anything")
        try hold(IPAddress(address.description) == address, "an address does not survive")
        try hold(ForwardedField.address(text) == address, "a forwarded address is another one")
    }

    private static func checkNetwork(_ text: String) throws(Violation) {
        guard let network = IPNetwork(text) else { return }
        let parts = text.split(separator: "/")
        guard let first = parts.first, let base = IPAddress(first) else {
            throw Violation(rule: "a network has no address")
        }
        try hold(network.contains(base), "a network lacks its own address")
        let bits = parts.count > 1 ? Int(parts[1]) : nil
        try hold(bits.map { $0 >= 0 && $0 <= 128 } ?? (parts.count == 1), "a network has an odd length")
        let next = IPAddress(high: base.high, low: base.low ^ 1)
        let isSingle = bits == nil || bits == (base.isV4 ? 32 : 128)
        try hold(network.contains(next) == !isSingle, "a network is larger or smaller than it says")
    }

    private static func checkHost(_ bytes: [UInt8]) throws(Violation) {
        guard HostField.isValid(bytes.span, bytes.indices) else { return }
        let letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._[]:".utf8
        try hold(bytes.allSatisfy { letters.contains($0) }, "a host holds anything")
        let name = bytes.first == UInt8(ascii: "[") ? bytes.drop { $0 != UInt8(ascii: "]") }.dropFirst() : bytes[...]
        let port = name.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        let number = Int(String(decoding: port, as: UTF8.self))
        try hold(port.isEmpty || (0...65535).contains(number ?? -1), "a port is no port")
    }

    /// Whatever a client writes, the address that the trusted proxy adds behind it decides.
    private static func checkProxies(_ text: String) throws(Violation) {
        guard let trusted = IPNetwork("10.0.0.0/8"), let client = IPAddress("203.0.113.9") else {
            throw Violation(rule: "an address is not read")
        }
        let plain = TrustedProxies(networks: [trusted])
        let standard = TrustedProxies(networks: [trusted], source: .forwarded)
        let cases: [(TrustedProxies, String, String)] = [
            (plain, "X-Forwarded-For", "203.0.113.9"), (plain, "X-Forwarded-For", "203.0.113.9, 10.1.2.3"),
            (standard, "Forwarded", "for=203.0.113.9"), (standard, "Forwarded", "proto=http;for=\"203.0.113.9:1\""),
        ]
        for (proxies, name, added) in cases {
            var joined = HTTPFields()
            joined.append(name, "\(text), \(added)")
            try hold(proxies.client(joined).address == client, "\(name): a client chooses its address")
            var separate = HTTPFields()
            separate.append(name, text)
            separate.append(name, added)
            try hold(proxies.client(separate).address == client, "\(name): a client's own field counts")
        }
        var scheme = HTTPFields()
        scheme.append("X-Forwarded-Proto", "\(text), http")
        try hold(plain.client(scheme).isSecure == false, "a client chooses its scheme")
    }
}
