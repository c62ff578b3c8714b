package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores a new organization together with its generated domain, which is its primary one.
    /// - Throws: `Errors.Org.AlreadyExists` when the name, the identifier or the domain is taken.
    package borrowing func insert(_ organization: Organization) throws(DomainError) {
        try execute(
            """
            INSERT INTO organizations (id, name, name_folded, state, sequence, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            organization.id, organization.name, organization.name.lowercased(), organization.state,
            organization.sequence, organization.createdAt, organization.changedAt, conflict: .organizationTaken)
        try execute(
            """
            INSERT INTO organization_domains (
                organization_id, domain, is_verified, is_primary, is_generated, validation_type, created_at, changed_at
            ) VALUES ($1, $2, TRUE, TRUE, TRUE, 'none', $3, $3)
            """,
            organization.id, organization.primaryDomain, organization.createdAt, conflict: .organizationTaken)
    }

    package borrowing func organization(_ id: Organization.ID) throws(DomainError) -> Organization? {
        try first(
            """
            SELECT o.id, o.name, o.state, o.sequence, o.created_at, o.changed_at, d.domain AS primary_domain
            FROM organizations o
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE o.id = $1
            """,
            id, decode: Organization.init(row:))
    }

    /// Writes an event of the organization and moves its sequence and change date along.
    @discardableResult
    package borrowing func record(
        _ type: String, of organization: Organization.ID, by caller: User.ID?, at now: Timestamp,
        payload: JSONObject = [:]
    ) throws(DomainError) -> ObjectDetails {
        let sequence = try record(.organization(organization, type, payload), by: caller?.rawValue, at: now)
        try execute(
            "UPDATE organizations SET sequence = $2, changed_at = $3 WHERE id = $1", organization, sequence, now)
        return ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: organization)
    }
}

extension DomainError {
    /// The name, the identifier or the generated domain belongs to another organization.
    static let organizationTaken = DomainError(.alreadyExists, "V3-DKcYh", "Organisation's name already taken")
}

extension Organization {
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), name: try row.text("name"), state: try row.value("state"),
            primaryDomain: try row.text("primary_domain"), sequence: try row.integer("sequence"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}
