package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores an authorization with its roles.
    /// - Throws: `Errors.UserGrant.AlreadyExists` when the organization has authorized the user on the project already;
    ///   a precondition for an unknown user and for roles that may not be given.
    package borrowing func insert(_ authorization: Authorization) throws(DomainError) {
        // The foreign keys refuse a user, a project, an organization and a grant that do not exist. The project and
        // the grant were read by the caller, so it is the user who is missing; and the organization must be the one
        // that owns the project, or that holds the grant of it.
        let stored = try execute(
            """
            INSERT INTO authorizations (
                id, user_id, project_id, organization_id, grant_id, state, created_at, changed_at
            )
            SELECT $1, $2, $3, $4, $5, $6, CAST($7 AS BIGINT), CAST($8 AS BIGINT)
            WHERE EXISTS (
                SELECT 1 FROM projects WHERE id = $3 AND organization_id = $4 AND CAST($5 AS TEXT) IS NULL
            ) OR EXISTS (
                SELECT 1 FROM project_grants WHERE id = $5 AND project_id = $3 AND granted_organization_id = $4
            )
            """,
            authorization.id, authorization.userID, authorization.projectID, authorization.organizationID,
            authorization.grantID, authorization.state, authorization.createdAt, authorization.changedAt,
            conflict: DomainError(.alreadyExists, "V3-DKcYh", "Errors.UserGrant.AlreadyExists"),
            missing: DomainError(.failedPrecondition, "COMMAND-4f8sg", "Errors.User.NotFound"))
        guard stored > 0 else {
            throw DomainError(.failedPrecondition, "COMMAND-4m9ff", "Errors.Project.Grant.NotFound")
        }
        try insertRoles(of: authorization)
    }

    /// An authorization with the owner of its project.
    package borrowing func authorization(
        _ id: Authorization.ID
    ) throws(DomainError) -> (authorization: Authorization, projectOwner: Organization.ID)? {
        let found = try first(
            """
            SELECT a.id, a.user_id, a.project_id, a.organization_id, a.grant_id, a.state, a.created_at, a.changed_at,
                p.organization_id AS project_owner
            FROM authorizations a
            JOIN projects p ON p.id = a.project_id
            WHERE a.id = $1
            """,
            id
        ) { (row) throws(DomainError) in
            (try Authorization(row: row), try row.value("project_owner", as: Organization.ID.self))
        }
        guard let found else { return nil }
        var authorization = found.0
        authorization.roleKeys = try all(
            "SELECT role_key FROM authorization_roles WHERE authorization_id = $1 ORDER BY role_key", id
        ) { (row) throws(DomainError) in try row.text("role_key") }
        return (authorization, found.1)
    }

    /// Replaces the roles of an existing authorization.
    /// - Throws: a precondition for roles that may not be given.
    package borrowing func updateRoles(of authorization: Authorization) throws(DomainError) {
        try execute(
            "UPDATE authorizations SET changed_at = $2 WHERE id = $1", authorization.id, authorization.changedAt)
        try execute("DELETE FROM authorization_roles WHERE authorization_id = $1", authorization.id)
        try insertRoles(of: authorization)
    }

    /// - Returns: `false` when the authorization was in that state already.
    package borrowing func setState(
        _ state: Authorization.State, of authorization: Authorization.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            "UPDATE authorizations SET state = $2, changed_at = $3 WHERE id = $1 AND state <> $2", authorization,
            state, now) > 0
    }

    package borrowing func delete(_ authorization: Authorization.ID) throws(DomainError) {
        try execute("DELETE FROM authorizations WHERE id = $1", authorization)
    }

    /// Each role must be one of the project and, under a grant, one of the grant; the statement itself looks.
    private borrowing func insertRoles(of authorization: Authorization) throws(DomainError) {
        for key in Set(authorization.roleKeys).sorted() {
            let stored = try execute(
                """
                INSERT INTO authorization_roles (authorization_id, project_id, role_key)
                SELECT $1, r.project_id, r.key
                FROM project_roles r
                WHERE r.project_id = $2 AND r.key = $3 AND (
                    CAST($4 AS TEXT) IS NULL
                    OR EXISTS (SELECT 1 FROM project_grant_roles g WHERE g.grant_id = $4 AND g.role_key = r.key)
                )
                """,
                authorization.id, authorization.projectID, key, authorization.grantID)
            guard stored > 0 else {
                throw DomainError(.failedPrecondition, "COMMAND-mm9F4", "Errors.Project.Role.NotFound")
            }
        }
    }
}

extension Authorization {
    /// Without the roles, which are rows of their own.
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), userID: try row.value("user_id"), projectID: try row.value("project_id"),
            organizationID: try row.value("organization_id"), grantID: try row.optionalValue("grant_id"),
            state: try row.value("state"), roleKeys: [], createdAt: try row.timestamp("created_at"),
            changedAt: try row.timestamp("changed_at"))
    }
}
