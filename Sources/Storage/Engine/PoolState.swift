internal import SQL

/// What waits for a connection, and who has one. The decisions of a ``Pool``, which takes its lock around each.
struct PoolState {
    struct Limits: Sendable {
        let connections: Int
        /// Work that may wait.
        let waiting: Int
        /// Requests whose queries share a round trip.
        let batch = 32
        /// How many connections carry queries at once. With few of them batches fill up under load; the others are
        /// left for transactions.
        var querying: Int { min(4, max(1, connections / 2)) }

        init(connections: Int, waiting: Int) {
            self.connections = connections
            self.waiting = waiting
        }
    }

    /// What a member does next.
    enum Assignment {
        case transaction(PendingTransaction)
        case queries([PendingQueries])
        case rest
        case leave
    }

    /// Who is called to work.
    enum Summons {
        case wake(PoolMember)
        /// One more.
        case grow
    }

    let limits: Limits
    var transactions = WaitingList<PendingTransaction>()
    var queries = WaitingList<PendingQueries>()
    /// So that neither kind waits for the end of the other.
    private var isTransactionsTurn = true
    /// The one that rested last is first: its caches are warm, and the connection has proved itself.
    var resting: [PoolMember] = []
    /// Connected or connecting.
    var members = 0
    var connected = 0
    var connecting = 0
    /// Called to work, and not there yet.
    var woken = 0
    var querying = 0
    /// Attempts to connect that failed since one succeeded.
    var failures = 0
    /// Until then no connection is added to those that work.
    var growsAgain: ContinuousClock.Instant?
    /// No connection, and the last attempt to get one failed.
    var isDown = false
    var isClosed = false
    var closers: [CheckedContinuation<Void, Never>] = []
    var counts = Database.Statistics()

    init(_ limits: Limits) {
        self.limits = limits
    }

    var waiting: Int { transactions.count + queries.count }

    var accepts: Bool { !isClosed && !isDown && waiting < limits.waiting }

    var statistics: Database.Statistics {
        var statistics = counts
        statistics.waiting = waiting
        statistics.connections = connected
        statistics.connectionsInUse = members - resting.count
        return statistics
    }

    /// Who has to be called to what waits, if anybody. One is called at a time: when it takes something up and finds
    /// that more waits, it calls the next. So nobody wakes for nothing, and batches of queries fill up.
    mutating func summon() -> Summons? {
        guard woken == 0, !transactions.isEmpty || mayQuery else { return nil }
        if let member = resting.popLast() {
            woken += 1
            return .wake(member)
        }
        guard connecting == 0, canGrow() else { return nil }
        members += 1
        connecting += 1
        return .grow
    }

    mutating func assign(_ member: PoolMember) -> Assignment {
        if mayQuery, transactions.isEmpty || !isTransactionsTurn {
            isTransactionsTurn = true
            querying += 1
            return .queries(queries.popFirst(limits.batch))
        }
        if let transaction = transactions.popFirst() {
            isTransactionsTurn = false
            return .transaction(transaction)
        }
        if isClosed { return .leave }
        resting.append(member)
        return .rest
    }

    private var mayQuery: Bool { !queries.isEmpty && querying < limits.querying }

    private mutating func canGrow() -> Bool {
        guard members < limits.connections else { return false }
        guard let moment = growsAgain else { return true }
        guard ContinuousClock.now >= moment else { return false }
        growsAgain = nil
        return true
    }
}
