package import Model
internal import SQL

/// Whether a user may sign in to the applications of a project.
package enum ProjectAccess: String, Sendable {
    case allowed
    /// The user's organization neither owns the project nor holds a grant of it, and the project asks for that.
    case noGrant = "no_grant"
    /// The user has no role in the project, and the project asks for one.
    case noAuthorization = "no_authorization"
}

extension Query where Value == ProjectAccess? {
    /// - Returns: `nil` when the application or the user is not there.
    package static func projectAccess(of user: User.ID, client clientID: String) -> Query {
        first(
            """
            SELECT CASE
                WHEN p.access_required AND p.organization_id <> u.organization_id AND NOT EXISTS (
                    SELECT 1 FROM project_grants g
                    WHERE g.project_id = p.id AND g.granted_organization_id = u.organization_id
                        AND g.state = 'active'
                ) THEN 'no_grant'
                WHEN p.authorization_required AND NOT EXISTS (
                    SELECT 1 FROM authorizations z
                    JOIN organizations o ON o.id = z.organization_id AND o.state = 'active'
                    LEFT JOIN project_grants g ON g.id = z.grant_id
                    WHERE z.user_id = u.id AND z.project_id = p.id AND z.state = 'active'
                        AND (z.grant_id IS NULL OR g.state = 'active')
                ) THEN 'no_authorization'
                ELSE 'allowed'
            END AS access
            FROM applications a
            JOIN projects p ON p.id = a.project_id
            JOIN users u ON u.id = $1
            WHERE a.client_id = $2
            """,
            user, clientID
        ) { (row) throws(DomainError) in try row.value("access") }
    }
}
