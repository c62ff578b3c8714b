internal import Dispatch
internal import Model
internal import Platform
internal import SQL
internal import Synchronization

/// The connections to a server, and the work that waits for one. ADR 5 tells why it is shaped like this.
///
/// A connection takes one transaction at a time, or many requests' queries in one round trip.
final class Pool: Sendable {
    struct Limits: Sendable {
        var connections: Int
        /// Work that may wait.
        var waiting: Int
        /// Queries that share a round trip.
        let batch = 32
        /// How many connections carry queries at once. With few of them batches fill up under load; the others are
        /// left for transactions.
        var querying: Int { min(4, max(1, connections / 2)) }
        let reconnectFirst = Duration.milliseconds(100)
        let reconnectLast = Duration.seconds(5)
    }

    /// What a member does next.
    enum Assignment {
        case transaction(PendingTransaction)
        case queries([PendingQueries])
        case rest
        case leave
    }

    private struct State {
        var transactions = WaitingList<PendingTransaction>()
        var queries = WaitingList<PendingQueries>()
        /// So that neither kind waits for the end of the other.
        var isTransactionsTurn = true
        /// The one that rested last is first: its caches are warm, and the connection has proved itself.
        var resting: [PoolMember] = []
        /// Connected or connecting.
        var members = 0
        var connected = 0
        var querying = 0
        /// Attempts to connect that failed since one succeeded.
        var failures = 0
        /// Until then no connection is added to those that work.
        var growsAgain: ContinuousClock.Instant?
        var isDown = false
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
        var statistics = Database.Statistics()

        var waiting: Int { transactions.count + queries.count }
    }

    private let state = Mutex(State())
    private let driver: any SQLServerDriver
    private let limits: Limits
    private let ids: IDGenerator
    private let log: Log

    /// Opens the first connection, so that a wrong address is known at the start.
    init(_ driver: any SQLServerDriver, ids: IDGenerator, queueLimit: Int, log: Log) throws(SQLError) {
        self.driver = driver
        self.ids = ids
        self.log = log
        limits = Limits(connections: driver.connectionLimit, waiting: queueLimit)
        let member = PoolMember(driver, ids: ids, log: log)
        try member.connectFirst()
        state.withLock { state in
            state.members = 1
            state.connected = 1
            state.resting = [member]
        }
    }

    /// Runs a transaction on a connection of its own.
    func run<T: Sendable>(
        _ role: SQLRole, _ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) async throws(DomainError) -> T {
        let context = LogContext.current
        let result = await withCheckedContinuation { continuation in
            let transaction = PendingTransaction(role, body, context: context) { continuation.resume(returning: $0) }
            submit({ $0.transactions.append(transaction) }, refuse: transaction.refuse)
        }
        return try result.get()
    }

    /// Asks in one round trip, which it shares with other callers.
    func read<Value: Sendable>(_ query: Query<Value>) async throws(DomainError) -> Value {
        let context = LogContext.current
        let result = await withCheckedContinuation { continuation in
            let queries = PendingQueries(query, context: context) { continuation.resume(returning: $0) }
            submit({ $0.queries.append(queries) }, refuse: queries.refuse)
        }
        return try result.get()
    }

    private func submit(_ enqueue: (inout State) -> Void, refuse: (DomainError) -> Void) {
        enum Step { case wait, wake(PoolMember), grow, refuse }
        let step: Step = state.withLock { state in
            guard !state.isClosed, !state.isDown, state.waiting < limits.waiting else {
                state.statistics.failed += 1
                return .refuse
            }
            enqueue(&state)
            // Whoever carries queries now takes these along with its next ones.
            if state.transactions.isEmpty, state.querying >= limits.querying { return .wait }
            if let member = state.resting.popLast() { return .wake(member) }
            guard canGrow(&state) else { return .wait }
            state.members += 1
            return .grow
        }
        switch step {
        case .wait: break
        case .wake(let member): member.wake(in: self)
        case .grow: PoolMember(driver, ids: ids, log: log).wake(in: self)
        case .refuse: refuse(.storeUnavailable)
        }
    }

    private func canGrow(_ state: inout State) -> Bool {
        guard state.members < limits.connections else { return false }
        guard let moment = state.growsAgain else { return true }
        guard ContinuousClock.now >= moment else { return false }
        state.growsAgain = nil
        return true
    }
}

