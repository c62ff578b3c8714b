package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores the secret of an authenticator app that its user has used elsewhere, ready for use.
    /// - Parameter secret: sealed.
    package borrowing func insert(
        readyTOTPSecret secret: [UInt8], of user: User.ID, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO totp_factors (user_id, state, secret, last_step, created_at, changed_at)
            VALUES ($1, 'ready', $2, 0, $3, $3)
            """,
            user, secret, now)
    }
}
