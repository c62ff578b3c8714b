internal import Model
internal import Platform
internal import SQL
internal import Synchronization

/// Runs all writes, one after another, on a thread of its own.
///
/// While one commit waits for the disk, the next writes gather; they then share one commit.
final class Writer: Sendable {
    private struct Queue {
        var waiting = WaitingList<PendingTransaction>()
        var isDraining = false
        var isClosed = false
        var statistics = Database.Statistics()
    }

    private struct Tools {
        let session: Session
        let connection: any SQLEmbeddedConnection
    }

    private let queue = Mutex(Queue())
    /// Taken by the writer's thread alone; a lock because the compiler cannot know that.
    private let tools: Mutex<Tools>
    private let thread = WorkerThread()
    private let groupLimit: Int
    private let queueLimit: Int
    private let driver: any SQLEmbeddedDriver
    private let readers: Readers
    private let groups: Histogram
    private let log: Log

    init(
        _ driver: any SQLEmbeddedDriver, readers: Readers, ids: IDGenerator, queueLimit: Int, groups: Histogram,
        log: Log
    ) throws(SQLError) {
        self.driver = driver
        self.readers = readers
        let connection = try driver.connect(.writer, isHurried: false)
        tools = Mutex(Tools(session: Session(connection, ids: ids, log: log), connection: connection))
        groupLimit = driver.groupLimit
        self.queueLimit = queueLimit
        self.groups = groups
        self.log = log
    }

    var statistics: Database.Statistics {
        queue.withLock { queue in
            var statistics = queue.statistics
            statistics.waiting = queue.waiting.count
            statistics.snapshots = driver.snapshots
            return statistics
        }
    }

    func run<T: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) async throws(DomainError) -> T {
        let context = LogContext.current
        let result = await withCheckedContinuation { continuation in
            submit(PendingTransaction(.writer, body, context: context) { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    private func submit(_ write: PendingTransaction) {
        enum Step { case wait, start, refuse }
        let step: Step = queue.withLock { queue in
            guard !queue.isClosed, queue.waiting.count < queueLimit else {
                queue.statistics.failed += 1
                return .refuse
            }
            queue.waiting.append(write)
            if queue.isDraining { return .wait }
            queue.isDraining = true
            return .start
        }
        switch step {
        case .wait: break
        case .start: thread.async { self.drain() }
        case .refuse: write.refuse(.storeUnavailable)
        }
    }

    func exclusively<T: Sendable, E: Error>(
        _ body: @escaping @Sendable (any SQLConnection) throws(E) -> T
    ) async throws(E) -> T {
        try await OffLoop.run(on: thread) { () throws(E) in
            try self.tools.withLock { (tools) throws(E) in try body(tools.session.connection) }
        }
    }

    func close() async {
        queue.withLock { $0.isClosed = true }
        // The thread takes up its work in order, so what waited before is done by then.
        await OffLoop.run(on: thread) {
            self.readers.close()
            self.tools.withLock { $0.connection.close() }
        }
    }

    private func drain() {
        while let group = nextGroup() {
            commit(group)
            maintain()
        }
    }

    private func maintain() {
        guard tools.withLock({ $0.connection.isMaintenanceDue }) else { return }
        readers.release()
        tools.withLock { tools in
            do throws(SQLError) { try tools.connection.maintain() } catch { log.failed(error) }
        }
        // A loop that has read meanwhile and now waits for a write would keep the log from beginning anew.
        readers.release()
    }

    private func nextGroup() -> ArraySlice<PendingTransaction>? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else {
                queue.isDraining = false
                return nil
            }
            return queue.waiting.popFirst(groupLimit)[...]
        }
    }

    /// Runs the writes and tells their callers. A severe error ends a transaction early; the writes that had not
    /// begun then get a transaction of their own.
    private func commit(_ group: ArraySlice<PendingTransaction>) {
        var rest = group
        while !rest.isEmpty {
            let result = tools.withLock { WriteGroup($0.session, $0.connection, log).run(rest) }
            count(result, of: rest.count)
            for outcome in result.outcomes { outcome.report(result.failure) }
            guard !result.outcomes.isEmpty else {
                for write in rest { write.refuse(result.failure ?? .storeUnavailable) }
                return
            }
            rest = rest.dropFirst(result.outcomes.count)
        }
    }

    private func count(_ result: WriteGroup.Result, of attempted: Int) {
        let succeeded = result.outcomes.count(where: \.isSuccess)
        if result.failure == nil, succeeded > 0 { groups.observe(succeeded) }
        queue.withLock { queue in
            if result.outcomes.isEmpty { queue.statistics.failed += attempted }
            queue.statistics.refused += result.outcomes.count - succeeded
            if result.failure != nil {
                queue.statistics.failed += succeeded
            } else if succeeded > 0 {
                queue.statistics.commits += 1
                queue.statistics.committed += succeeded
            }
        }
    }
}
