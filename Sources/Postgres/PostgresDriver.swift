internal import CPostgres
package import SQL

/// PostgreSQL, and what speaks its protocol, over libpq.
///
/// This module owns everything that speaks to libpq. It knows no table but that of the migrations, which every store has.
package struct PostgresDriver: SQLServerDriver {
    private let url: String
    private let settings: PostgresSettings

    /// - Parameter url: a connection URI as libpq defines it, with all of its settings: several hosts,
    ///   `target_session_attrs`, TLS, time limits.
    package init(url: String, settings: PostgresSettings = PostgresSettings()) {
        self.url = url
        self.settings = settings
    }

    package var access: SQLAccess { .server(self) }

    package var connectionLimit: Int { settings.connectionLimit }

    package var connectionLifetime: Duration { settings.connectionLifetime }

    package func connect() throws(SQLError) -> sending any SQLServerConnection {
        try PostgresConnection(url: url, settings: settings)
    }

    package func backup(to path: String) throws(SQLError) {
        throw SQLError(.misuse, "PostgreSQL has tools of its own for backups: use pg_dump, or a base backup with WAL")
    }

    /// The server guards its own pages (data checksums); what can be wrong here is what it was told not to check.
    package func integrityCheck() throws(SQLError) -> [String] {
        let connection = try PostgresConnection(url: url, settings: settings)
        let cursor = try connection.open(
            """
            SELECT c.relname || ': the index is not valid' AS finding
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE NOT i.indisvalid AND c.relnamespace = CAST(current_schema() AS regnamespace)
            UNION ALL
            SELECT conname || ': the constraint was never verified'
            FROM pg_constraint
            WHERE NOT convalidated AND connamespace = CAST(current_schema() AS regnamespace)
            """, [])
        var findings: [String] = []
        while try cursor.next() {
            if let finding = try cursor.text("finding") { findings.append(finding) }
        }
        return findings
    }

    /// Whether libpq understands the URI. Why not is not told: its reason can show a part of the password.
    package static func understands(url: String) -> Bool {
        let options = unsafe PQconninfoParse(url, nil)
        defer { unsafe PQconninfoFree(options) }
        return unsafe options != nil
    }
}
