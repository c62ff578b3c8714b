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
    package static let parallel = 32
    /// Of these, to the applications of one organization: those that do not answer hold up nobody else's.
    private static let share = 8

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
        let outcome: Result<Int, DomainError> = await withTaskGroup(of: Organization.ID?.self) { group in
            var traffic = LogoutTraffic(limit: Self.parallel, share: Self.share)
            var count = 0
            var failure: DomainError?
            group.addTask { await pause() }
            repeat {
                var taken: [Departure] = []
                do throws(DomainError) {
                    if failure == nil, !Task.isCancelled { taken = try await take(traffic) }
                } catch {
                    failure = error
                }
                count += taken.count
                for departure in taken {
                    traffic.begin(departure.organizationID)
                    group.addTask {
                        await departure.delivery.run()
                        return departure.organizationID
                    }
                }
                // Where something was taken there may be more, of others.
                guard taken.isEmpty, !traffic.isEmpty, let ended = await group.next() else { continue }
                if let ended {
                    traffic.end(ended)
                } else if !Task.isCancelled {
                    group.addTask { await pause() }
                }
            } while !traffic.isEmpty
            // Nothing is left but the pause.
            group.cancelAll()
            return failure.map { .failure($0) } ?? .success(count)
        }
        return try outcome.get()
    }

    /// After it, what has become due since is taken up beside what is on the way.
    private func pause() async -> Organization.ID? {
        // Cancellation ends the sleep.
        try? await Task.sleep(for: interval)
        return nil
    }

    private struct Departure: Sendable {
        let organizationID: Organization.ID
        let delivery: LogoutDelivery
    }

    /// Takes up what is due and may go beside what is on the way.
    private func take(_ traffic: LogoutTraffic) async throws(DomainError) -> [Departure] {
        let now = clock.now()
        let (full, limit) = (traffic.full, Self.parallel * 4)
        let due = try await database.read { (tx) throws(DomainError) in
            try tx.dueLogoutNotices(leaving: full, atMost: limit, at: now)
        }
        let admitted = traffic.admitted(of: due)
        guard !admitted.isEmpty else { return [] }
        let holder = SecureRandom.alphanumeric(16)
        return try await database.write { (tx) throws(DomainError) in
            var taken: [Departure] = []
            for one in admitted {
                let notice = try tx.takeLogoutNotice(one.id, holder: holder, until: now + Self.lease, at: now)
                guard let notice else { continue }
                taken.append(
                    Departure(
                        organizationID: one.organizationID,
                        delivery: LogoutDelivery(courier: self, notice: notice, holder: holder)))
            }
            return taken
        }
    }
}
