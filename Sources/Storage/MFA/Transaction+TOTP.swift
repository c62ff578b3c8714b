package import Model
package import Platform
internal import SQL

extension Transaction {
    package borrowing func totpFactor(of user: User.ID) throws(DomainError) -> TOTPFactor? {
        try first(
            "SELECT secret, state = 'ready' AS is_ready, last_step FROM totp_factors WHERE user_id = $1", user
        ) { (row) throws(DomainError) in
            TOTPFactor(
                secret: try row.blob("secret"), isReady: try row.boolean("is_ready"),
                lastStep: try row.integer("last_step"))
        }
    }

    /// Begins the registration of an authenticator application. A registration that was begun before is void.
    /// - Parameter secret: sealed.
    /// - Returns: `false` when one is registered.
    package borrowing func beginTOTP(
        secret: [UInt8], of user: User.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO totp_factors (user_id, state, secret, last_step, created_at, changed_at)
            VALUES ($1, 'pending', $2, 0, $3, $3)
            ON CONFLICT (user_id) DO UPDATE
            SET secret = EXCLUDED.secret, last_step = 0, created_at = EXCLUDED.created_at,
                changed_at = EXCLUDED.changed_at
            WHERE totp_factors.state = 'pending'
            """,
            user, secret, now) == 1
    }

    /// Ends a registration whose first password was right; that password counts no more.
    /// - Returns: `false` when no registration waits.
    package borrowing func finishTOTP(
        of user: User.ID, step: Int64, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE totp_factors SET state = 'ready', last_step = $2, changed_at = $3
            WHERE user_id = $1 AND state = 'pending'
            """,
            user, step, now) == 1
    }

    /// Stores an application of which a password was shown, ready for use, in place of whatever was there. That password
    /// counts no more.
    /// - Parameter secret: sealed.
    package borrowing func replaceTOTP(
        secret: [UInt8], step: Int64, of user: User.ID, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO totp_factors (user_id, state, secret, last_step, created_at, changed_at)
            VALUES ($1, 'ready', $2, $3, $4, $4)
            ON CONFLICT (user_id) DO UPDATE
            SET state = EXCLUDED.state, secret = EXCLUDED.secret, last_step = EXCLUDED.last_step,
                created_at = EXCLUDED.created_at, changed_at = EXCLUDED.changed_at
            """,
            user, secret, step, now)
    }

    /// Spends the password of a time step and all earlier ones. Of many attempts with one password, one gets it.
    /// - Returns: `false` when it was spent before.
    package borrowing func useTOTPStep(_ step: Int64, of user: User.ID) throws(DomainError) -> Bool {
        try execute(
            "UPDATE totp_factors SET last_step = $2 WHERE user_id = $1 AND state = 'ready' AND last_step < $2", user,
            step) == 1
    }

    /// - Returns: `false` when there is none, begun or registered.
    package borrowing func deleteTOTP(of user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM totp_factors WHERE user_id = $1", user) == 1
    }
}
