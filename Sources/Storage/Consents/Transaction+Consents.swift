package import Model
package import Platform
internal import SQL

/// A project other than its own that an application asks for.
package struct AskedProject: Sendable, Hashable {
    package let id: Project.ID
    package let name: String
    /// Whether the person is asked before the application gets tokens for it.
    package let needsConsent: Bool
    /// Whether the person has agreed before.
    package let isConsented: Bool
}

extension Transaction {
    /// Those of some projects that exist and are not the application's own. The person is asked about those of other
    /// organizations and, being an administrator of anything, about the project of the API.
    package borrowing func askedProjects(
        _ projects: [Project.ID], byClient clientID: String, for user: User.ID, ofAPI apiProject: Project.ID
    ) throws(DomainError) -> [AskedProject] {
        guard !projects.isEmpty else { return [] }
        var query = SQLQuery(
            """
            SELECT p.id, p.name, c.user_id IS NOT NULL AS is_consented,
                p.organization_id <> own.organization_id
                    OR (p.id = $2 AND EXISTS (SELECT 1 FROM administrators m WHERE m.user_id = $1)) AS needs_consent
            FROM applications a
            JOIN projects own ON own.id = a.project_id
            JOIN projects p ON p.id <> own.id
            LEFT JOIN consents c ON c.project_id = p.id AND c.client_id = a.client_id AND c.user_id = $1
            """, user, apiProject)
        query.append(" WHERE a.client_id = $1 AND ", clientID)
        query.append("p.id", isOneOf: projects)
        query.append(" ORDER BY p.name, p.id")
        return try all(query) { (row) throws(DomainError) in
            AskedProject(
                id: try row.value("id"), name: try row.text("name"), needsConsent: try row.boolean("needs_consent"),
                isConsented: try row.boolean("is_consented"))
        }
    }

    package borrowing func insertConsent(
        of user: User.ID, to clientID: String, _ project: Project.ID, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO consents (user_id, client_id, project_id, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (user_id, client_id, project_id) DO NOTHING
            """,
            user, clientID, project, now)
    }

    /// - Returns: `false` when there was none.
    package borrowing func deleteConsents(of user: User.ID, to clientID: String) throws(DomainError) -> Bool {
        try execute("DELETE FROM consents WHERE user_id = $1 AND client_id = $2", user, clientID) > 0
    }

    /// Takes back what was granted and is not fetched yet: codes, and approvals of devices.
    package borrowing func withdrawGrants(
        of user: User.ID, at clientID: String
    ) throws(DomainError) {
        try execute(
            "UPDATE auth_requests SET state = 'refused' WHERE user_id = $1 AND client_id = $2 AND state = 'granted'",
            user, clientID)
        try execute(
            """
            UPDATE device_authorizations SET state = 'denied'
            WHERE user_id = $1 AND client_id = $2 AND state = 'approved'
            """,
            user, clientID)
    }

    /// What a person has agreed to, by application.
    package borrowing func consents(of user: User.ID) throws(DomainError) -> [Consent] {
        let rows = try all(
            """
            SELECT c.client_id, a.name AS application_name, o.name AS organization_name, p.name AS project_name,
                c.created_at
            FROM consents c
            JOIN applications a ON a.client_id = c.client_id
            JOIN projects own ON own.id = a.project_id
            JOIN organizations o ON o.id = own.organization_id
            JOIN projects p ON p.id = c.project_id
            WHERE c.user_id = $1
            ORDER BY a.name, c.client_id, c.created_at, p.name
            """,
            user
        ) { (row) throws(DomainError) in
            Consent(
                clientID: try row.text("client_id"), applicationName: try row.text("application_name"),
                organizationName: try row.text("organization_name"), projects: [try row.text("project_name")],
                createdAt: try row.timestamp("created_at"))
        }
        return rows.reduce(into: []) { (consents: inout [Consent], row) in
            if consents.last?.clientID == row.clientID {
                consents[consents.count - 1].projects += row.projects
            } else {
                consents.append(row)
            }
        }
    }

    /// Notes on a request who was asked and agreed.
    /// - Returns: `false` when the request was answered before.
    package borrowing func consent(_ user: User.ID, to id: AuthRequest.ID) throws(DomainError) -> Bool {
        try execute(
            "UPDATE auth_requests SET consented_user_id = $2 WHERE id = $1 AND state = 'waiting'", id, user) == 1
    }

    package borrowing func isConsented(_ id: AuthRequest.ID, by user: User.ID) throws(DomainError) -> Bool {
        try first(
            "SELECT id FROM auth_requests WHERE id = $1 AND consented_user_id = $2", id, user
        ) { (_) throws(DomainError) in true } ?? false
    }

    /// The names of an application and of the organization that it belongs to, and the project.
    package borrowing func applicationOwner(
        _ clientID: String
    ) throws(DomainError) -> (application: String, organization: String, id: Organization.ID, project: Project.ID)? {
        try first(
            """
            SELECT a.name AS application_name, o.name AS organization_name, o.id, a.project_id
            FROM applications a
            JOIN projects p ON p.id = a.project_id
            JOIN organizations o ON o.id = p.organization_id
            WHERE a.client_id = $1
            """,
            clientID
        ) { (row) throws(DomainError) in
            (
                application: try row.text("application_name"), organization: try row.text("organization_name"),
                id: try row.value("id"), project: try row.value("project_id")
            )
        }
    }
}
