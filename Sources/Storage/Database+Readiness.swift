internal import Model
internal import SQL

extension Database {
    /// Whether the store answers and has the schema that this version of the service works with.
    package func isReady(_ migrations: [Migration] = Migration.all) async -> Bool {
        do throws(DomainError) {
            let versions = try await read { (tx) throws(DomainError) in
                try tx.all("SELECT version FROM schema_migrations ORDER BY version") { (row) throws(DomainError) in
                    try row.integer("version")
                }
            }
            return versions == migrations.map(\.version)
        } catch {
            // The reason is in the log.
            return false
        }
    }
}
