package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores a grant with its roles.
    /// - Throws: `Errors.Project.Grant.AlreadyExists` when the organization holds a grant of the project already; a
    ///   precondition for an unknown organization and for a role that the project does not have.
    package borrowing func insert(_ grant: ProjectGrant) throws(DomainError) {
        try execute(
            """
            INSERT INTO project_grants (id, project_id, granted_organization_id, state, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            grant.id, grant.projectID, grant.grantedOrganizationID, grant.state, grant.createdAt, grant.changedAt,
            conflict: DomainError(.alreadyExists, "V3-DKcYh", "Errors.Project.Grant.AlreadyExists"),
            missing: DomainError(.failedPrecondition, "COMMAND-3m9gg", "Errors.Org.NotFound"))
        try insertRoles(of: grant)
    }

    package borrowing func grant(
        of project: Project.ID, to organization: Organization.ID
    ) throws(DomainError) -> ProjectGrant? {
        let grant = try first(
            """
            SELECT id, project_id, granted_organization_id, state, created_at, changed_at
            FROM project_grants
            WHERE project_id = $1 AND granted_organization_id = $2
            """,
            project, organization, decode: ProjectGrant.init(row:))
        guard var grant else { return nil }
        grant.roleKeys = try all(
            "SELECT role_key FROM project_grant_roles WHERE grant_id = $1 ORDER BY role_key", grant.id
        ) { (row) throws(DomainError) in try row.text("role_key") }
        return grant
    }

    /// Replaces the roles of an existing grant. Authorizations under it lose what it does not have any more.
    /// - Throws: a precondition for a role that the project does not have.
    package borrowing func updateRoles(of grant: ProjectGrant) throws(DomainError) {
        try execute("UPDATE project_grants SET changed_at = $2 WHERE id = $1", grant.id, grant.changedAt)
        try execute("DELETE FROM project_grant_roles WHERE grant_id = $1", grant.id)
        try insertRoles(of: grant)
        try execute(
            """
            UPDATE authorizations SET changed_at = $2
            WHERE grant_id = $1 AND id IN (
                SELECT authorization_id FROM authorization_roles
                WHERE role_key NOT IN (SELECT role_key FROM project_grant_roles WHERE grant_id = $1)
            )
            """,
            grant.id, grant.changedAt)
        try execute(
            """
            DELETE FROM authorization_roles
            WHERE authorization_id IN (SELECT id FROM authorizations WHERE grant_id = $1)
                AND role_key NOT IN (SELECT role_key FROM project_grant_roles WHERE grant_id = $1)
            """,
            grant.id)
    }

    /// - Returns: `false` when the grant was in that state already.
    package borrowing func setState(
        _ state: ProjectGrant.State, of grant: ProjectGrant.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            "UPDATE project_grants SET state = $2, changed_at = $3 WHERE id = $1 AND state <> $2", grant, state, now)
            > 0
    }

    /// Removes a grant with the authorizations under it and its administrators.
    package borrowing func delete(_ grant: ProjectGrant.ID) throws(DomainError) {
        try execute("DELETE FROM project_grants WHERE id = $1", grant)
    }

    private borrowing func insertRoles(of grant: ProjectGrant) throws(DomainError) {
        for key in Set(grant.roleKeys).sorted() {
            try execute(
                "INSERT INTO project_grant_roles (grant_id, project_id, role_key) VALUES ($1, $2, $3)",
                grant.id, grant.projectID, key,
                missing: DomainError(.failedPrecondition, "COMMAND-6m9gd", "Errors.Project.Role.NotFound"))
        }
    }
}

extension ProjectGrant {
    /// Without the roles, which are rows of their own.
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), projectID: try row.value("project_id"),
            grantedOrganizationID: try row.value("granted_organization_id"), state: try row.value("state"),
            roleKeys: [], createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}
