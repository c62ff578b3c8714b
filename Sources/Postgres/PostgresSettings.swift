/// How connections are set up. The defaults suit a server.
package struct PostgresSettings: Sendable {
    package var connectionLimit = 10
    package var connectionLifetime = Duration.seconds(30 * 60)
    /// How long a statement may run, and how long it may wait for a lock.
    package var statementMilliseconds: Int32 = 10_000
    package var lockMilliseconds: Int32 = 5000
    /// What the server gets beyond its own time limits.
    package var graceMilliseconds: Int32 = 5000
    /// How long a migration may wait for one of another process.
    package var migrationMilliseconds: Int32 = 300_000

    package init() {}

    /// After this long without a word from the server the connection counts as lost. Later than the server's own time
    /// limits, which keep the connection.
    var answerMilliseconds: Int32 { statementMilliseconds + graceMilliseconds }

    /// What the URI may overrule: how soon an address that does not answer is given up, and a peer that vanished is
    /// noticed.
    var defaults: [(String, String)] {
        [
            ("connect_timeout", "5"), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "20000"), ("fallback_application_name", "alcazar"),
        ]
    }

    /// What the URI cannot overrule.
    var requirements: [(String, String)] { [("client_encoding", "UTF8")] }

    /// Parameters of the session. What stands outside of a transaction only reads; a transaction says what it is. No
    /// statement here runs long enough to be worth compiling, and compiling one with hundreds of conditions takes seconds.
    var session: [(String, String)] {
        [
            ("statement_timeout", "\(statementMilliseconds)"), ("lock_timeout", "\(lockMilliseconds)"),
            ("idle_in_transaction_session_timeout", "60000"), ("default_transaction_read_only", "on"),
            ("default_transaction_isolation", "read committed"), ("jit", "off"),
        ]
    }
}
