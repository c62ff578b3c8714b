package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Whether anything of a channel is to be done now.
    package borrowing func hasDueMessages(_ channel: MessageChannel, at now: Timestamp) throws(DomainError) -> Bool {
        try first(
            """
            SELECT 1 AS found FROM messages
            WHERE channel = $1 AND state IN ('waiting', 'sending') AND due_at <= $2
            LIMIT 1
            """,
            channel, now
        ) { (row) throws(DomainError) in try row.integer("found") } != nil
    }

    /// Takes up messages that are due, the longest due ones first. Test and mark are one statement: of several
    /// couriers one gets each. Who dies with them leaves them to the next one, at `end`.
    /// - Parameter holder: a text that no other run uses.
    package borrowing func takeMessages(
        _ channel: MessageChannel, holder: String, until end: Timestamp, atMost count: Int, at now: Timestamp
    ) throws(DomainError) -> [Message] {
        try all(
            """
            UPDATE messages
            SET holder = $3, attempts = attempts + 1, due_at = $4, changed_at = $2
            WHERE state = 'waiting' AND due_at <= $2 AND id IN (
                SELECT id FROM messages
                WHERE channel = $1 AND state = 'waiting' AND due_at <= $2
                ORDER BY due_at, id
                LIMIT $5
            )
            RETURNING id, channel, kind, user_id, organization_id, content, attempts, created_at, expires_at
            """,
            channel, now, holder, end, count, decode: Message.init(row:))
    }

    /// Notes that the last byte of a message goes now, so that nobody sends it again whatever happens.
    /// - Returns: `false` when somebody else has the message by now; then it must not go.
    package borrowing func beginHandOver(
        _ message: Message.ID, holder: String, until end: Timestamp, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE messages
            SET state = 'sending', due_at = $3, changed_at = $4
            WHERE id = $1 AND holder = $2 AND state = 'waiting'
            """,
            message, holder, end, now) == 1
    }

    /// Forgets a message that was sent.
    package borrowing func deleteMessage(_ message: Message.ID, holder: String) throws(DomainError) {
        try execute("DELETE FROM messages WHERE id = $1 AND holder = $2", message, holder)
    }

    /// Puts a message back that was not sent.
    /// - Parameter reason: for the operator.
    package borrowing func putBackMessage(
        _ message: Message.ID, holder: String, until due: Timestamp, reason: String, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            UPDATE messages
            SET state = 'waiting', holder = '', due_at = $3, reason = $4, changed_at = $5
            WHERE id = $1 AND holder = $2
            """,
            message, holder, due, reason, now)
    }

    /// Gives a message up: it stays for the operator, without its words.
    package borrowing func buryMessage(
        _ message: Message.ID, holder: String, _ failure: MessageFailure, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            UPDATE messages
            SET state = 'dead', holder = '', reason = $3, content = $4, changed_at = $5
            WHERE id = $1 AND holder = $2
            """,
            message, holder, failure, [UInt8](), now)
    }

    /// Gives up what was left behind while it was being sent: whether it arrived is not known.
    package borrowing func buryMessagesLeftBehind(
        _ channel: MessageChannel, at now: Timestamp
    ) throws(DomainError) -> [Message] {
        try all(
            """
            UPDATE messages
            SET state = 'dead', holder = '', reason = $3, content = $4, changed_at = $2
            WHERE channel = $1 AND state = 'sending' AND due_at <= $2
            RETURNING id, channel, kind, user_id, organization_id, content, attempts, created_at, expires_at
            """,
            channel, now, MessageFailure.unknownOutcome, [UInt8](), decode: Message.init(row:))
    }

    /// Gives up what nobody needs any more.
    package borrowing func buryExpiredMessages(
        _ channel: MessageChannel, at now: Timestamp
    ) throws(DomainError) -> [Message] {
        try all(
            """
            UPDATE messages
            SET state = 'dead', holder = '', reason = $3, content = $4, changed_at = $2
            WHERE channel = $1 AND state = 'waiting' AND due_at <= $2 AND expires_at <= $2
            RETURNING id, channel, kind, user_id, organization_id, content, attempts, created_at, expires_at
            """,
            channel, now, MessageFailure.expired, [UInt8](), decode: Message.init(row:))
    }

    /// Forgets what nobody needs any more, where there is nobody to send it.
    package borrowing func deleteExpiredMessages(
        _ channel: MessageChannel, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            "DELETE FROM messages WHERE channel = $1 AND state = 'waiting' AND due_at <= $2 AND expires_at <= $2",
            channel, now)
    }
}

extension Message {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        try self.init(row: row, content: row.blob("content"))
    }

    init(row: borrowing SQLRow, content: [UInt8]) throws(DomainError) {
        self.init(
            id: try row.value("id"), channel: try row.value("channel"), kind: try row.value("kind"),
            userID: try row.value("user_id"), organizationID: try row.value("organization_id"),
            sealedContent: content, attempts: try row.integer("attempts"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"))
    }
}
