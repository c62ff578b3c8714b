package import Model
internal import SQL

extension Transaction {
    package borrowing func isActive(_ organization: Organization.ID) throws(DomainError) -> Bool {
        try first("SELECT 1 AS found FROM organizations WHERE id = $1 AND state = 'active'", organization) { _ in true }
            ?? false
    }

    /// The organization whose proven domain ends a login name; `nil` when there is none.
    package borrowing func organization(ofDomainIn loginName: String) throws(DomainError) -> Organization.ID? {
        guard let at = loginName.lastIndex(of: "@") else { return nil }
        let domain = loginName[at...].dropFirst().lowercased()
        return try first(
            "SELECT organization_id FROM organization_domains WHERE domain = $1 AND is_verified", domain
        ) { (row) throws(DomainError) in try row.value("organization_id") }
    }
}
