extension String {
    /// Words of the inside of the program that must not stand in an answer: statements, files, types.
    package var internals: [String] {
        [
            "SELECT ", "INSERT ", "UPDATE ", "DELETE FROM", "PRAGMA", "SQLite", "SQLITE", "sqlite", "PostgreSQL",
            "postgres", "readonly",
            "constraint", "database", ".swift", "/dev/shm", "/tmp", "/home", "DomainError", "OAuthError", "JSONError",
            "FormError", "JOSEError", "CryptoError", "Optional(", "Swift.",
        ].filter { contains($0) }
    }
}
