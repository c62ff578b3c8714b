package import Model
internal import SQL

extension Transaction {
    /// The messages that wait or were given up, the newest first, without their words.
    package borrowing func messageRecords(atMost count: Int) throws(DomainError) -> [MessageRecord] {
        try all(
            """
            SELECT id, channel, kind, user_id, organization_id, attempts, created_at, expires_at, state, due_at, reason
            FROM messages
            ORDER BY created_at DESC, id DESC
            LIMIT $1
            """,
            count
        ) { (row) throws(DomainError) in
            MessageRecord(
                message: try Message(row: row, content: []), state: try row.value("state"),
                dueAt: try row.timestamp("due_at"),
                reason: try row.text("reason"))
        }
    }

    /// How many messages there are of each channel and state.
    package borrowing func countMessages() throws(DomainError) -> [MessageCount] {
        try all("SELECT channel, state, COUNT(*) AS count FROM messages GROUP BY channel, state") {
            (row) throws(DomainError) in
            MessageCount(
                channel: try row.value("channel"), state: try row.value("state"), count: try row.integer("count"))
        }
    }
}
