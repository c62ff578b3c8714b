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

    /// What the registries of special addresses (RFC 6890) do not call globally reachable, and multicast.
    private static func isDenied(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1], octets[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _), (100, 64...127, _), (172, 16...31, _):
            true
        // Protocol assignments, measurements, examples and former relays.
        case (192, 0, 0), (198, 18...19, _), (192, 0, 2), (198, 51, 100), (203, 0, 113), (192, 88, 99): true
        // Multicast, reserved, broadcast.
        case (224..., _, _): true
        // Public by its number, but each virtual machine of Azure finds its host's agent there.
        default: octets == [168, 63, 129, 16]
        }
    }

    private static func isDenied(_ groups: [UInt16]) -> Bool {
        switch groups[0] {
        // Unique local, link-local and the site-local ones of old, multicast.
        case 0xFC00...0xFDFF, 0xFE80...0xFEFF, 0xFF00...: true
        // Protocol assignments, examples, segment routing.
        case 0x2001: groups[1] < 0x200 || groups[1] == 0xDB8
        case 0x3FFF: groups[1] < 0x1000
        case 0x5F00: true
        // Gateways turn these into an IPv4 address: 6to4 (RFC 3056 §2) and NAT64 (RFC 6052 §2.1; RFC 8215).
        case 0x2002: isDenied(octets(groups[1], groups[2]))
        case 0x64 where groups[1] == 0xFF9B:
            groups[2..<6].allSatisfy { $0 == 0 } ? isDenied(octets(groups[6], groups[7])) : groups[2] == 1
        // Discarded.
        case 0x100: groups[1...2] == [0, 0]
        case 0: isEmbeddedDenied(groups)
        default: false
        }
    }

    /// Of addresses that begin with zeros: ::, ::1 and IPv4 addresses in IPv6 clothes, such as ::ffff:10.0.0.1 and
    /// ::ffff:0:10.0.0.1 (RFC 2765 §2.1).
    private static func isEmbeddedDenied(_ groups: [UInt16]) -> Bool {
        switch groups[1..<6] {
        case [0, 0, 0, 0, 0], [0, 0, 0, 0, 0xFFFF], [0, 0, 0, 0xFFFF, 0]: isDenied(octets(groups[6], groups[7]))
        default: false
        }
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
