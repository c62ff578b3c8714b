internal import CSQLite
internal import SQL

/// Keeps the write-ahead log short: the writer asks after each group, when its callers have their answer already.
@safe final class SQLiteWriteAheadLog {
    /// Pages in the log after the last commit. On the heap, because SQLite writes it from its hook.
    private let pages: UnsafeMutablePointer<Int32>
    private let softLimit: Int32
    private let hardLimit: Int32

    init(_ handle: borrowing SQLiteHandle, settings: SQLiteSettings) {
        unsafe pages = .allocate(capacity: 1)
        unsafe pages.initialize(to: 0)
        softLimit = settings.checkpointPages
        hardLimit = settings.checkpointPages * 16
        unsafe sqlite3_wal_hook(
            handle.pointer,
            { context, _, _, count in
                unsafe context?.assumingMemoryBound(to: Int32.self).pointee = count
                return SQLITE_OK
            }, pages)
    }

    /// The hook is called by `COMMIT` alone, and the connection that commits owns this object.
    deinit { unsafe pages.deallocate() }

    var isCheckpointDue: Bool {
        unsafe pages.pointee >= softLimit
    }

    /// Copies the log into the store. Readers that hold on to an old state let the log grow; beyond the hard limit
    /// the checkpoint waits for them. Who begins to read once all is copied does not need the log, and is not waited for.
    func checkpoint(_ handle: borrowing SQLiteHandle) throws(SQLError) {
        try checkpoint(handle, SQLITE_CHECKPOINT_PASSIVE)
        if unsafe pages.pointee >= hardLimit { try checkpoint(handle, SQLITE_CHECKPOINT_RESTART) }
    }

    func truncate(_ handle: borrowing SQLiteHandle) throws(SQLError) {
        try checkpoint(handle, SQLITE_CHECKPOINT_TRUNCATE)
    }

    private func checkpoint(_ handle: borrowing SQLiteHandle, _ mode: Int32) throws(SQLError) {
        let status = unsafe sqlite3_wal_checkpoint_v2(handle.pointer, nil, mode, nil, nil)
        // Busy: a reader was in the way; the next commit tries again.
        guard status == SQLITE_OK || status & 0xFF == SQLITE_BUSY else { throw handle.error(status) }
    }
}
