package import Model
internal import SQL

extension Transaction {
    /// The roles that a user holds in a project now. What is inactive anywhere on the way (the authorization, the
    /// project, its organization, the giving organization, the grant) gives no role.
    package borrowing func roleAssignments(
        of user: User.ID, in project: Project.ID
    ) throws(DomainError) -> [RoleAssignment] {
        try all(
            """
            SELECT r.role_key, a.project_id, a.organization_id, d.domain
            FROM authorizations a
            JOIN authorization_roles r ON r.authorization_id = a.id
            JOIN projects p ON p.id = a.project_id AND p.state = 'active'
            JOIN organizations owner ON owner.id = p.organization_id AND owner.state = 'active'
            JOIN organizations o ON o.id = a.organization_id AND o.state = 'active'
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            LEFT JOIN project_grants g ON g.id = a.grant_id
            WHERE a.user_id = $1 AND a.project_id = $2 AND a.state = 'active'
                AND (a.grant_id IS NULL OR g.state = 'active')
            ORDER BY r.role_key, a.organization_id
            """,
            user, project, decode: RoleAssignment.init(row:))
    }
}

extension RoleAssignment {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            projectID: try row.value("project_id"), roleKey: try row.text("role_key"),
            organizationID: try row.value("organization_id"), organizationDomain: try row.text("domain"))
    }
}
