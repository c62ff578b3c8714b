package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Writes one key, in place of an earlier value.
    package borrowing func setMetadata(
        _ key: String, _ value: [UInt8], of organization: Organization.ID, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO organization_metadata (organization_id, key, value, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $4)
            ON CONFLICT (organization_id, key)
            DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at
            """,
            organization, key, value, now)
    }

    /// - Returns: `false` when there is no such key.
    package borrowing func deleteMetadata(
        _ key: String, of organization: Organization.ID
    ) throws(DomainError) -> Bool {
        try execute("DELETE FROM organization_metadata WHERE organization_id = $1 AND key = $2", organization, key)
            == 1
    }

    /// - Parameter keys: what the key must match, all of them.
    package borrowing func metadata(
        of organization: Organization.ID, keys: [TextMatch], _ list: Page
    ) throws(DomainError) -> PageResult<Metadata> {
        try page(
            "SELECT key, value, created_at, changed_at, 0 AS sequence", from: "FROM organization_metadata",
            where: { query in
                query.append("organization_id = $1", organization)
                for match in keys {
                    query.append(" AND ")
                    query.append("key", matches: match)
                }
            },
            order: { $0.append(orderedBy: "created_at", then: "key", list) }, decode: Metadata.init(row:))
    }
}
