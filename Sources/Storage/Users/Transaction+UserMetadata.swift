package import Model
internal import SQL

extension Transaction {
    /// All metadata of a user, by key: what claims carry.
    package borrowing func metadata(of user: User.ID) throws(DomainError) -> [Metadata] {
        try all(
            """
            SELECT key, value, created_at, changed_at, sequence FROM user_metadata WHERE user_id = $1 ORDER BY key
            """,
            user, decode: Metadata.init(row:))
    }
}

extension Metadata {
    package init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            key: try row.text("key"), value: try row.blob("value"), createdAt: try row.timestamp("created_at"),
            changedAt: try row.timestamp("changed_at"), sequence: try row.integer("sequence"))
    }
}
