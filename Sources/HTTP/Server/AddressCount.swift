internal import Synchronization

/// How many connections each client has, on all loops. Looked at when a connection begins and ends, not per request.
final class AddressCount: Sendable {
    private let limit: Int
    private let counts = Mutex<[IPAddress: Int]>([:])

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts one connection more; `false` when the client has as many as it may have.
    func enter(_ address: IPAddress) -> Bool {
        counts.withLock { counts in
            guard counts[address.site, default: 0] < limit else { return false }
            counts[address.site, default: 0] += 1
            return true
        }
    }

    func leave(_ address: IPAddress) {
        counts.withLock { counts in
            guard let count = counts[address.site] else { return }
            counts[address.site] = count > 1 ? count - 1 : nil
        }
    }
}

extension IPAddress {
    /// Whom the address belongs to: one IPv4 address, or the /64 that an IPv6 host chooses its addresses from.
    fileprivate var site: IPAddress {
        isV4 ? self : IPAddress(high: high, low: 0)
    }
}
