package import Model
internal import SQL

extension Transaction {
    /// Stores a key of a machine user.
    /// - Returns: `false` when the user is none.
    package borrowing func insert(_ key: AuthenticationKey, of user: User.ID) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO machine_keys (id, user_id, public_key, expires_at, sequence, created_at)
            SELECT $1, user_id, $3, $4, $5, $6 FROM machines WHERE user_id = $2
            """,
            key.id, user, key.publicKey, key.expiresAt, key.sequence, key.createdAt) == 1
    }

    /// - Returns: `false` when the user has no such key.
    package borrowing func delete(_ key: AuthenticationKey.ID, of user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM machine_keys WHERE id = $1 AND user_id = $2", key, user) == 1
    }

    /// Replaces the secret of a machine user.
    /// - Parameter digest: SHA-256 of the secret.
    /// - Returns: `false` when the user is none.
    package borrowing func setSecret(digest: [UInt8], of user: User.ID) throws(DomainError) -> Bool {
        try execute("UPDATE machines SET secret_digest = $2 WHERE user_id = $1", user, digest) == 1
    }

    /// - Returns: `false` when there was no secret.
    package borrowing func removeSecret(of user: User.ID) throws(DomainError) -> Bool {
        try execute(
            "UPDATE machines SET secret_digest = NULL WHERE user_id = $1 AND secret_digest IS NOT NULL", user) == 1
    }
}
