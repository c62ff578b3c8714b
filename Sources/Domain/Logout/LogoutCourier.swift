internal import Crypto
internal import Model
package import Outbound
package import Platform
package import Storage

/// Tells applications that sessions have ended (OpenID Connect Back-Channel Logout 1.0 §2.5), in the background, until
/// they have heard it.
///
/// A notice is taken up by a mark with an end, so a courier that dies leaves it to another one. It may then arrive twice,
/// with the same `jti`: to hear of a logout again harms nobody, and not to hear of it does.
package struct LogoutCourier: Sendable {
    /// How often notices are looked for.
    private let interval: Duration
    /// Longer than a request may take.
    static let lease = Duration.minutes(1)
    /// On the way at once.
    private static let parallel = 8

    let database: Database
    let tokens: LogoutTokens
    let web: HTTPClient
    let statistics: LogoutStatistics
    let clock: WallClock
    let log: Log

    /// - Parameter web: with a gate that keeps private networks out: applications name the addresses.
    package init(
        database: Database, signingKeys: SigningKeys, issuer: String, web: HTTPClient, statistics: LogoutStatistics,
        clock: WallClock, log: Log, interval: Duration = .seconds(1)
    ) {
        self.database = database
        tokens = LogoutTokens(signingKeys: signingKeys, issuer: issuer)
        self.web = web
        self.statistics = statistics
        self.clock = clock
        self.log = log
        self.interval = interval
    }

    /// Sends until the task is cancelled. What is on the way then is finished.
    package func run() async {
        while !Task.isCancelled {
            await deliver()
            // Cancellation ends the sleep; the loop's condition sees it.
            try? await Task.sleep(for: interval)
        }
    }

    /// Sends everything that is due now. A store that does not answer is logged, and asked again the next time.
    /// - Returns: how many notices were taken up.
    @discardableResult
    package func deliver() async -> Int {
        do throws(DomainError) {
            let count = try await deliverDue()
            try await statistics.refresh(from: database, at: clock.now())
            return count
        } catch {
            log.error(
                "applications cannot be told of ended sessions",
                ["errorId": .string(error.id), "reason": .string(error.message)])
            return 0
        }
    }

    private func deliverDue() async throws(DomainError) -> Int {
        var count = 0
        while !Task.isCancelled {
            let now = clock.now()
            guard try await database.read({ (tx) throws(DomainError) in try tx.hasDueLogoutNotices(at: now) }) else {
                break
            }
            let holder = SecureRandom.alphanumeric(16)
            let taken = try await database.write { (tx) throws(DomainError) in
                try tx.takeLogoutNotices(holder: holder, until: now + Self.lease, atMost: Self.parallel, at: now)
            }
            count += taken.count
            await withDiscardingTaskGroup { group in
                for notice in taken {
                    group.addTask { await LogoutDelivery(courier: self, notice: notice, holder: holder).run() }
                }
            }
        }
        return count
    }
}
