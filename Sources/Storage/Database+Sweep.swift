package import Model
package import Platform
package import SQL

extension Database {
    /// Removes expired rows in small batches, so that no other write waits long.
    /// - Parameters:
    ///   - statement: deletes at most `$2` rows that expired at or before `$1`, such as
    ///     `DELETE FROM codes WHERE id IN (SELECT id FROM codes WHERE expires_at <= $1 LIMIT $2)`.
    ///   - batch: rows per transaction.
    /// - Returns: how many rows went.
    @discardableResult
    package func sweep(_ statement: SQLText, at now: Timestamp, batch: Int = 500) async throws(DomainError) -> Int {
        var total = 0
        while true {
            let removed = try await write { (tx) throws(DomainError) in try tx.execute(statement, now, batch) }
            total += removed
            // A cancelled job stops between two batches.
            if removed < batch || Task.isCancelled { return total }
        }
    }
}
