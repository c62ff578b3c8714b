package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Counts one more request. Test and change are one statement, so that of many requests at once none is missed. The
    /// first one of a span says when the span is over.
    /// - Parameter subject: who asks for what.
    /// - Returns: how many there are in the span, and its end.
    package borrowing func countRequest(
        of subject: String, until end: Timestamp, at now: Timestamp
    ) throws(DomainError) -> (count: Int64, until: Timestamp) {
        let counted = try first(
            """
            INSERT INTO request_counts (subject, requests, expires_at) VALUES ($1, 1, $2)
            ON CONFLICT (subject) DO UPDATE
            SET requests = CASE WHEN request_counts.expires_at <= $3 THEN 1 ELSE request_counts.requests + 1 END,
                expires_at = CASE WHEN request_counts.expires_at <= $3 THEN excluded.expires_at
                    ELSE request_counts.expires_at END
            RETURNING requests, expires_at
            """,
            subject, end, now
        ) { (row) throws(DomainError) in (try row.integer("requests"), try row.timestamp("expires_at")) }
        guard let counted else { throw .internalFault }
        return (counted.0, counted.1)
    }
}
