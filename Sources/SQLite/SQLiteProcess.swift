internal import CSQLite

/// What holds for the engine as a whole.
enum SQLiteProcess {
    /// Set up before the first connection, once.
    static let isReady: Bool = {
        // Counting the memory in use takes a lock that all threads share, several times per statement.
        alcazar_sqlite_disable_memory_statistics() == SQLITE_OK
    }()
}
