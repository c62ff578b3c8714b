package import Model
package import Platform
internal import SQL

extension Transaction {
    package borrowing func metadata(_ key: String, of user: User.ID) throws(DomainError) -> Metadata? {
        try first(
            """
            SELECT key, value, created_at, changed_at, sequence FROM user_metadata WHERE user_id = $1 AND key = $2
            """,
            user, key, decode: Metadata.init(row:))
    }

    /// Adds an entry, or gives it another value.
    /// - Parameter missing: thrown for an unknown user.
    package borrowing func setMetadata(
        _ key: String, _ value: [UInt8], of user: User.ID, sequence: Int64, at now: Timestamp, missing: DomainError
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO user_metadata (user_id, key, value, sequence, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $5)
            ON CONFLICT (user_id, key) DO UPDATE
            SET value = excluded.value, sequence = excluded.sequence, changed_at = excluded.changed_at
            """,
            user, key, value, sequence, now, missing: missing)
    }

    /// - Returns: `false` when there was no such entry.
    package borrowing func deleteMetadata(_ key: String, of user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM user_metadata WHERE user_id = $1 AND key = $2", user, key) == 1
    }

    /// Metadata of a user whom the caller may see.
    /// - Parameters:
    ///   - organization: the one that the user must belong to, if any.
    ///   - keys: all of them must match.
    package borrowing func metadata(
        of user: User.ID, in organization: Organization.ID?, keys: [TextMatch], _ page: Page, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<Metadata> {
        try self.page(
            "SELECT d.key, d.value, d.created_at, d.changed_at, d.sequence",
            from: "FROM user_metadata d JOIN users u ON u.id = d.user_id",
            where: { query in
                query.append(usersVisibleTo: caller)
                query.append(" AND d.user_id = $1", user)
                if let organization { query.append(" AND u.organization_id = $1", organization) }
                for key in keys {
                    query.append(" AND ")
                    query.append("d.key", matches: key)
                }
            },
            order: { $0.append(orderedBy: "d.created_at", then: "d.key", page) }, decode: Metadata.init(row:))
    }
}

extension Metadata {
    package init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            key: try row.text("key"), value: try row.blob("value"), createdAt: try row.timestamp("created_at"),
            changedAt: try row.timestamp("changed_at"), sequence: try row.integer("sequence"))
    }
}
