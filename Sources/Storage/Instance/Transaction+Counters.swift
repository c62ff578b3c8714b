package import Model
internal import SQL

extension Transaction {
    /// Counts one more. Of many nodes that count at once, each gets a number of its own, because reading and adding are
    /// one statement.
    /// - Returns: 1 the first time.
    package borrowing func countUp(_ name: String) throws(DomainError) -> Int64 {
        let value = try first(
            """
            INSERT INTO counters (name, value)
            VALUES ($1, 1)
            ON CONFLICT (name) DO UPDATE SET value = counters.value + 1
            RETURNING value
            """,
            name
        ) { (row) throws(DomainError) in try row.integer("value") }
        // The statement returns its row whichever way it went.
        guard let value else { throw .internalFault }
        return value
    }
}
