package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Adds recovery codes. Spent ones are forgotten.
    /// - Parameter digests: of codes that no one has had.
    /// - Returns: how many unspent ones the user has now.
    package borrowing func insert(
        recoveryCodes digests: [[UInt8]], of user: User.ID, at now: Timestamp
    ) throws(DomainError) -> Int64 {
        try execute("DELETE FROM recovery_codes WHERE user_id = $1 AND used_at IS NOT NULL", user)
        for digest in digests {
            try execute(
                "INSERT INTO recovery_codes (user_id, digest, created_at) VALUES ($1, $2, $3)", user, digest, now)
        }
        return try first("SELECT COUNT(*) AS n FROM recovery_codes WHERE user_id = $1", user) {
            (row) throws(DomainError) in try row.integer("n")
        } ?? 0
    }

    /// Whether a digest is that of an unspent code.
    /// - Returns: `nil` when the user has no codes, not even spent ones.
    package borrowing func hasRecoveryCode(_ digest: [UInt8], of user: User.ID) throws(DomainError) -> Bool? {
        let isUnspent = try all(
            "SELECT digest = $2 AND used_at IS NULL AS is_unspent FROM recovery_codes WHERE user_id = $1", user, digest
        ) { (row) throws(DomainError) in try row.boolean("is_unspent") }
        return isUnspent.isEmpty ? nil : isUnspent.contains(true)
    }

    /// Spends a code. Of many attempts with one, one gets it.
    /// - Returns: `false` when there is no such code, or it was spent before.
    package borrowing func spendRecoveryCode(
        _ digest: [UInt8], of user: User.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND digest = $2 AND used_at IS NULL", user,
            digest, now) == 1
    }

    /// - Returns: whether there were any.
    package borrowing func deleteRecoveryCodes(of user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM recovery_codes WHERE user_id = $1", user) > 0
    }
}
