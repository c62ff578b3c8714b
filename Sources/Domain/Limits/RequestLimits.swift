package import Model
package import Platform
package import Storage

/// Bounds what anybody can ask for without a proof, by the network that asks.
package struct RequestLimits: Sendable {
    private let database: Database
    private let clock: WallClock

    package init(database: Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// - Parameter address: of whoever asks.
    /// - Throws: `LIMIT-T0oMa`, with the time to wait, when there were too many.
    package func count(_ limit: RequestLimit, from address: String) async throws(DomainError) {
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            try tx.count(limit, from: ClientNetwork(address: address), at: now)
        }
    }
}

extension Transaction {
    /// Counts a request. One that is refused does not count, because its transaction is undone.
    /// - Parameter object: what is asked for, where the kind alone does not say it.
    /// - Throws: `LIMIT-T0oMa`.
    borrowing func count(
        _ limit: RequestLimit, of object: String = "", from network: ClientNetwork, at now: Timestamp
    ) throws(DomainError) {
        try count(limit, as: "\(object):\(network)", at: now)
    }

    /// Counts a message that people have sent to themselves.
    /// - Throws: `LIMIT-T0oMa`.
    borrowing func countOwnMessage(
        over channel: MessageChannel, by user: User.ID, at now: Timestamp
    ) throws(DomainError) {
        for limit in [RequestLimit.ownMessagePause, .ownMessages] {
            try count(limit, as: "\(channel.rawValue):\(user.rawValue)", at: now)
        }
    }

    private borrowing func count(
        _ limit: RequestLimit, as subject: String, at now: Timestamp
    ) throws(DomainError) {
        let counted = try countRequest(of: "\(limit.name):\(subject)", until: now + limit.span, at: now)
        guard counted.count > limit.greatestCount else { return }
        throw DomainError(
            .resourceExhausted, "LIMIT-T0oMa", "Too many requests, try again later",
            retryAfter: max(1, counted.until.since(now).components.seconds + 1))
    }
}
