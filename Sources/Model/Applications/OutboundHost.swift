/// The rule about addresses that somebody else gives and this service will call: none inside its own network.
package enum OutboundHost {
    /// Whether the host names this machine or a private network by its text. A public name that resolves to such an
    /// address is noticed only when it is called.
    package static func isDenied(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name.isEmpty || name == "localhost" || name.hasSuffix(".localhost") { return true }
        if name.contains(":") { return ipv6Groups(name).map(isDenied) ?? true }
        if let octets = ipv4Octets(name) { return isDenied(octets) }
        // 127.1, 0x7f.1 and 2130706433 are addresses for many resolvers, but no host names.
        let last = name.split(separator: ".").last ?? ""
        return last.allSatisfy(\.isNumber) || last.hasPrefix("0x")
    }

    private static func isDenied(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168), (100, 64...127), (172, 16...31), (198, 18...19): true
        // Multicast, reserved, broadcast.
        case (224..., _): true
        default: false
        }
    }

    private static func isDenied(_ groups: [UInt16]) -> Bool {
        if groups[0] & 0xFE00 == 0xFC00 || groups[0] & 0xFFC0 == 0xFE80 || groups[0] >> 8 == 0xFF { return true }
        // Gateways turn these into an IPv4 address: 6to4 (RFC 3056 §2) and NAT64 (RFC 6052 §2.1).
        if groups[0] == 0x2002 { return isDenied(octets(groups[1], groups[2])) }
        if groups[..<6] == [0x64, 0xFF9B, 0, 0, 0, 0] { return isDenied(octets(groups[6], groups[7])) }
        guard groups[..<5].allSatisfy({ $0 == 0 }) else { return false }
        // ::, ::1 and, as an IPv4 address in IPv6 clothes, ::ffff:10.0.0.1.
        return groups[5] == 0xFFFF || groups[5] == 0 ? isDenied(octets(groups[6], groups[7])) : false
    }

    private static func octets(_ high: UInt16, _ low: UInt16) -> [UInt8] {
        [high >> 8, high & 0xFF, low >> 8, low & 0xFF].map(UInt8.init(truncatingIfNeeded:))
    }
}

/// The eight groups of an IPv6 address (RFC 4291 §2.2); `nil` for everything else.
private func ipv6Groups(_ text: String) -> [UInt16]? {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
    guard halves.count == 2 else { return head.count == 8 ? head : nil }
    guard let tail = groups(halves[1]), head.count + tail.count <= 7 else { return nil }
    return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
}

private func groups(_ text: Substring) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
        if index == parts.count - 1, let octets = ipv4Octets(part) {
            groups.append(UInt16(octets[0]) << 8 | UInt16(octets[1]))
            groups.append(UInt16(octets[2]) << 8 | UInt16(octets[3]))
        } else {
            guard part.count <= 4, let group = UInt16(part, radix: 16) else { return nil }
            groups.append(group)
        }
    }
    return groups
}
