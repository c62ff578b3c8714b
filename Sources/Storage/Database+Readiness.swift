internal import Model
internal import SQL

/// Whether the service can work with its store.
package enum Readiness: Sendable, Hashable {
    case ready
    /// The reason is in the log.
    case noAnswer
    /// Migrations of this version of the service have not been applied.
    case schemaIsOlder
    /// The store was migrated by a later version of the service.
    case schemaIsNewer
}

extension Database {
    /// Whether the store answers and has the schema that this version of the service works with.
    package func readiness(_ migrations: [Migration] = Migration.all) async -> Readiness {
        let versions: Set<Int64>
        do throws(DomainError) {
            versions = try await read { (tx) throws(DomainError) in
                Set(
                    try tx.all("SELECT version FROM schema_migrations") { (row) throws(DomainError) in
                        try row.integer("version")
                    })
            }
        } catch {
            return .noAnswer
        }
        let known = Set(migrations.map { Int64($0.version) })
        if !known.isSubset(of: versions) { return .schemaIsOlder }
        return versions == known ? .ready : .schemaIsNewer
    }
}
