package import Model
package import Platform
package import SQL

/// The store: consistent reads, durable writes.
///
/// This module owns every SQL statement and the migrations. It knows neither wires nor engines.
package final class Database: Sendable {
    private let driver: any SQLDriver
    private let engine: Engine
    package let timings = DatabaseTimings()

    /// Opens the store, and makes it when it does not exist. Its tables come from ``migrate(_:at:)``.
    /// - Parameters:
    ///   - ids: gives audit events their identifiers.
    ///   - queueLimit: how many writes may wait; one more is refused with `.unavailable`.
    /// - Throws: ``SQLError``, whose message is for the operator.
    package init(
        _ driver: any SQLDriver, ids: IDGenerator, log: Log, queueLimit: Int = 4096
    ) throws(SQLError) {
        self.driver = driver
        switch driver.access {
        case .embedded(let driver):
            let readers = Readers(driver, ids: ids, log: log)
            engine = .embedded(
                try Writer(
                    driver, readers: readers, ids: ids, queueLimit: queueLimit, groups: timings.groups, log: log),
                readers)
        case .server(let driver):
            engine = .server(try Pool(driver, ids: ids, queueLimit: queueLimit, log: log))
        }
    }

    /// Runs statements that only read. All of them see the same state, which includes every change whose `write` has
    /// returned. On an embedded engine the body runs at once on the calling thread.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) async throws(DomainError) -> T {
        let watch = Stopwatch()
        defer { timings.reads.observe(watch.nanoseconds) }
        return switch engine {
        case .embedded(_, let readers): try readers.read(body)
        case .server(let pool): try await pool.run(.reader, body)
        }
    }

    /// Asks questions that need no common state. Each answer includes every change whose `write` has returned.
    package func read<Value: Sendable>(_ query: Query<Value>) async throws(DomainError) -> Value {
        let watch = Stopwatch()
        defer { timings.reads.observe(watch.nanoseconds) }
        return switch engine {
        case .embedded(_, let readers):
            try readers.read { (tx) throws(DomainError) in try query.answer(tx.session) }
        case .server(let pool):
            try await pool.read(query)
        }
    }

    /// Runs statements that change something: all of them or, when the body throws, none.
    ///
    /// Returns when the changes are durable. The result is as if bodies ran one after another, so a body sees everything
    /// that was written before it. It must be short, and may run more than once: on a server it runs again when it met
    /// a concurrent one. Cancellation does not recall a write. `.storeUnavailable` can mean that the connection was
    /// lost while the server committed; then whether the change is stored is not known.
    @discardableResult
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) async throws(DomainError) -> T {
        let watch = Stopwatch()
        defer { timings.writes.observe(watch.nanoseconds) }
        return switch engine {
        case .embedded(let writer, _): try await writer.run(body)
        case .server(let pool): try await pool.run(.writer, body)
        }
    }

    /// Numbers since the start, for metrics.
    package var statistics: Statistics {
        switch engine {
        case .embedded(let writer, _): writer.statistics
        case .server(let pool): pool.statistics
        }
    }

    /// Finishes the writes that wait, refuses new ones, and closes all connections.
    package func close() async {
        switch engine {
        case .embedded(let writer, _): await writer.close()
        case .server(let pool): await pool.close()
        }
    }

    /// Writes a consistent copy of the store, which stays in use, to a file that must not exist.
    package func backup(to path: String) async throws(SQLError) {
        let driver = driver
        try await OffLoop.run { () throws(SQLError) in try driver.backup(to: path) }
    }

    /// Verifies the whole store. Returns what is wrong; empty when all is well. Takes long on a large store.
    package func integrityCheck() async throws(SQLError) -> [String] {
        let driver = driver
        return try await OffLoop.run { () throws(SQLError) in try driver.integrityCheck() }
    }

    /// Runs something with a connection to itself, outside of any transaction.
    func exclusively<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(MigrationError) -> T
    ) async throws(MigrationError) -> T {
        switch engine {
        case .embedded(let writer, _): try await writer.exclusively(body)
        case .server(let pool): try await pool.exclusively(body) { .store($0) }
        }
    }
}

/// How transactions reach the engine.
private enum Engine: Sendable {
    case embedded(Writer, Readers)
    case server(Pool)
}

extension Database {
    package struct Statistics: Sendable, Equatable {
        /// Durable commits.
        package var commits = 0
        /// Writes that were part of them.
        package var committed = 0
        /// Writes whose body threw.
        package var refused = 0
        /// Writes that the store failed.
        package var failed = 0
        /// Writes that lost against a concurrent one and were run again.
        package var retries = 0
        /// States that readers of an embedded engine began to see.
        package var snapshots = 0
        /// Work that waits now.
        package var waiting = 0
        /// Connections to the server; 0 for an embedded engine.
        package var connections = 0
        /// Those that work, or are about to.
        package var connectionsInUse = 0

        package init(commits: Int = 0, committed: Int = 0, refused: Int = 0, failed: Int = 0, waiting: Int = 0) {
            self.commits = commits
            self.committed = committed
            self.refused = refused
            self.failed = failed
            self.waiting = waiting
        }
    }
}
