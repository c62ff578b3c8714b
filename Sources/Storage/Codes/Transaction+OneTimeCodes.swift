package import Model
internal import Platform
internal import SQL

extension Transaction {
    /// Stores a code. It takes the place of the user's last code of the purpose, except for passkeys, of which each link
    /// has a code of its own.
    package borrowing func insert(_ code: OneTimeCode, missing: DomainError) throws(DomainError) {
        if code.purpose != .passkey { try deleteCode(code.purpose, of: code.userID) }
        try execute(
            """
            INSERT INTO one_time_codes (
                id, user_id, purpose, address, digest, details, failures, expires_at, created_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            code.id, code.userID, code.purpose, code.address, code.digest,
            JSONValue.object(code.details).text, code.failures, code.expiresAt, code.createdAt, missing: missing)
    }

    /// The user's code of a purpose; of several, the one with the identifier.
    package borrowing func code(
        _ purpose: CodePurpose, id: String?, of user: User.ID
    ) throws(DomainError) -> OneTimeCode? {
        try first(
            """
            SELECT id, user_id, purpose, address, digest, details, failures, expires_at, created_at
            FROM one_time_codes
            WHERE user_id = $1 AND purpose = $2 AND (CAST($3 AS TEXT) IS NULL OR id = $3)
            """,
            user, purpose, id, decode: OneTimeCode.init(row:))
    }

    /// Counts a wrong attempt.
    package borrowing func countFailure(ofCode id: String) throws(DomainError) {
        try execute("UPDATE one_time_codes SET failures = failures + 1 WHERE id = $1", id)
    }

    /// Spends a code.
    /// - Returns: `false` when it is gone.
    package borrowing func spendCode(_ id: String) throws(DomainError) -> Bool {
        try execute("DELETE FROM one_time_codes WHERE id = $1", id) == 1
    }

    /// Voids the user's codes of a purpose.
    package borrowing func deleteCode(_ purpose: CodePurpose, of user: User.ID) throws(DomainError) {
        try execute("DELETE FROM one_time_codes WHERE user_id = $1 AND purpose = $2", user, purpose)
    }
}

extension CodePurpose: SQLEncodable {}

extension OneTimeCode {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.text("id"), userID: try row.value("user_id"), purpose: try row.value("purpose"),
            address: try row.text("address"), digest: try row.blob("digest"), details: try row.object("details"),
            failures: try row.integer("failures"), expiresAt: try row.timestamp("expires_at"),
            createdAt: try row.timestamp("created_at"))
    }
}
