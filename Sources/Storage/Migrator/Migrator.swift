internal import Platform
internal import SQL

/// Brings a schema up to date. Each migration is one transaction, and each looks again at what is applied, so several
/// processes may start at once.
struct Migrator {
    private struct Applied {
        let version: Int64
        let checksum: String
    }

    let connection: any SQLConnection
    let migrations: [Migration]

    /// - Returns: the migrations that this call applied.
    func run(at now: Timestamp) throws(MigrationError) -> [Migration] {
        try transaction { () throws(MigrationError) in try storing(createTable) }
        var done: [Migration] = []
        while let next = try transaction({ () throws(MigrationError) in try applyNext(at: now) }) {
            done.append(next)
        }
        return done
    }

    /// Whether the store has all migrations, asked inside of a transaction.
    func isCurrent() throws(MigrationError) -> Bool {
        try pending().isEmpty
    }

    /// The migrations that the store lacks, after the ones it has were verified.
    private func pending() throws(MigrationError) -> ArraySlice<Migration> {
        let applied = try storing(readApplied)
        for (known, found) in zip(migrations, applied)
        where known.version != found.version || known.checksum != found.checksum {
            throw .changed(version: known.version, name: known.name)
        }
        if applied.count > migrations.count {
            throw .newerSchema(found: applied.last?.version ?? 0, known: migrations.last?.version ?? 0)
        }
        return migrations.dropFirst(applied.count)
    }

    private func applyNext(at now: Timestamp) throws(MigrationError) -> Migration? {
        guard let migration = try pending().first else { return nil }
        do throws(SQLError) {
            try connection.run(script: migration.script)
            try execute(
                "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
                [migration.version.sqlValue, .text(migration.name), .text(migration.checksum), now.sqlValue])
        } catch {
            throw .failed(version: migration.version, name: migration.name, error)
        }
        return migration
    }

    private func createTable() throws(SQLError) {
        try execute(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version BIGINT PRIMARY KEY,
                name TEXT NOT NULL,
                checksum TEXT NOT NULL,
                applied_at BIGINT NOT NULL
            )
            """, [])
    }

    private func readApplied() throws(SQLError) -> [Applied] {
        let cursor = try connection.open("SELECT version, checksum FROM schema_migrations ORDER BY version", [])
        defer { cursor.close() }
        var applied: [Applied] = []
        while try cursor.next() {
            applied.append(
                Applied(version: try cursor.integer("version") ?? 0, checksum: try cursor.text("checksum") ?? ""))
        }
        return applied
    }

    private func execute(_ sql: SQLText, _ values: [SQLValue]) throws(SQLError) {
        let cursor = try connection.open(sql, values)
        defer { cursor.close() }
        _ = try cursor.finish()
    }

    private func transaction<T>(_ body: () throws(MigrationError) -> T) throws(MigrationError) -> T {
        do throws(MigrationError) {
            try storing(connection.beginMigration)
            let result = try body()
            try storing(connection.commit)
            return result
        } catch {
            connection.rollback()
            throw error
        }
    }

    private func storing<T>(_ body: () throws(SQLError) -> T) throws(MigrationError) -> T {
        do throws(SQLError) { return try body() } catch { throw .store(error) }
    }
}
