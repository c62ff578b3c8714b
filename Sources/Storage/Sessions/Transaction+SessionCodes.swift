package import Model
package import Platform
internal import SQL

/// A code that was sent to prove a factor in one session.
package struct SessionCode: Sendable, Hashable {
    package let digest: [UInt8]
    package let failures: Int64
    package let expiresAt: Timestamp

    package init(digest: [UInt8], failures: Int64 = 0, expiresAt: Timestamp) {
        self.digest = digest
        self.failures = failures
        self.expiresAt = expiresAt
    }
}

extension Transaction {
    package borrowing func sessionCode(
        _ channel: MessageChannel, of session: Model.Session.ID
    ) throws(DomainError) -> SessionCode? {
        try first(
            "SELECT digest, failures, expires_at FROM session_codes WHERE session_id = $1 AND channel = $2", session,
            channel
        ) { (row) throws(DomainError) in
            SessionCode(
                digest: try row.blob("digest"), failures: try row.integer("failures"),
                expiresAt: try row.timestamp("expires_at"))
        }
    }

    /// When the newest code ends that waits for a user over a channel, in whatever session.
    package borrowing func lastSessionCodeExpiry(
        _ channel: MessageChannel, of user: User.ID
    ) throws(DomainError) -> Timestamp? {
        try first(
            """
            SELECT c.expires_at
            FROM session_codes c
            JOIN sessions s ON s.id = c.session_id
            WHERE s.user_id = $1 AND c.channel = $2
            ORDER BY c.expires_at DESC
            LIMIT 1
            """,
            user, channel
        ) { (row) throws(DomainError) in try row.timestamp("expires_at") }
    }

    /// Stores the code that counts from now on.
    package borrowing func store(
        _ code: SessionCode, _ channel: MessageChannel, of session: Model.Session.ID
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO session_codes (session_id, channel, digest, failures, expires_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (session_id, channel) DO UPDATE
            SET digest = excluded.digest, failures = excluded.failures, expires_at = excluded.expires_at
            """,
            session, channel, code.digest, code.failures, code.expiresAt)
    }

    /// Spends a code.
    package borrowing func deleteSessionCode(
        _ channel: MessageChannel, of session: Model.Session.ID
    ) throws(DomainError) {
        try execute("DELETE FROM session_codes WHERE session_id = $1 AND channel = $2", session, channel)
    }

    /// Voids the codes that were sent over a channel for any session of a user.
    package borrowing func deleteSessionCodes(_ channel: MessageChannel, of user: User.ID) throws(DomainError) {
        try execute(
            """
            DELETE FROM session_codes
            WHERE channel = $2 AND session_id IN (SELECT id FROM sessions WHERE user_id = $1)
            """,
            user, channel)
    }

    /// Counts a wrong attempt.
    package borrowing func countFailure(
        ofSessionCode channel: MessageChannel, of session: Model.Session.ID
    ) throws(DomainError) {
        try execute(
            "UPDATE session_codes SET failures = failures + 1 WHERE session_id = $1 AND channel = $2", session, channel)
    }
}
