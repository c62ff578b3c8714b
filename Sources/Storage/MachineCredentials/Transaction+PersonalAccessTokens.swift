package import Model
internal import SQL

extension Transaction {
    /// Stores a token of a machine user.
    /// - Returns: `false` when the user is none.
    package borrowing func insert(_ token: PersonalAccessToken) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO personal_access_tokens (id, user_id, expires_at, sequence, created_at)
            SELECT $1, user_id, $3, $4, $5 FROM machines WHERE user_id = $2
            """,
            token.id, token.userID, token.expiresAt, token.sequence, token.createdAt) == 1
    }

    /// - Returns: `false` when the user has no such token.
    package borrowing func delete(_ token: PersonalAccessToken.ID, of user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM personal_access_tokens WHERE id = $1 AND user_id = $2", token, user) == 1
    }

    package borrowing func owner(of token: PersonalAccessToken.ID) throws(DomainError) -> User.ID? {
        try first("SELECT user_id FROM personal_access_tokens WHERE id = $1", token) { (row) throws(DomainError) in
            try row.value("user_id")
        }
    }
}
