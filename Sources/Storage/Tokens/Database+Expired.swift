package import Model
package import Platform
internal import SQL

extension Database {
    /// How long what has expired is kept. A node whose clock is ahead by less than this forgets no revocation and no use
    /// of an assertion that still counts on the others, or on itself once its clock is right again.
    package static let expiryGrace = Duration.days(1)
    /// The same for what only waits: the clocks of nodes differ by less.
    private static let unansweredGrace = Duration.seconds(60)
    /// For how long a session is shown after it is over, if not for longer because of its tokens.
    package static let sessionHistory = Duration.days(30)
    /// For how long messages are kept that were given up. What was sent is gone at once.
    private static let deadMessageAge = Duration.days(7)

    /// Removes what has expired and has no meaning any more. Each table is swept whether or not another one can be: what
    /// fails once may fail for ever, and the others would grow.
    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    /// - Returns: how many rows went.
    /// - Throws: the first failure, at the end. The log has each of them, with its statement.
    package func removeExpired(at now: Timestamp, tokenLifetime: Duration) async throws(DomainError) -> Int {
        var removed = 0
        var failure: DomainError?
        let originAge = tokenLifetime + Self.expiryGrace
        let origins =
            Self.sweepsOfOrigins.map { (statement: $0, age: originAge) }
            + [(statement: Self.sweepOfSessions, age: max(Self.sessionHistory, originAge))]
        for (statement, age) in Self.sweeps + origins {
            do throws(DomainError) {
                removed += try await sweep(statement, at: now - age)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return removed
    }

    /// Of what tokens came from. By these rows they are found when what was granted is withdrawn or a code is used
    /// again, so each is kept until the last of its tokens has expired.
    private static let sweepsOfOrigins: [SQLText] = [
        "DELETE FROM auth_requests WHERE id IN (SELECT id FROM auth_requests WHERE expires_at <= $1 LIMIT $2)",
        "DELETE FROM token_families WHERE id IN (SELECT id FROM token_families WHERE expires_at <= $1 LIMIT $2)",
        """
        DELETE FROM device_authorizations
        WHERE id IN (SELECT id FROM device_authorizations WHERE expires_at <= $1 LIMIT $2)
        """,
    ]

    /// The same for sessions that are over: whoever ends one then still ends its tokens. One that was ended has ended them.
    private static let sweepOfSessions: SQLText =
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2)"

    /// Each with the age that its rows reach.
    static let sweeps: [(statement: SQLText, age: Duration)] = [
        (
            """
            DELETE FROM revoked_tokens
            WHERE token_id IN (SELECT token_id FROM revoked_tokens WHERE expires_at <= $1 LIMIT $2)
            """, expiryGrace
        ),
        (
            """
            DELETE FROM used_assertions
            WHERE digest IN (SELECT digest FROM used_assertions WHERE expires_at <= $1 LIMIT $2)
            """, expiryGrace
        ),
        // The others are also what the next code is made from: that there was one, its link and its application. Of each
        // a user has one at the most.
        (
            """
            DELETE FROM one_time_codes
            WHERE id IN (
                SELECT id FROM one_time_codes
                WHERE purpose IN ('password', 'passkey') AND expires_at <= $1
                LIMIT $2
            )
            """, expiryGrace
        ),
        (
            """
            DELETE FROM web_authn_credentials
            WHERE id IN (
                SELECT id FROM web_authn_credentials WHERE expires_at IS NOT NULL AND expires_at <= $1 LIMIT $2
            )
            """, expiryGrace
        ),
        // Of names that nobody has; the failures of users wait for the next success.
        (
            """
            DELETE FROM failed_checks
            WHERE kind = 'password' AND subject IN (
                SELECT subject FROM failed_checks WHERE user_id IS NULL AND changed_at <= $1 LIMIT $2
            )
            """, expiryGrace
        ),
        // In which nobody ever said who it is.
        (
            """
            DELETE FROM sessions
            WHERE id IN (
                SELECT id FROM sessions WHERE user_id IS NULL AND expires_at IS NULL AND changed_at <= $1 LIMIT $2
            )
            """, expiryGrace
        ),
        // Nobody has to prove anything to make one, so those that nobody answered go at once. Older ones go with those
        // that were answered, which are not looked at here each time for as long as tokens live.
        (
            """
            DELETE FROM auth_requests
            WHERE id IN (
                SELECT id FROM auth_requests
                WHERE expires_at <= $1 AND expires_at > CAST($1 AS BIGINT) - 172800000
                    AND state IN ('waiting', 'refused')
                LIMIT $2
            )
            """, unansweredGrace
        ),
        // In which nothing was proven; nobody has to, to make one. Older ones go with those that have a history.
        (
            """
            DELETE FROM sessions
            WHERE id IN (
                SELECT id FROM sessions
                WHERE expires_at <= $1 AND expires_at > CAST($1 AS BIGINT) - 172800000 AND COALESCE(
                    password_verified_at, web_authn_verified_at, intent_verified_at, totp_verified_at,
                    otp_sms_verified_at, otp_email_verified_at, recovery_code_verified_at
                ) IS NULL
                LIMIT $2
            )
            """, unansweredGrace
        ),
        ("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE terminated_at <= $1 LIMIT $2)", expiryGrace),
        (
            """
            DELETE FROM messages
            WHERE id IN (SELECT id FROM messages WHERE state = 'dead' AND changed_at <= $1 LIMIT $2)
            """, deadMessageAge
        ),
        (
            """
            DELETE FROM logout_notices
            WHERE id IN (SELECT id FROM logout_notices WHERE state = 'dead' AND changed_at <= $1 LIMIT $2)
            """, deadMessageAge
        ),
        // What a provider said and gave is kept for no longer than it counts.
        (
            """
            DELETE FROM identity_provider_intents
            WHERE id IN (SELECT id FROM identity_provider_intents WHERE expires_at <= $1 LIMIT $2)
            """, unansweredGrace
        ),
        // Nobody has to prove anything to make one of these either.
        (
            """
            DELETE FROM device_authorizations
            WHERE id IN (
                SELECT id FROM device_authorizations
                WHERE expires_at <= $1 AND expires_at > CAST($1 AS BIGINT) - 172800000
                    AND state IN ('pending', 'denied')
                LIMIT $2
            )
            """, unansweredGrace
        ),
        (
            """
            DELETE FROM user_code_failures
            WHERE subject IN (SELECT subject FROM user_code_failures WHERE expires_at <= $1 LIMIT $2)
            """, expiryGrace
        ),
        (
            """
            DELETE FROM request_counts
            WHERE subject IN (SELECT subject FROM request_counts WHERE expires_at <= $1 LIMIT $2)
            """, expiryGrace
        ),
    ]
}
