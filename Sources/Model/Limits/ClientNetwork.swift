/// The network that one customer of a provider has, by which requests of people nobody knows are counted.
package struct ClientNetwork: Sendable, Hashable, CustomStringConvertible {
    /// An address of IPv4, or the first 64 bits of one of IPv6.
    package let description: String

    /// - Parameter address: in its canonical spelling. Of IPv6 its first 64 bits count, because whoever has one address
    ///   there has all of them.
    package init(address: String) {
        guard address.contains(":"), !address.contains(".") else {
            description = address
            return
        }
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        let zeros = repeatElement("0", count: max(0, 8 - parts.count { !$0.isEmpty }))
        var groups: [String] = []
        for (index, part) in parts.enumerated() {
            if !part.isEmpty {
                groups.append(String(part))
            } else if index == 0 || !parts[index - 1].isEmpty {
                // At the beginning and at the end the two colons leave two empty parts.
                groups += zeros
            }
        }
        description = "\(groups.prefix(4).joined(separator: ":"))::/64"
    }
}
