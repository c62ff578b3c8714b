internal import Model
internal import SQL
internal import Storage

extension String {
    /// Words of the inside of the program that must not stand in an answer: statements, files, types.
    package var internals: [String] {
        [
            "SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "PRAGMA", "SQLite", "SQLITE", "sqlite", "readonly",
            "constraint", "database", ".swift", "/dev/shm", "/tmp", "/home", "DomainError", "OAuthError", "JSONError",
            "FormError", "JOSEError", "CryptoError", "Optional(", "Swift.",
        ].filter { contains($0) }
    }
}

extension TestServer {
    /// Makes the store's engine refuse every change, as a disk does that was remounted read-only.
    package func setReadOnly(_ isReadOnly: Bool) async throws {
        try await database.write { (tx) throws(DomainError) in
            if isReadOnly {
                try tx.execute("PRAGMA query_only = 1")
            } else {
                try tx.execute("PRAGMA query_only = 0")
            }
        }
    }
}
