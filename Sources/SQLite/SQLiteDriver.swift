internal import CSQLite
package import SQL

/// The embedded engine: one file, one writer, many readers.
///
/// This module owns everything that speaks to SQLite. It knows no table.
package struct SQLiteDriver: SQLEmbeddedDriver {
    private let path: String
    private let settings: SQLiteSettings
    private let commits = SQLiteCommitCounter()

    /// - Parameter path: of the database file. It is made, readable by its owner only, when it does not exist;
    ///   its directory must exist.
    package init(path: String, settings: SQLiteSettings = SQLiteSettings()) {
        self.path = path
        self.settings = settings
    }

    package var access: SQLAccess { .embedded(self) }

    package var groupLimit: Int { 256 }

    package var snapshots: Int { commits.snapshots }

    package func connect(
        _ role: SQLRole, isHurried: Bool
    ) throws(SQLError) -> sending any SQLEmbeddedConnection {
        if role == .writer { try StoreFile.create(path, mustBeNew: false) }
        return try SQLiteConnection(path: path, role: role, isHurried: isHurried, settings: settings, commits: commits)
    }

    package func backup(to destination: String) throws(SQLError) {
        let partial = "\(destination).partial"
        try StoreFile.refuseExisting(destination)
        try StoreFile.create(partial, mustBeNew: true)
        do throws(SQLError) {
            try copy(to: partial)
            try StoreFile.publish(partial, as: destination)
        } catch {
            StoreFile.remove(partial)
            throw error
        }
    }

    package func integrityCheck() throws(SQLError) -> [String] {
        let handle = try SQLiteHandle(path: path, flags: SQLITE_OPEN_READONLY)
        unsafe sqlite3_busy_timeout(handle.pointer, settings.busyMilliseconds)
        do throws(SQLError) {
            let findings = try firstColumn(of: "PRAGMA integrity_check", handle).filter { $0 != "ok" }
            let orphans = try firstColumn(of: "PRAGMA foreign_key_check", handle)
            return findings + orphans.map { "\($0): a reference to a row that does not exist" }
        } catch {
            // Damage can be such that the check itself cannot go on.
            guard error.kind == .corrupt else { throw error }
            return [error.message]
        }
    }

    private func firstColumn(of sql: String, _ handle: borrowing SQLiteHandle) throws(SQLError) -> [String] {
        let statement = try SQLiteStatement(sql, on: handle, isReused: false)
        var values: [String] = []
        while try statement.step() { values.append(statement.string(0)) }
        return values
    }

    /// One step copies all pages under one read transaction, so writers go on and the copy is of one moment.
    private func copy(to partial: String) throws(SQLError) {
        let source = try SQLiteHandle(path: path, flags: SQLITE_OPEN_READONLY)
        let target = try SQLiteHandle(path: partial, flags: SQLITE_OPEN_READWRITE)
        unsafe sqlite3_busy_timeout(source.pointer, settings.busyMilliseconds)
        guard let backup = unsafe sqlite3_backup_init(target.pointer, "main", source.pointer, "main") else {
            throw target.error(unsafe sqlite3_errcode(target.pointer))
        }
        let status = unsafe sqlite3_backup_step(backup, -1)
        let end = unsafe sqlite3_backup_finish(backup)
        guard status == SQLITE_DONE, end == SQLITE_OK else { throw target.error(end == SQLITE_OK ? status : end) }
    }
}
