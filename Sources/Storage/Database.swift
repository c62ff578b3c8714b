package import Model
package import Platform
package import SQL

/// The store: consistent reads on the calling thread, durable writes on the writer's.
///
/// This module owns every SQL statement and the migrations. It knows neither wires nor engines.
package final class Database: Sendable {
    private let driver: any SQLDriver
    private let writer: Writer
    private let readers: Readers

    /// Opens the store, and makes it when it does not exist. Its tables come from ``migrate(_:at:)``.
    /// - Parameters:
    ///   - ids: gives audit events their identifiers.
    ///   - queueLimit: how many writes may wait; one more is refused with `.unavailable`.
    /// - Throws: ``SQLError``, whose message is for the operator.
    package init(
        _ driver: any SQLDriver, ids: IDGenerator, log: Log, queueLimit: Int = 4096
    ) throws(SQLError) {
        self.driver = driver
        readers = Readers(driver, ids: ids, log: log)
        writer = Writer(
            Session(try driver.connect(.writer), ids: ids, log: log), readers: readers,
            groupLimit: driver.groupLimit, queueLimit: queueLimit, log: log)
    }

    /// Runs statements that only read. All of them see the same state, which includes every change whose `write` has
    /// returned. The body runs at once on the calling thread.
    package func read<T: Sendable>(
        _ body: @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) async throws(DomainError) -> T {
        try readers.read(body)
    }

    /// Asks questions that need no common state. Each answer includes every change whose `write` has returned.
    package func read<Value: Sendable>(_ query: Query<Value>) async throws(DomainError) -> Value {
        try readers.read { (tx) throws(DomainError) in try query.answer(tx.session) }
    }

    /// Runs statements that change something: all of them or, when the body throws, none.
    ///
    /// Returns when the changes are durable. Bodies run one after another, several under one commit, so a body sees
    /// everything that was written before it, and must be short. Cancellation does not recall a write.
    @discardableResult
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> T
    ) async throws(DomainError) -> T {
        let context = LogContext.current
        let result = await withCheckedContinuation { continuation in
            writer.submit(PendingWrite(body, context: context) { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    /// Numbers since the start, for metrics.
    package var statistics: Statistics { writer.statistics }

    /// Finishes the writes that wait, refuses new ones, and closes all connections.
    package func close() async {
        await writer.close()
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

    /// Runs something with the writer's connection to itself, outside of any transaction.
    func exclusively<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(MigrationError) -> T
    ) async throws(MigrationError) -> T {
        try await writer.exclusively(body)
    }
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
        /// Writes that wait now.
        package var waiting = 0

        package init(commits: Int = 0, committed: Int = 0, refused: Int = 0, failed: Int = 0, waiting: Int = 0) {
            self.commits = commits
            self.committed = committed
            self.refused = refused
            self.failed = failed
            self.waiting = waiting
        }
    }
}
