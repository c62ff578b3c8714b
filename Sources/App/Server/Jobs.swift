internal import Crypto
package import Domain
internal import Model
internal import Platform
internal import Storage

/// What runs in the background: clean-up, the end of locks and the rotation of the signing keys, which one of several nodes
/// does at a time, and the couriers of each node.
package struct Jobs: Sendable {
    private static let interval = Duration.minutes(5)

    private let database: Database
    private let users: Users
    private let webKeys: WebKeys
    private let rotation: WebKeyRotation?
    private let tokenLifetime: Duration
    /// Sends what is in the outbox.
    package let courier: Courier
    /// Tells applications of ended sessions.
    package let logoutCourier: LogoutCourier
    private let clock: WallClock
    private let log: Log

    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    init(
        database: Database, users: Users, webKeys: WebKeys, rotation: WebKeyRotation?, tokenLifetime: Duration,
        courier: Courier, logoutCourier: LogoutCourier, clock: WallClock, log: Log
    ) {
        self.database = database
        self.users = users
        self.webKeys = webKeys
        self.rotation = rotation
        self.tokenLifetime = tokenLifetime
        self.courier = courier
        self.logoutCourier = logoutCourier
        self.clock = clock
        self.log = log
    }

    /// Runs until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await courier.run() }
            group.addTask { await logoutCourier.run() }
            group.addTask { await runRegularly() }
        }
    }

    private func runRegularly() async {
        while !Task.isCancelled {
            await runOnce()
            // Cancellation ends the sleep; the loop's condition sees it.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Runs each job once. A job that fails is logged and tried again the next time, and is in nobody's way.
    package func runOnce() async {
        let now = clock.now()
        await run("clean-up") { () throws(DomainError) in try await cleanUp(at: now) }
        await run("end of locks") { () throws(DomainError) in try await users.endLocks() }
        await run("rotation of the signing keys") { () throws(DomainError) in
            if let rotation, try await webKeys.rotateIfDue(rotation, at: now) { log.info("signing keys rotated") }
        }
    }

    private func run(_ job: String, _ body: () async throws(DomainError) -> Void) async {
        do throws(DomainError) {
            try await body()
        } catch {
            log.error(
                "job failed",
                ["job": .string(job), "errorId": .string(error.id), "reason": .string(error.message)])
        }
    }

    private func cleanUp(at now: Timestamp) async throws(DomainError) {
        let removed = try await database.withLease(
            "clean-up", holder: SecureRandom.alphanumeric(16), for: Self.interval, at: now
        ) { () throws(DomainError) in
            let failure = await tellOfExpiredSessions(at: now)
            let removed = try await database.removeExpired(at: now, tokenLifetime: tokenLifetime)
            if let failure { throw failure }
            return removed
        }
        if let removed, removed > 0 { log.info("expired rows removed", ["rows": .integer(Int64(removed))]) }
    }

    /// While they are there: applications are told of sessions that have run out. The clean-up does not wait for it, since
    /// the sessions are there for another month.
    /// - Returns: the failure, if there was one.
    private func tellOfExpiredSessions(at now: Timestamp) async -> DomainError? {
        do throws(DomainError) {
            let told = try await database.tellOfExpiredSessions(at: now)
            if told > 0 { log.info("applications are told of expired sessions", ["signIns": .integer(Int64(told))]) }
            return nil
        } catch {
            return error
        }
    }
}
