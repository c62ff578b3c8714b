package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Notices that are due, the longest due ones first.
    /// - Parameter left: organizations whose applications are left out.
    package borrowing func dueLogoutNotices(
        leaving left: [Organization.ID], atMost count: Int, at now: Timestamp
    ) throws(DomainError) -> [DueLogoutNotice] {
        var query = SQLQuery(
            """
            SELECT n.id, p.organization_id
            FROM logout_notices n
            JOIN applications a ON a.client_id = n.client_id
            JOIN projects p ON p.id = a.project_id
            WHERE n.state = 'waiting' AND n.due_at <= $1
            """, now)
        for organization in left { query.append(" AND p.organization_id <> $1", organization) }
        query.append(" ORDER BY n.due_at, n.id LIMIT $1", count)
        return try all(query) { (row) throws(DomainError) in
            DueLogoutNotice(id: try row.value("id"), organizationID: try row.value("organization_id"))
        }
    }

    /// Takes up a notice that is due. Test and mark are one statement: of several couriers one gets it. Who dies with it
    /// leaves it to the next one, at `end`.
    /// - Parameter holder: a text that no other run uses.
    /// - Returns: `nil` when somebody else has it.
    package borrowing func takeLogoutNotice(
        _ id: LogoutNotice.ID, holder: String, until end: Timestamp, at now: Timestamp
    ) throws(DomainError) -> LogoutNotice? {
        try first(
            """
            UPDATE logout_notices
            SET holder = $3, attempts = attempts + 1, due_at = $4, changed_at = $2
            WHERE id = $1 AND state = 'waiting' AND due_at <= $2
            RETURNING id, client_id, uri, session_id, user_id, state, attempts, due_at, reason, created_at
            """,
            id, now, holder, end, decode: LogoutNotice.init(row:))
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
