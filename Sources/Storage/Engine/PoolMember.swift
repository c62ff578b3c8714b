internal import Glibc
internal import Model
internal import Platform
internal import SQL
internal import Synchronization

/// One connection of a pool with the thread that waits for its answers.
final class PoolMember: Sendable {
    private struct Line {
        let connection: any SQLServerConnection
        let session: Session
        let end: ContinuousClock.Instant
    }

    /// How often a transaction is tried beside others, and how often alone, where it can only lose against a node of an
    /// earlier version.
    private static let attempts = (beside: 8, alone: 4)

    /// Taken by the member's thread alone; a lock because the compiler cannot know that.
    private let line = Mutex(Line?.none)
    private let thread = WorkerThread()
    private let driver: any SQLServerDriver
    private let ids: IDGenerator
    private let log: Log

    init(_ driver: any SQLServerDriver, ids: IDGenerator, log: Log) {
        self.driver = driver
        self.ids = ids
        self.log = log
    }

    /// On the caller's thread, before the member is known to anybody.
    func connectFirst() throws(SQLError) {
        try line.withLock { (line) throws(SQLError) in line = try connect() }
    }

    /// Takes up work, connecting first if need be, until there is none. Only while it works does a member hold on to
    /// its pool, so a pool that nobody uses any more goes away with its connections.
    func wake(in pool: Pool) {
        thread.async { self.work(pool) }
    }

    private func work(_ pool: Pool) {
        var wasWoken = line.withLock { $0 != nil }
        while isConnected(pool, &wasWoken) {
            let assignment = pool.next(for: self, wasWoken: wasWoken)
            wasWoken = false
            switch assignment {
            case .transaction(let transaction):
                line.withLock { line in
                    if let line { perform(transaction, line, pool) }
                }
            case .queries(let queries):
                line.withLock { line in
                    if let line { perform(queries, line) }
                }
                pool.queriesCarried()
            case .rest:
                return
            case .leave:
                line.withLock { line in
                    line?.connection.close()
                    line = nil
                }
                pool.memberLeft()
                return
            }
        }
    }

    /// Connects anew when the connection is lost or has done its time. When that fails the pool knows, and this member
    /// is done.
    /// - Parameter wasWoken: whether the connection has rested, and may be lost without anybody having noticed. Then the
    ///   pool is told, and the member counts as a new one.
    private func isConnected(_ pool: Pool, _ wasWoken: inout Bool) -> Bool {
        let failure = line.withLock { (line) -> SQLError? in
            if let open = line {
                let isUsable = wasWoken ? open.connection.isAlive : open.connection.isUsable
                if isUsable, .now < open.end { return nil }
                open.connection.close()
                line = nil
                pool.memberDisconnected(wasWoken: wasWoken)
                wasWoken = false
            }
            do throws(SQLError) {
                line = try connect()
                pool.memberConnected()
                return nil
            } catch {
                return error
            }
        }
        if let failure { pool.memberFailed(failure) }
        return failure == nil
    }

    private func connect() throws(SQLError) -> sending Line {
        let connection = try driver.connect()
        // Spread, so that not all are renewed at once.
        let lifetime = driver.connectionLifetime * Double.random(in: 0.8...1)
        return Line(
            connection: connection, session: Session(connection, ids: ids, log: log), end: .now + lifetime)
    }
}

extension PoolMember {
    private enum Fate {
        case ended, lostRace(SQLError?)
    }

    /// Runs a transaction until it no longer loses against concurrent ones.
    private func perform(_ transaction: PendingTransaction, _ line: Line, _ pool: Pool) {
        let attempts = Self.attempts.beside + Self.attempts.alone
        for attempt in 1...attempts {
            let isAlone = attempt > Self.attempts.beside
            guard case .lostRace(let error) = run(transaction, alone: isAlone, line, pool) else { return }
            pool.count { $0.retries += 1 }
            guard attempt < attempts, line.connection.isUsable else {
                log.failed(error ?? SQLError(.serialization, "a transaction lost \(attempt) times in a row"))
                break
            }
            pause(after: attempt)
        }
        pool.count { $0.failed += 1 }
        transaction.refuse(.storeUnavailable)
    }

    private func run(_ transaction: PendingTransaction, alone: Bool, _ line: Line, _ pool: Pool) -> Fate {
        do throws(SQLError) {
            if alone { try line.connection.beginAlone() } else { try line.connection.begin(transaction.role) }
        } catch {
            return fail(transaction.refuse, error, pool)
        }
        let outcome = transaction.run(line.session)
        guard outcome.isSuccess else {
            line.connection.rollback()
            if line.session.isLostRace { return .lostRace(nil) }
            pool.count { $0.refused += transaction.role == .writer ? 1 : 0 }
            outcome.report(nil)
            return .ended
        }
        switch transaction.role {
        case .reader:
            // The caller has what it wants; the end of the transaction is between us and the server.
            outcome.report(nil)
            line.connection.rollback()
            return .ended
        case .writer:
            return commit(outcome, line, pool)
        }
    }

    private func commit(_ outcome: PendingTransaction.Outcome, _ line: Line, _ pool: Pool) -> Fate {
        do throws(SQLError) {
            try line.connection.commit()
        } catch {
            line.connection.rollback()
            if error.kind == .serialization { return .lostRace(error) }
            return fail({ outcome.report($0) }, error, pool)
        }
        pool.count { statistics in
            statistics.commits += 1
            statistics.committed += 1
        }
        outcome.report(nil)
        return .ended
    }

    private func fail(_ report: (DomainError) -> Void, _ error: SQLError, _ pool: Pool) -> Fate {
        log.failed(error)
        pool.count { $0.failed += 1 }
        report(DomainError(error))
        return .ended
    }

    /// Random, so that those that met once do not meet again; a little longer each time.
    private func pause(after attempt: Int) {
        usleep(UInt32.random(in: 200...1000 << UInt32(min(attempt, 7))))
    }

    private func perform(_ queries: [PendingQueries], _ line: Line) {
        line.connection.pipeline(queries.map(\.statements)) { number, result in
            queries[number].finish(line.session, result)
        }
    }
}
