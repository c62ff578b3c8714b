package import Model
package import Platform
internal import SQL

extension Database {
    /// How long what has expired is kept. A node whose clock is ahead by less than this forgets no revocation and no use
    /// of an assertion that still counts on the others, or on itself once its clock is right again.
    package static let expiryGrace = Duration.days(1)

    /// How much longer messages are kept that were given up.
    private static let deadMessageAge = Duration.days(6)

    /// Removes what has expired and has no meaning any more.
    /// - Returns: how many rows went.
    package func removeExpired(at now: Timestamp) async throws(DomainError) -> Int {
        let now = now - Self.expiryGrace
        var removed = try await sweep(
            """
            DELETE FROM revoked_tokens
            WHERE token_id IN (SELECT token_id FROM revoked_tokens WHERE expires_at <= $1 LIMIT $2)
            """, at: now)
        removed += try await sweep(
            """
            DELETE FROM used_assertions
            WHERE digest IN (SELECT digest FROM used_assertions WHERE expires_at <= $1 LIMIT $2)
            """, at: now)
        removed += try await sweep(
            """
            DELETE FROM web_authn_credentials
            WHERE id IN (
                SELECT id FROM web_authn_credentials WHERE expires_at IS NOT NULL AND expires_at <= $1 LIMIT $2
            )
            """, at: now)
        // What was sent is gone already; what was given up is kept for the operator.
        removed += try await sweep(
            """
            DELETE FROM messages
            WHERE id IN (SELECT id FROM messages WHERE state = 'dead' AND changed_at <= $1 LIMIT $2)
            """, at: now - Self.deadMessageAge)
        return removed
    }
}