/// What members ask and tell.
extension Pool {
    func next(for member: PoolMember) -> Assignment {
        state.withLock { state in
            let mayQuery = !state.queries.isEmpty && state.querying < limits.querying
            if mayQuery, state.transactions.isEmpty || !state.isTransactionsTurn {
                state.isTransactionsTurn = true
                state.querying += 1
                return .queries(state.queries.popFirst(limits.batch))
            }
            if let transaction = state.transactions.popFirst() {
                state.isTransactionsTurn = false
                return .transaction(transaction)
            }
            guard state.isClosed else {
                state.resting.append(member)
                return .rest
            }
            return .leave
        }
    }

    func memberConnected() {
        let wasDown = state.withLock { state in
            defer { state.isDown = false }
            state.connected += 1
            state.failures = 0
            state.growsAgain = nil
            return state.isDown
        }
        if wasDown { log.info("the store can be reached again") }
    }

    func queriesCarried() {
        state.withLock { $0.querying -= 1 }
    }

    func memberDisconnected() {
        state.withLock { $0.connected -= 1 }
    }

    /// A member that could not connect leaves. When it was the last one, nobody can be served: what waits is refused,
    /// what comes is refused at once, and one connection is tried again and again until it succeeds.
    func memberFailed(_ error: SQLError) {
        log.failed(error)
        let (refused, pause, substitute) = state.withLock { state in
            state.members -= 1
            state.failures += 1
            let pause = backOff(state.failures)
            state.growsAgain = .now + pause
            guard state.members == 0 else {
                let substitute = state.waiting > 0 ? state.resting.popLast() : nil
                return ([@Sendable (DomainError) -> Void](), Duration?.none, substitute)
            }
            state.isDown = true
            let transactions = state.transactions.popFirst(.max)
            let queries = state.queries.popFirst(.max)
            let refused = transactions.map { $0.refuse } + queries.map { $0.refuse }
            state.statistics.failed += refused.count
            return (refused, state.isClosed ? nil : pause, nil)
        }
        for refuse in refused { refuse(.storeUnavailable) }
        substitute?.wake(in: self)
        if let pause { retry(after: pause) }
        finishClosing()
    }

    func memberLeft() {
        state.withLock { state in
            state.members -= 1
            state.connected -= 1
        }
        finishClosing()
    }

    func count(_ change: (inout Database.Statistics) -> Void) {
        state.withLock { change(&$0.statistics) }
    }

    private func retry(after pause: Duration) {
        DispatchQueue.global().asyncAfter(deadline: .now() + pause.seconds) { [weak self] in
            guard let self else { return }
            let isWanted = state.withLock { state in
                guard !state.isClosed, state.members == 0 else { return false }
                state.members += 1
                return true
            }
            if isWanted { PoolMember(driver, ids: ids, log: log).wake(in: self) }
        }
    }

    /// Doubles with each failure, and is spread so that many nodes do not come back at the same moment.
    private func backOff(_ failures: Int) -> Duration {
        min(limits.reconnectLast, limits.reconnectFirst * (1 << min(failures - 1, 10))) * Double.random(in: 0.5...1)
    }
}

extension Pool {
    var statistics: Database.Statistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.waiting = state.waiting
            statistics.connections = state.connected
            statistics.connectionsInUse = state.members - state.resting.count
            return statistics
        }
    }

    /// Runs something on a connection beside the pool.
    func exclusively<T: Sendable, E: Error>(
        _ body: @escaping @Sendable (any SQLConnection) throws(E) -> T, failure: @escaping @Sendable (SQLError) -> E
    ) async throws(E) -> T {
        let driver = driver
        return try await OffLoop.run { () throws(E) in
            let connection: any SQLServerConnection
            do throws(SQLError) { connection = try driver.connect() } catch { throw failure(error) }
            defer { connection.close() }
            return try body(connection)
        }
    }

    /// Finishes what waits, refuses what comes.
    func close() async {
        let resting = state.withLock { state in
            defer { state.resting = [] }
            state.isClosed = true
            return state.resting
        }
        for member in resting { member.wake(in: self) }
        await withCheckedContinuation { continuation in
            state.withLock { $0.closers.append(continuation) }
            finishClosing()
        }
    }

    private func finishClosing() {
        let closers = state.withLock { state in
            guard state.isClosed, state.members == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
