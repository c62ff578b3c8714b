internal import CLinux

/// An IPv4 or IPv6 address. An IPv4 address that came mapped into IPv6 is the IPv4 address.
package struct IPAddress: Sendable, Hashable {
    /// The 128 bits; an IPv4 address in its mapped form (RFC 4291 §2.5.5.2).
    let high: UInt64
    let low: UInt64

    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(v4 address: UInt32) {
        self.init(high: 0, low: Self.mappedPrefix | UInt64(address))
    }

    var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The usual spelling, without brackets, port or zone. `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        // To C, a NUL would end the text.
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        if unsafe inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: UInt32(bigEndian: v4.s_addr))
            return
        }
        var v6 = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        self.init(v6)
    }

    init(_ address: in6_addr) {
        var bytes = address
        (high, low) = unsafe withUnsafeBytes(of: &bytes) { raw in
            unsafe (
                UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    var v4: in_addr { in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian) }

    var v6: in6_addr {
        var address = in6_addr()
        unsafe withUnsafeMutableBytes(of: &address) { raw in
            unsafe raw.storeBytes(of: high.bigEndian, as: UInt64.self)
            unsafe raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return address
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical spelling (RFC 5952).
    package var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        if isV4 {
            var address = v4
            unsafe inet_ntop(AF_INET, &address, &text, socklen_t(text.count))
        } else {
            var address = v6
            unsafe inet_ntop(AF_INET6, &address, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
package struct IPNetwork: Sendable, Hashable {
    private let address: IPAddress
    /// Bits of the 128 that count.
    private let length: Int

    /// `nil` when the text is not an address with an optional prefix length, or has bits set behind it: most likely a
    /// mistake that would trust more than was meant.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        let width = address.isV4 ? 32 : 128
        var bits = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy(HTTPCharacters.isDigit), let number = Int(parts[1]), number <= width else {
                return nil
            }
            bits = number
        }
        self.address = address
        length = bits + 128 - width
        guard masked(address) == address else { return nil }
    }

    package func contains(_ other: IPAddress) -> Bool {
        masked(other) == address
    }

    private func masked(_ other: IPAddress) -> IPAddress {
        let high = length >= 64 ? other.high : other.high & ~(UInt64.max >> UInt64(length))
        let low = length <= 64 ? 0 : other.low & ~(UInt64.max >> UInt64(length - 64))
        return IPAddress(high: high, low: low)
    }
}
