package import Model
package import Platform
internal import SQL

extension Transaction {
    package borrowing func hasDueLogoutNotices(at now: Timestamp) throws(DomainError) -> Bool {
        try first("SELECT 1 AS found FROM logout_notices WHERE state = 'waiting' AND due_at <= $1 LIMIT 1", now) { _ in
            true
        } ?? false
    }

    /// Takes up notices that are due, the longest due ones first. Test and mark are one statement: of several couriers one
    /// gets each. Who dies with them leaves them to the next one, at `end`.
    /// - Parameter holder: a text that no other run uses.
    package borrowing func takeLogoutNotices(
        holder: String, until end: Timestamp, atMost count: Int, at now: Timestamp
    ) throws(DomainError) -> [LogoutNotice] {
        try all(
            """
            UPDATE logout_notices
            SET holder = $2, attempts = attempts + 1, due_at = $3, changed_at = $1
            WHERE state = 'waiting' AND due_at <= $1 AND id IN (
                SELECT id FROM logout_notices WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $4
            )
            RETURNING id, client_id, uri, session_id, user_id, state, attempts, due_at, reason, created_at
            """,
            now, holder, end, count, decode: LogoutNotice.init(row:))
    }

    /// Forgets a notice that has arrived.
    package borrowing func deleteLogoutNotice(_ id: LogoutNotice.ID, holder: String) throws(DomainError) {
        try execute("DELETE FROM logout_notices WHERE id = $1 AND holder = $2", id, holder)
    }

    /// Puts a notice back that has not arrived, or gives it up.
    /// - Parameter reason: for the operator.
    package borrowing func settleLogoutNotice(
        _ id: LogoutNotice.ID, holder: String, _ state: LogoutNotice.State, until due: Timestamp, reason: String,
        at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            UPDATE logout_notices SET state = $3, holder = '', due_at = $4, reason = $5, changed_at = $6
            WHERE id = $1 AND holder = $2
            """,
            id, holder, state, due, reason, now)
    }

    /// The notices that wait or were given up, the newest first.
    package borrowing func logoutNotices(atMost count: Int) throws(DomainError) -> [LogoutNotice] {
        try all(
            """
            SELECT id, client_id, uri, session_id, user_id, state, attempts, due_at, reason, created_at
            FROM logout_notices
            ORDER BY created_at DESC, id DESC
            LIMIT $1
            """,
            count, decode: LogoutNotice.init(row:))
    }

    package borrowing func countLogoutNotices() throws(DomainError) -> [LogoutNoticeCount] {
        try all("SELECT state, COUNT(*) AS count FROM logout_notices GROUP BY state") { (row) throws(DomainError) in
            LogoutNoticeCount(state: try row.value("state"), count: try row.integer("count"))
        }
    }
}

extension LogoutNotice {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), clientID: try row.text("client_id"), uri: try row.text("uri"),
            sessionID: try row.value("session_id"), userID: try row.value("user_id"), state: try row.value("state"),
            attempts: try row.integer("attempts"), dueAt: try row.timestamp("due_at"),
            reason: try row.text("reason"), createdAt: try row.timestamp("created_at"))
    }
}

extension LogoutNotice.ID: SQLEncodable {}
extension LogoutNotice.State: SQLEncodable {}
