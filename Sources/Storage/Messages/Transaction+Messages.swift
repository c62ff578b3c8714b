package import Model
internal import Platform
internal import SQL

extension Transaction {
    /// Puts a message into the outbox.
    package borrowing func insert(_ message: Message) throws(DomainError) {
        try execute(
            """
            INSERT INTO messages (
                id, channel, kind, user_id, organization_id, content, state, attempts, due_at, holder, reason,
                expires_at, created_at, changed_at
            ) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, '', '', $9, $8, $8)
            """,
            message.id, message.channel, message.kind, message.userID, message.organizationID, message.sealedContent,
            message.attempts, message.createdAt, message.expiresAt)
    }
}
