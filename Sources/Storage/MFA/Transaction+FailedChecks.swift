package import Model
package import Platform
internal import SQL

extension Query where Value == FailedChecks? {
    /// The failures of a kind since the last success; `nil` when there are none.
    package static func failedChecks(of subject: CheckSubject, _ kind: CheckKind) -> Query {
        first(
            "SELECT failures, next_at FROM failed_checks WHERE subject = $1 AND kind = $2", subject.text, kind,
            decode: FailedChecks.init(row:))
    }
}

extension Transaction {
    package borrowing func failedChecks(
        of subject: CheckSubject, _ kind: CheckKind
    ) throws(DomainError) -> FailedChecks {
        try answer(to: .failedChecks(of: subject, kind)) ?? .none
    }

    package borrowing func store(
        _ failed: FailedChecks, of subject: CheckSubject, _ kind: CheckKind, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO failed_checks (subject, kind, user_id, failures, next_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (subject, kind) DO UPDATE
            SET failures = excluded.failures, next_at = excluded.next_at, changed_at = excluded.changed_at
            """,
            subject.text, kind, subject.userID?.rawValue, failed.count, failed.nextAt, now)
    }

    /// Forgets the failures of one kind, or of all.
    package borrowing func clearFailedChecks(
        of user: User.ID, _ kind: CheckKind? = nil
    ) throws(DomainError) {
        try execute(
            "DELETE FROM failed_checks WHERE subject = $1 AND (CAST($2 AS TEXT) IS NULL OR kind = $2)",
            CheckSubject.user(user).text, kind?.rawValue)
    }

    /// Locks an active user until a moment, or for good; tokens and sessions of before end.
    /// - Returns: `false` when the user is not active.
    package borrowing func lock(
        _ user: User.ID, until end: Timestamp?, endingTokensAt now: Timestamp
    ) throws(DomainError) -> Bool {
        guard try setState(.locked, of: user, from: .active, or: .initial, endingTokensAt: now) else { return false }
        try execute("UPDATE users SET locked_until = $2 WHERE id = $1", user, end)
        return true
    }

    /// Ends a lock whose time is over, and forgets the failures that led to it.
    /// - Returns: whether there was one.
    package borrowing func endLock(of user: User.ID, at now: Timestamp) throws(DomainError) -> Bool {
        let isDone = try execute(
            """
            UPDATE users SET state = 'active', locked_until = NULL
            WHERE id = $1 AND state = 'locked' AND locked_until <= $2
            """,
            user, now)
        if isDone == 1 { try clearFailedChecks(of: user) }
        return isDone == 1
    }
}

extension Query where Value == [User.ID] {
    /// Users whose lock is over.
    package static func usersToUnlock(at now: Timestamp, limit: Int64) -> Query {
        all("SELECT id FROM users WHERE locked_until <= $1 ORDER BY locked_until LIMIT $2", now, limit) {
            (row) throws(DomainError) in try row.value("id")
        }
    }
}

extension CheckKind: SQLEncodable {}

extension FailedChecks {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(count: try row.integer("failures"), nextAt: try row.timestamp("next_at"))
    }
}
