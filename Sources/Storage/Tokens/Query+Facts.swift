package import Model
internal import SQL

extension TokenOwner {
    fileprivate var userID: User.ID? {
        if case .user(let id) = self { id } else { nil }
    }

    fileprivate var tokenID: PersonalAccessToken.ID? {
        if case .personalAccessToken(let id) = self { id } else { nil }
    }
}

extension RoleProject {
    fileprivate var projectID: Project.ID? {
        if case .project(let id) = self { id } else { nil }
    }

    fileprivate var clientID: String? {
        if case .ofClient(let id) = self { id } else { nil }
    }

    fileprivate var assertingID: Project.ID? {
        if case .asserting(let id) = self { id } else { nil }
    }
}

extension Query where Value == [RoleAssignment] {
    /// The roles that a user holds in a project now. What is inactive anywhere on the way (the authorization, the
    /// project, its organization, the giving organization, the grant) gives no role.
    package static func roleAssignments(of owner: TokenOwner, in project: RoleProject) -> Query {
        all(
            """
            SELECT r.role_key, a.project_id, a.organization_id, d.domain
            FROM authorizations a
            JOIN authorization_roles r ON r.authorization_id = a.id
            JOIN projects p ON p.id = a.project_id AND p.state = 'active'
            JOIN organizations owner ON owner.id = p.organization_id AND owner.state = 'active'
            JOIN organizations o ON o.id = a.organization_id AND o.state = 'active'
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            LEFT JOIN project_grants g ON g.id = a.grant_id
            WHERE a.user_id = COALESCE($1, (SELECT t.user_id FROM personal_access_tokens t WHERE t.id = $2))
                AND a.project_id = COALESCE(
                    $3, (SELECT c.project_id FROM applications c WHERE c.client_id = $4),
                    (SELECT s.id FROM projects s WHERE s.id = $5 AND s.role_assertion)
                )
                AND a.state = 'active' AND (a.grant_id IS NULL OR g.state = 'active')
            ORDER BY r.role_key, a.organization_id
            """,
            owner.userID, owner.tokenID, project.projectID, project.clientID, project.assertingID,
            decode: RoleAssignment.init(row:))
    }
}

extension Query where Value == [Metadata] {
    /// All metadata of a user, by key: what claims carry.
    package static func metadata(of owner: TokenOwner) -> Query {
        all(
            """
            SELECT key, value, created_at, changed_at, sequence
            FROM user_metadata
            WHERE user_id = COALESCE($1, (SELECT t.user_id FROM personal_access_tokens t WHERE t.id = $2))
            ORDER BY key
            """,
            owner.userID, owner.tokenID, decode: Metadata.init(row:))
    }
}

extension RoleAssignment {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            projectID: try row.value("project_id"), roleKey: try row.text("role_key"),
            organizationID: try row.value("organization_id"), organizationDomain: try row.text("domain"))
    }
}
