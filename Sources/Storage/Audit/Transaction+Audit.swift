package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Appends one line to the history of an object.
    /// - Parameter actor: the user who did it; `nil` for the service itself.
    /// - Returns: the number of the change, counted per object from 1.
    @discardableResult
    package borrowing func record(
        _ event: AuditEvent, by actor: String?, at now: Timestamp
    ) throws(DomainError) -> Int64 {
        let sequence = try first(
            """
            INSERT INTO events (
                id, aggregate_type, aggregate_id, sequence, organization_id, type, actor, created_at, payload
            ) VALUES (
                $1, $2, $3,
                (SELECT COALESCE(MAX(sequence), 0) + 1 FROM events WHERE aggregate_type = $2 AND aggregate_id = $3),
                $4, $5, $6, $7, $8
            )
            RETURNING sequence
            """,
            ids.next(), event.aggregate.rawValue, event.aggregateID, event.organizationID?.rawValue, event.type,
            actor, now, JSONValue.object(event.payload).text
        ) { (row) throws(DomainError) in try row.integer("sequence") }
        // An INSERT that does not throw returns its row.
        guard let sequence else { throw .internalFault }
        return sequence
    }
}
