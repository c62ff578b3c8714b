package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Adds a domain that is not the primary one. An unverified domain may be added to several organizations.
    /// - Throws: `COMMA-Bd2jj` when the organization has it, or when it is verified here and elsewhere.
    package borrowing func insert(_ domain: OrganizationDomain, at now: Timestamp) throws(DomainError) {
        try execute(
            """
            INSERT INTO organization_domains (
                organization_id, domain, is_verified, is_primary, is_generated, validation_type, created_at, changed_at
            ) VALUES ($1, $2, $3, FALSE, FALSE, $4, $5, $5)
            """,
            domain.organizationID, domain.domain, domain.isVerified, domain.validationType, now,
            conflict: DomainError(.alreadyExists, "COMMA-Bd2jj", "Errors.Org.Domain.AlreadyExists"),
            missing: DomainError(.notFound, "ORG-1MRds", "Organisation not found"))
    }

    /// - Returns: `nil` when the organization does not have the domain.
    package borrowing func domain(
        _ name: String, of organization: Organization.ID
    ) throws(DomainError) -> (domain: OrganizationDomain, hasToken: Bool, changedAt: Timestamp)? {
        try first(
            """
            SELECT organization_id, domain, is_verified, is_primary, is_generated, validation_type, changed_at,
                validation_token IS NOT NULL AS has_token
            FROM organization_domains
            WHERE organization_id = $1 AND domain = $2
            """,
            organization, name
        ) { (row) throws(DomainError) in
            (try OrganizationDomain(row: row), try row.boolean("has_token"), try row.timestamp("changed_at"))
        }
    }

    package borrowing func domains(
        of organization: Organization.ID, _ search: OrganizationDomain.Search
    ) throws(DomainError) -> PageResult<OrganizationDomain> {
        try page(
            "SELECT organization_id, domain, is_verified, is_primary, is_generated, validation_type",
            from: "FROM organization_domains",
            where: { query in
                query.append("organization_id = $1", organization)
                for match in search.filters {
                    query.append(" AND ")
                    query.append("domain", matches: match)
                }
            },
            order: { query in
                switch search.sorting {
                case .creationDate: query.append(orderedBy: "created_at", then: "domain", search.page)
                case .name: query.append(orderedBy: "domain", then: "created_at", search.page)
                }
            }, decode: OrganizationDomain.init(row:))
    }

    /// - Returns: `false` for an unknown domain and for the primary one, which stays.
    package borrowing func deleteDomain(
        _ name: String, of organization: Organization.ID
    ) throws(DomainError) -> Bool {
        try execute(
            "DELETE FROM organization_domains WHERE organization_id = $1 AND domain = $2 AND NOT is_primary",
            organization, name) == 1
    }

    /// Starts the validation of an unverified domain over, by another token.
    /// - Returns: `false` for an unknown domain and for a verified one.
    package borrowing func setValidation(
        _ type: OrganizationDomain.ValidationType, token: String, until expiry: Timestamp, of name: String,
        in organization: Organization.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE organization_domains
            SET validation_type = $3, validation_token = $4, validation_expires_at = $5, changed_at = $6
            WHERE organization_id = $1 AND domain = $2 AND NOT is_verified
            """,
            organization, name, type, token, expiry, now) == 1
    }
}

extension OrganizationDomain {
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            organizationID: try row.value("organization_id"), domain: try row.text("domain"),
            isVerified: try row.boolean("is_verified"), isPrimary: try row.boolean("is_primary"),
            isGenerated: try row.boolean("is_generated"), validationType: try row.value("validation_type"))
    }
}

extension Transaction {
    /// The organization that a domain, in lower case, was proven for.
    package borrowing func owner(ofVerifiedDomain domain: String) throws(DomainError) -> Organization.ID? {
        try first("SELECT organization_id FROM organization_domains WHERE domain = $1 AND is_verified", domain) {
            (row) throws(DomainError) in try row.value("organization_id", as: Organization.ID.self)
        }
    }
}
