internal import CSQLite
internal import SQL

/// An open database connection: owned once, closed at the end of its scope.
@safe struct SQLiteHandle: ~Copyable {
    let pointer: OpaquePointer

    /// - Parameter flags: of `sqlite3_open_v2`. The connection takes no lock of its own, because its owner lets one
    ///   thread at a time use it.
    init(path: String, flags: Int32) throws(SQLError) {
        guard SQLiteProcess.isReady else { throw SQLError(.misuse, "SQLite was in use before it was set up") }
        var pointer: OpaquePointer?
        let all = flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let status = unsafe sqlite3_open_v2(path, &pointer, all, nil)
        guard status == SQLITE_OK, let opened = unsafe pointer else {
            // Even a connection that could not be opened must be closed.
            unsafe sqlite3_close_v2(pointer)
            throw SQLError(SQLError.Kind(sqlite: status), "\(path): \(Self.meaning(of: status))")
        }
        unsafe self.pointer = opened
    }

    deinit { unsafe sqlite3_close_v2(pointer) }

    /// Runs statements that return nothing of interest.
    borrowing func run(_ script: String) throws(SQLError) {
        let status = unsafe sqlite3_exec(pointer, script, nil, nil, nil)
        guard status == SQLITE_OK else { throw error(status, statement: script) }
    }

    borrowing func configure(_ option: Int32, _ value: Bool) throws(SQLError) {
        let status = unsafe alcazar_sqlite_configure(pointer, option, value ? 1 : 0)
        guard status == SQLITE_OK else { throw error(status) }
    }

    /// Whether statements may begin or end a transaction. A script that does would undo the caller's protection.
    borrowing func denyTransactionControl(_ isDenied: Bool) {
        guard isDenied else {
            unsafe sqlite3_set_authorizer(pointer, nil, nil)
            return
        }
        unsafe sqlite3_set_authorizer(
            pointer, { _, action, _, _, _, _ in action == SQLITE_TRANSACTION ? SQLITE_DENY : SQLITE_OK }, nil)
    }

    borrowing func error(_ status: Int32, statement: String = "") -> SQLError {
        unsafe SQLError(status, connection: pointer, statement: statement)
    }

    static func meaning(of status: Int32) -> String {
        guard let text = unsafe sqlite3_errstr(status) else { return "error \(status)" }
        return unsafe String(cString: text)
    }
}
