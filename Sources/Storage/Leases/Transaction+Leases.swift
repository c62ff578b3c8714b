package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Takes or renews a lease, so that of many nodes one runs a job.
    ///
    /// Test and change are one statement: of several that try at once, one gets it.
    /// - Returns: whether `holder` has the lease until `end`.
    package borrowing func takeLease(
        _ name: String, holder: String, until end: Timestamp, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            INSERT INTO leases (name, holder, expires_at)
            VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
            WHERE leases.holder = excluded.holder OR leases.expires_at <= $4
            """,
            name, holder, end, now) == 1
    }

    /// Gives a lease back. Does nothing when somebody else has it by now.
    package borrowing func releaseLease(_ name: String, holder: String) throws(DomainError) {
        try execute("DELETE FROM leases WHERE name = $1 AND holder = $2", name, holder)
    }
}
