package import Model
internal import SQL

extension Transaction {
    /// Everything that the user administers. An administrator of a project grant counts only while the grant is active;
    /// a role that this version does not know gives nothing.
    package borrowing func memberships(of user: User.ID) throws(DomainError) -> [Caller.Membership] {
        try all(
            """
            SELECT a.scope, a.resource_id, a.roles
            FROM administrators a
            LEFT JOIN project_grants g ON g.id = a.grant_id
            WHERE a.user_id = $1 AND (a.grant_id IS NULL OR g.state = 'active')
            """,
            user
        ) { (row) throws(DomainError) in
            guard
                let resource = AdministratedResource(
                    scope: try row.text("scope"), resourceID: try row.text("resource_id"))
            else { throw row.unreadable("scope") }
            return Caller.Membership(resource: resource, roles: [Role](stored: try row.text("roles")))
        }
    }

    package borrowing func organizationExists(_ id: Organization.ID) throws(DomainError) -> Bool {
        try first("SELECT 1 AS found FROM organizations WHERE id = $1", id) { _ in true } ?? false
    }
}
