internal import CSQLite
internal import SQL

/// A connection with its prepared statements. Readers cannot write.
final class SQLiteConnection: SQLEmbeddedConnection {
    /// Above this many composed statements all of them are prepared anew.
    private static let composedLimit = 256

    private let handle: SQLiteHandle
    private let role: SQLRole
    private let log: SQLiteWriteAheadLog?
    private let limit: SQLiteReadLimit?
    private let commits: SQLiteCommitCounter
    /// Of the transaction that a reader keeps open.
    private var snapshot: SQLiteSnapshot?
    /// How many snapshots there were: the number of the one that is seen now.
    private var snapshots = 0
    /// By the address of the literal.
    private var literals: [UInt: SQLiteCursor] = [:]
    private var composed: [String: SQLiteCursor] = [:]

    init(
        path: String, role: SQLRole, isHurried: Bool, settings: SQLiteSettings, commits: SQLiteCommitCounter
    ) throws(SQLError) {
        let flags = role == .writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        let handle = try SQLiteHandle(path: path, flags: flags)
        try settings.apply(to: handle, role: role)
        try handle.addFunctions()
        log = role == .writer ? SQLiteWriteAheadLog(handle, settings: settings) : nil
        limit = isHurried ? SQLiteReadLimit(handle, milliseconds: settings.readMilliseconds) : nil
        self.role = role
        self.commits = commits
        self.handle = handle
    }

    func open(_ sql: SQLText, _ values: [SQLValue]) throws(SQLError) -> any SQLCursor {
        let cursor = try cursor(sql)
        try cursor.start(values)
        return cursor
    }

    func memo(_ sql: SQLText) throws(SQLError) -> SQLMemo? {
        guard snapshot != nil, case .literal = sql else { return nil }
        let cursor = try cursor(sql)
        guard cursor.isReadOnly else { return nil }
        cursor.memo.enter(state: snapshots)
        return cursor.memo
    }

    func run(script: String) throws(SQLError) {
        handle.denyTransactionControl(true)
        defer { handle.denyTransactionControl(false) }
        try handle.run(script)
    }

    /// - Parameter role: that of the connection.
    func begin(_: SQLRole) throws(SQLError) {
        switch role {
        case .writer:
            try control("BEGIN IMMEDIATE")
        case .reader:
            defer { limit?.begin() }
            if let snapshot, snapshot.isNewest(commits) { return }
            rollback()
            let next = SQLiteSnapshot(commits)
            try control("BEGIN")
            snapshot = next
            snapshots += 1
            commits.countSnapshot()
        }
    }

    /// A writer is alone anyway.
    func beginMigration() throws(SQLError) { try begin(.writer) }

    func commit() throws(SQLError) {
        try control("COMMIT")
        commits.increment()
    }

    func rollback() {
        limit?.end()
        snapshot = nil
        guard isInTransaction else { return }
        // A failed rollback means that SQLite has rolled back already.
        try? control("ROLLBACK")
    }

    var isInTransaction: Bool {
        unsafe sqlite3_get_autocommit(handle.pointer) == 0
    }

    var changes: Int64 {
        unsafe sqlite3_total_changes64(handle.pointer)
    }

    func savepoint() throws(SQLError) { try control("SAVEPOINT change") }

    func releaseSavepoint() throws(SQLError) { try control("RELEASE change") }

    func rollbackToSavepoint() throws(SQLError) {
        try control("ROLLBACK TO change")
        try control("RELEASE change")
    }

    var isMaintenanceDue: Bool { log?.isCheckpointDue ?? false }

    func maintain() throws(SQLError) {
        try log?.checkpoint(handle)
    }

    func close() {
        rollback()
        literals = [:]
        composed = [:]
        // Should it fail, the next start reads the log: nothing is lost.
        try? log?.truncate(handle)
    }

    private func control(_ sql: StaticString) throws(SQLError) {
        let cursor = try cursor(.literal(sql))
        try cursor.start([])
        defer { cursor.close() }
        _ = try cursor.next()
    }

    /// The statement of the cache, or one for this use alone while that one is running.
    private func cursor(_ sql: SQLText) throws(SQLError) -> SQLiteCursor {
        switch sql {
        case .literal(let text) where text.hasPointerRepresentation:
            let key = unsafe UInt(bitPattern: text.utf8Start)
            if let cursor = literals[key] {
                return cursor.isIdle ? cursor : try prepare(text.description, isReused: false)
            }
            let cursor = try prepare(text.description, isReused: true)
            literals[key] = cursor
            return cursor
        case .literal, .composed:
            let text = sql.description
            if let cursor = composed[text] {
                return cursor.isIdle ? cursor : try prepare(text, isReused: false)
            }
            if composed.count >= Self.composedLimit { composed = [:] }
            let cursor = try prepare(text, isReused: true)
            composed[text] = cursor
            return cursor
        }
    }

    private func prepare(_ text: String, isReused: Bool) throws(SQLError) -> SQLiteCursor {
        SQLiteCursor(try SQLiteStatement(text, on: handle, isReused: isReused))
    }
}
