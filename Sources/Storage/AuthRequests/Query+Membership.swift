package import Model
internal import SQL

extension Query where Value == Bool {
    /// Whether a user belongs to the organization that sign-ins are limited to.
    /// - Parameters:
    ///   - organizations: each must be the user's.
    ///   - domains: each must be the primary domain of the user's organization.
    package static func isMember(
        _ user: User.ID, ofOrganizations organizations: [String], withDomains domains: [String]
    ) -> Query {
        Query<UserOrganization?>.first(
            """
            SELECT u.organization_id, d.domain
            FROM users u
            JOIN organization_domains d ON d.organization_id = u.organization_id AND d.is_primary
            WHERE u.id = $1
            """,
            user
        ) { (row) throws(DomainError) in
            UserOrganization(id: try row.text("organization_id"), domain: try row.text("domain"))
        }
        .map { found in
            guard let found else { return false }
            return organizations.allSatisfy { $0 == found.id } && domains.allSatisfy { $0 == found.domain }
        }
    }

    /// Whether there is an active organization with this identifier, or with this primary domain.
    package static func isActiveOrganization(id: String?, domain: String?) -> Query {
        Query<Bool?>.first(
            """
            SELECT o.id
            FROM organizations o
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE o.state = 'active' AND (CAST($1 AS TEXT) IS NULL OR o.id = $1)
                AND (CAST($2 AS TEXT) IS NULL OR d.domain = $2)
            """,
            id, domain
        ) { (_) throws(DomainError) in true }
        .map { $0 ?? false }
    }
}

private struct UserOrganization: Sendable {
    let id: String
    let domain: String
}
