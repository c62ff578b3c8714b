internal import CSQLite
internal import SQL

/// How connections are set up. The defaults suit a server.
package struct SQLiteSettings: Sendable {
    /// How long to wait for another process that writes.
    package var busyMilliseconds: Int32 = 5000
    /// How long a transaction of a reader in a hurry may take.
    package var readMilliseconds = 1000
    /// How much of the file a reader maps into memory, in bytes.
    package var mappedBytes = 268_435_456
    /// The page cache of a reader, in KiB. The writer has the double.
    package var cacheKiB = 8192
    /// The length of the write-ahead log, in pages, that makes the writer copy it into the store. While it does, all who
    /// write wait for the disk; pages that change again and again are copied once.
    package var checkpointPages: Int32 = 4000

    package init() {}

    func apply(to handle: borrowing SQLiteHandle, role: SQLRole) throws(SQLError) {
        unsafe sqlite3_busy_timeout(handle.pointer, busyMilliseconds)
        for (option, value) in Self.options {
            try handle.configure(option, value)
        }
        if role == .writer { try switchToWriteAheadLog(handle) }
        try handle.run(
            """
            PRAGMA synchronous = FULL;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(role == .writer ? cacheKiB * 2 : cacheKiB);
            PRAGMA mmap_size = \(role == .writer ? 0 : mappedBytes);
            """)
        if role == .writer {
            try handle.run("PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;")
        }
    }

    private static var options: [(Int32, Bool)] {
        [
            (SQLITE_DBCONFIG_ENABLE_FKEY, true), (SQLITE_DBCONFIG_DEFENSIVE, true),
            (SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            // A plan follows from the text alone. Else a limit that is bound has its statement prepared for each run.
            (SQLITE_DBCONFIG_ENABLE_QPSG, true),
            // A misspelt column is an error, not a text.
            (SQLITE_DBCONFIG_DQS_DML, false), (SQLITE_DBCONFIG_DQS_DDL, false),
        ]
    }

    /// A new store needs an exclusive lock for this, which SQLite does not wait for when two processes start at once.
    private func switchToWriteAheadLog(_ handle: borrowing SQLiteHandle) throws(SQLError) {
        var waited: Int32 = 0
        while true {
            do throws(SQLError) {
                return try requestWriteAheadLog(handle)
            } catch {
                guard error.kind == .busy, waited < busyMilliseconds else { throw error }
                sqlite3_sleep(10)
                waited += 10
            }
        }
    }

    private func requestWriteAheadLog(_ handle: borrowing SQLiteHandle) throws(SQLError) {
        let statement = try SQLiteStatement("PRAGMA journal_mode = WAL", on: handle, isReused: false)
        guard try statement.step(), statement.string(0) == "wal" else {
            throw SQLError(.unavailable, "the file system does not support a write-ahead log")
        }
    }
}
