internal import CSQLite
internal import SQL

extension SQLError {
    /// - Parameter connection: where the call just failed; its message names tables and columns, never values.
    init(_ status: Int32, connection: OpaquePointer?, statement: String) {
        let text = unsafe sqlite3_errmsg(connection)
        let detail =
            if let text = unsafe text { unsafe String(cString: text) } else { SQLiteHandle.meaning(of: status) }
        self.init(Kind(sqlite: status), "\(detail) (\(status))", statement: statement)
    }
}

extension SQLError.Kind {
    /// - Parameter status: a primary or an extended result code.
    init(sqlite status: Int32) {
        self =
            switch status & 0xFF {
            case SQLITE_CONSTRAINT: .constraint(.init(sqlite: status))
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_INTERRUPT: .timeout
            case SQLITE_FULL: .full
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOMEM, SQLITE_NOLFS, SQLITE_PROTOCOL:
                .unavailable
            // The plain code is a reader that writes; the extended ones tell of the file.
            case SQLITE_READONLY: status == SQLITE_READONLY ? .misuse : .unavailable
            default: .misuse
            }
    }
}

extension SQLError.Constraint {
    /// The names of the extended codes are macros with arithmetic, which Swift does not import.
    fileprivate init(sqlite status: Int32) {
        self =
            switch status >> 8 {
            case 3: .foreignKey
            case 5: .notNull
            case 6, 8, 10: .unique
            default: .check
            }
    }
}
