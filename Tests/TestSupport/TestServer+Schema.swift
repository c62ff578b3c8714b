internal import Model
internal import SQL
internal import Storage

extension TestServer {
    /// Makes the store look like one that an older version of the program has migrated.
    package func forgetLastMigration() async throws {
        place.keepToItself()
        try await database.write { (tx) throws(DomainError) in
            try tx.execute(
                "DELETE FROM schema_migrations WHERE version = (SELECT MAX(version) FROM schema_migrations)")
        }
    }

    /// Makes the store look like one that a newer version of the program has migrated.
    package func addUnknownMigration() async throws {
        place.keepToItself()
        try await database.write { (tx) throws(DomainError) in
            try tx.execute(
                """
                INSERT INTO schema_migrations (version, name, checksum, applied_at)
                SELECT version + 1, name, checksum, applied_at FROM schema_migrations ORDER BY version DESC LIMIT 1
                """)
        }
    }
}
