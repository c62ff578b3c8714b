package import Platform

extension Database {
    /// Applies the migrations that the store lacks.
    /// - Returns: what was applied, in order; empty when the schema was current.
    package func migrate(
        _ migrations: [Migration] = Migration.all, at now: Timestamp
    ) async throws(MigrationError) -> [Migration] {
        try await exclusively { (connection) throws(MigrationError) in
            try Migrator(connection: connection, migrations: migrations).run(at: now)
        }
    }
}
