internal import Model
internal import Platform
internal import SQL
internal import Synchronization

/// The connections to a server, and the work that waits for one. ADR 5 tells why it is shaped like this.
///
/// A connection takes one transaction at a time, or many requests' queries in one round trip.
final class Pool: Sendable {
    let state: Mutex<PoolState>
    let log: Log
    private let driver: any SQLServerDriver
    private let ids: IDGenerator

    /// Opens the first connection, so that a wrong address is known at the start.
    init(_ driver: any SQLServerDriver, ids: IDGenerator, queueLimit: Int, log: Log) throws(SQLError) {
        self.driver = driver
        self.ids = ids
        self.log = log
        let member = PoolMember(driver, ids: ids, log: log)
        try member.connectFirst()
        var first = PoolState(.init(connections: driver.connectionLimit, waiting: queueLimit))
        first.members = 1
        first.connected = 1
        first.resting = [member]
        state = Mutex(first)
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

    var statistics: Database.Statistics { state.withLock { $0.statistics } }

    func count(_ change: (inout Database.Statistics) -> Void) {
        state.withLock { change(&$0.counts) }
    }

    /// Finishes what waits, refuses what comes.
    func close() async {
        let resting = state.withLock { state in
            defer { state.resting = [] }
            state.isClosed = true
            state.woken += state.resting.count
            return state.resting
        }
        for member in resting { member.wake(in: self) }
        await withCheckedContinuation { continuation in
            state.withLock { $0.closers.append(continuation) }
            finishClosing()
        }
    }

    func finishClosing() {
        let closers = state.withLock { state in
            guard state.isClosed, state.members == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer.resume() }
    }

    func call(_ summons: PoolState.Summons?) {
        switch summons {
        case nil: break
        case .wake(let member): member.wake(in: self)
        case .grow: PoolMember(driver, ids: ids, log: log).wake(in: self)
        }
    }

    private func submit(_ enqueue: (inout PoolState) -> Void, refuse: (DomainError) -> Void) {
        let (isAccepted, summons) = state.withLock { state in
            guard state.accepts else {
                state.counts.failed += 1
                return (false, PoolState.Summons?.none)
            }
            enqueue(&state)
            return (true, state.summon())
        }
        call(summons)
        if !isAccepted { refuse(.storeUnavailable) }
    }
}
