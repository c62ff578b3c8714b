package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Gives an organization another name and its generated domain with it.
    /// - Returns: `false` for an unknown organization and for the name that it has.
    /// - Throws: `Errors.Org.AlreadyExists` when the name or the domain is taken.
    package borrowing func rename(
        _ id: Organization.ID, to name: String, generatedDomain: String, at now: Timestamp
    ) throws(DomainError) -> Bool {
        let changed = try execute(
            "UPDATE organizations SET name = $2, name_folded = $3 WHERE id = $1 AND name <> $2",
            id, name, name.lowercased(), conflict: .organizationTaken)
        guard changed == 1 else { return false }
        try execute(
            """
            UPDATE organization_domains
            SET domain = $2, changed_at = $3
            WHERE organization_id = $1 AND is_generated AND domain <> $2
            """,
            id, generatedDomain, now, conflict: .organizationTaken)
        return true
    }

    /// - Returns: `false` for an unknown organization and for the state that it is in.
    package borrowing func setState(
        _ state: Organization.State, of id: Organization.ID
    ) throws(DomainError) -> Bool {
        try execute("UPDATE organizations SET state = $2 WHERE id = $1 AND state <> $2", id, state) == 1
    }

    /// Removes an organization with everything in it. The default organization of the instance, and the one whose
    /// project the service itself is, stay.
    /// - Returns: whether it was removed.
    package borrowing func deleteOrganization(_ id: Organization.ID) throws(DomainError) -> Bool {
        try execute(
            """
            DELETE FROM organizations
            WHERE id = $1 AND NOT EXISTS (
                SELECT 1 FROM instance i
                LEFT JOIN projects p ON p.id = i.project_id
                WHERE i.default_organization_id = $1 OR p.organization_id = $1
            )
            """,
            id) == 1
    }

    /// Whether it is the default organization of the instance.
    package borrowing func isDefaultOrganization(_ id: Organization.ID) throws(DomainError) -> Bool {
        try first("SELECT 1 AS found FROM instance WHERE default_organization_id = $1", id) { _ in true } ?? false
    }
}
