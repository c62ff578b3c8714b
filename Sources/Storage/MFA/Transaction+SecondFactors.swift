package import Model
internal import SQL

extension Transaction {
    /// Whether a user has set up anything that can be proven besides the password.
    package borrowing func hasSecondFactor(_ user: User.ID) throws(DomainError) -> Bool {
        try first(
            """
            SELECT 1 AS found
            WHERE EXISTS (SELECT 1 FROM totp_factors WHERE user_id = $1 AND state = 'ready')
                OR EXISTS (SELECT 1 FROM otp_factors WHERE user_id = $1)
                OR EXISTS (
                    SELECT 1 FROM web_authn_credentials WHERE user_id = $1 AND kind = 'u2f' AND state = 'ready'
                )
            """,
            user
        ) { _ in true } ?? false
    }
}
