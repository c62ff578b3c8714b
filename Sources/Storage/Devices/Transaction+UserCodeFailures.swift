package import Model
package import Platform
internal import SQL

extension Transaction {
    /// How many user codes somebody has tried in vain, as far as that counts still.
    package borrowing func userCodeFailures(
        of origin: UserCodeOrigin, at now: Timestamp
    ) throws(DomainError) -> (count: Int64, until: Timestamp)? {
        try first(
            "SELECT failures, expires_at FROM user_code_failures WHERE subject = $1 AND expires_at > $2",
            origin.subject, now
        ) { (row) throws(DomainError) in (try row.integer("failures"), try row.timestamp("expires_at")) }
    }

    /// Counts another one. The first one of a span says when the span is over.
    package borrowing func countUserCodeFailure(
        of origin: UserCodeOrigin, until end: Timestamp, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO user_code_failures (subject, failures, expires_at) VALUES ($1, 1, $2)
            ON CONFLICT (subject) DO UPDATE
            SET failures = CASE WHEN user_code_failures.expires_at <= $3 THEN 1
                    ELSE user_code_failures.failures + 1 END,
                expires_at = CASE WHEN user_code_failures.expires_at <= $3 THEN excluded.expires_at
                    ELSE user_code_failures.expires_at END
            """,
            origin.subject, end, now)
    }
}
