/// The driver seam: what an engine must offer so that the storage module runs on it.
///
/// This module owns the vocabulary between storage and drivers. It knows no engine and no table.
package protocol SQLDriver: Sendable {
    /// How many write transactions may share one commit.
    var groupLimit: Int { get }

    /// Opens a connection. The first one must be a writer: it creates the store if there is none.
    func connect(_ role: SQLRole) throws(SQLError) -> sending any SQLConnection

    /// Writes a consistent copy of the store, which may be in use, to a new file.
    /// An existing file is refused with `.constraint(.unique)`.
    func backup(to path: String) throws(SQLError)

    /// Verifies the whole store. Returns what is wrong; empty when all is well.
    func integrityCheck() throws(SQLError) -> [String]
}

package enum SQLRole: Sendable {
    case reader, writer
}

/// One connection, used by one thread at a time.
package protocol SQLConnection: AnyObject {
    /// Binds the values to `$1`, `$2`, … and starts the statement. The cursor must be closed before the next use of
    /// the connection's `commit` or `rollback`.
    func open(_ sql: SQLText, _ values: [SQLValue]) throws(SQLError) -> any SQLCursor

    /// Where answers of the statement may be kept, after `begin`; `nil` when the connection cannot promise that the
    /// state it sees stays the same, and for statements that it does not keep prepared.
    func memo(_ sql: SQLText) throws(SQLError) -> SQLMemo?

    /// Runs the statements of a migration. One that ends the transaction is refused.
    func run(script: String) throws(SQLError)

    /// A writer is alone until `commit` or `rollback`. A reader sees one unchanging state, with every change that is
    /// committed by now, until it begins again or rolls back.
    func begin() throws(SQLError)
    /// Returns when the changes are durable.
    func commit() throws(SQLError)
    /// Ends the transaction, if there still is one. Cannot fail: whatever happens, nothing of it stays.
    func rollback()
    /// Whether `begin` is in effect. A severe error can end a transaction early.
    var isInTransaction: Bool { get }

    /// Marks a point in the transaction. There is at most one.
    func savepoint() throws(SQLError)
    /// Keeps what was done since the mark and forgets the mark.
    func releaseSavepoint() throws(SQLError)
    /// Undoes what was done since the mark and forgets the mark.
    func rollbackToSavepoint() throws(SQLError)

    /// Whether ``maintain()`` should be called soon.
    var isMaintenanceDue: Bool { get }
    /// House-keeping of the writer, called between transactions after the idle readers have rolled back.
    func maintain() throws(SQLError)
    /// Called once, at the end.
    func close()
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
