package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Whether one-time passwords may be sent to a user.
    package borrowing func hasOTP(_ channel: MessageChannel, of user: User.ID) throws(DomainError) -> Bool {
        try first(
            "SELECT 1 AS found FROM otp_factors WHERE user_id = $1 AND channel = $2", user, channel
        ) { _ in true } ?? false
    }

    /// Lets one-time passwords be sent to the user's address, if that is proven.
    /// - Returns: `false` when it is not.
    /// - Throws: `conflict` when they may be sent already.
    package borrowing func addOTP(
        _ channel: MessageChannel, to user: User.ID, at now: Timestamp, conflict: DomainError
    ) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO otp_factors (user_id, channel, created_at)
            SELECT h.user_id, $2, $3 FROM humans h
            WHERE h.user_id = $1 AND (
                (CAST($2 AS TEXT) = 'sms' AND h.is_phone_verified AND h.phone <> '')
                OR (CAST($2 AS TEXT) = 'email' AND h.is_email_verified AND h.email <> '')
            )
            """,
            user, channel, now, conflict: conflict) == 1
    }

    /// - Returns: `false` when none may be sent.
    package borrowing func deleteOTP(_ channel: MessageChannel, of user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM otp_factors WHERE user_id = $1 AND channel = $2", user, channel) == 1
    }
}
