package enum SQLRole: Sendable {
    case reader, writer
}

/// One connection, used by one thread at a time.
///
/// Text columns are compared and ordered by the bytes of their UTF-8, and `lower` changes ASCII letters of theirs only, on
/// every engine. So a range of texts can stand for all texts that begin alike, which an index finds. What an engine makes
/// of a value that does not come from a column is its own affair.
package protocol SQLConnection: AnyObject {
    /// Binds the values to `$1`, `$2`, … and starts the statement. The cursor must be closed before the next use of
    /// the connection's `commit` or `rollback`.
    func open(_ sql: SQLText, _ values: [SQLValue]) throws(SQLError) -> any SQLCursor

    /// Where answers of the statement may be kept, after `begin`; `nil` when the connection cannot promise that the
    /// state it sees stays the same, and for statements that it does not keep prepared.
    func memo(_ sql: SQLText) throws(SQLError) -> SQLMemo?

    /// Runs the statements of a migration. One that ends the transaction is refused.
    func run(script: String) throws(SQLError)

    /// Begins a transaction. A reader sees one unchanging state, with every change that was committed before. Writers
    /// behave as if they ran one after another: where they would not, one fails with `.serialization`.
    func begin(_ role: SQLRole) throws(SQLError)
    /// Begins a transaction that changes the schema, after every other one of that kind has ended, in any process.
    func beginMigration() throws(SQLError)
    /// Returns when the changes are durable.
    func commit() throws(SQLError)
    /// Ends the transaction, if there still is one. Cannot fail: whatever happens, nothing of it stays.
    func rollback()

    /// Called once, at the end.
    func close()
}

/// A connection to an engine in this process, which has one writer.
package protocol SQLEmbeddedConnection: SQLConnection {
    /// Whether a transaction is open. A severe error can end one early.
    var isInTransaction: Bool { get }

    /// How many rows were changed since the connection was opened, also those whose change was undone.
    var changes: Int64 { get }

    /// Marks a point in the transaction. There is at most one.
    func savepoint() throws(SQLError)
    /// Keeps what was done since the mark and forgets the mark.
    func releaseSavepoint() throws(SQLError)
    /// Undoes what was done since the mark and forgets the mark.
    func rollbackToSavepoint() throws(SQLError)

    /// Whether ``maintain()`` should be called soon.
    var isMaintenanceDue: Bool { get }
    /// House-keeping of the writer, called between transactions. Idle readers have rolled back before, and do so again
    /// afterwards.
    func maintain() throws(SQLError)
}

/// A connection to a server.
package protocol SQLServerConnection: SQLConnection {
    /// Whether the connection worked when it was used last. Once it does not, it never will again.
    var isUsable: Bool { get }
    /// Whether it still does, after a rest, as far as can be known without asking the server.
    var isAlive: Bool { get }

    /// Begins a writer's transaction while no other writer of the store has one, in any process. It cannot lose against
    /// another, and all others wait for it.
    func beginAlone() throws(SQLError)

    /// Sends all batches before it waits for the first answer. Each batch stands for itself: the error of one leaves
    /// the others alone. Outside of transactions, and only for statements that read.
    /// - Parameter receive: gets the number of a batch and what became of it, in order.
    func pipeline(
        _ batches: [[SQLStatement]], _ receive: (Int, Result<[any SQLCursor], SQLError>) -> Void)
}

/// A statement with its values.
package struct SQLStatement: Sendable {
    package let sql: SQLText
    package let values: [SQLValue]

    package init(_ sql: SQLText, _ values: [SQLValue]) {
        self.sql = sql
        self.values = values
    }
}

/// The rows of one running statement; the column functions speak of the current row.
package protocol SQLCursor: AnyObject {
    /// Moves to the next row. `false` when there is none.
    func next() throws(SQLError) -> Bool
    /// Runs the statement to its end. Returns the number of changed rows.
    func finish() throws(SQLError) -> Int
    /// Gives the statement back, whatever its state. May be called twice.
    func close()

    func text(_ column: StaticString) throws(SQLError) -> String?
    func integer(_ column: StaticString) throws(SQLError) -> Int64?
    func boolean(_ column: StaticString) throws(SQLError) -> Bool?
    func blob(_ column: StaticString) throws(SQLError) -> [UInt8]?
}

extension SQLConnection {
    package func memo(_ sql: SQLText) throws(SQLError) -> SQLMemo? { nil }
}
