package import Model
package import Platform
internal import SQL

extension Transaction {
    /// - Throws: `Errors.Instance.Member.AlreadyExists` when the user has roles there already; a precondition for an
    ///   unknown user or resource.
    package borrowing func insert(_ administrator: Administrator) throws(DomainError) {
        let resource = administrator.resource
        let id = resource.resourceID
        try execute(
            """
            INSERT INTO administrators (
                user_id, scope, resource_id, organization_id, project_id, grant_id, roles, created_at, changed_at
            ) VALUES (
                $1, $2, $3, CASE WHEN $2 = 'organization' THEN $3 END, CASE WHEN $2 = 'project' THEN $3 END,
                CASE WHEN $2 = 'project_grant' THEN $3 END, $4, $5, $6
            )
            """,
            administrator.userID, resource.scope, id, administrator.roles.stored, administrator.createdAt,
            administrator.changedAt,
            conflict: DomainError(.alreadyExists, "INSTA-pFDwe", "Errors.Instance.Member.AlreadyExists"),
            missing: DomainError(.failedPrecondition, "INSTA-GSXOn", "Errors.User.NotFound"))
    }

    /// - Returns: `nil` when the user has no roles over the resource.
    package borrowing func administrator(
        _ user: User.ID, of resource: AdministratedResource
    ) throws(DomainError) -> Administrator? {
        try first(
            """
            SELECT roles, created_at, changed_at FROM administrators
            WHERE user_id = $1 AND scope = $2 AND resource_id = $3
            """,
            user, resource.scope, resource.resourceID
        ) { (row) throws(DomainError) in
            Administrator(
                userID: user, resource: resource, roles: [Role](stored: try row.text("roles")),
                createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
        }
    }

    package borrowing func setRoles(
        _ roles: [Role], of user: User.ID, over resource: AdministratedResource, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            UPDATE administrators SET roles = $4, changed_at = $5
            WHERE user_id = $1 AND scope = $2 AND resource_id = $3
            """,
            user, resource.scope, resource.resourceID, roles.stored, now)
    }

    /// - Returns: `false` when the user has no roles over the resource.
    package borrowing func deleteAdministrator(
        _ user: User.ID, of resource: AdministratedResource
    ) throws(DomainError) -> Bool {
        try execute(
            "DELETE FROM administrators WHERE user_id = $1 AND scope = $2 AND resource_id = $3", user, resource.scope,
            resource.resourceID) == 1
    }

    /// The identifier of the instance, for its history; empty in a store that has none yet.
    package borrowing func instanceID() throws(DomainError) -> String {
        try first("SELECT id FROM instance") { (row) throws(DomainError) in try row.text("id") } ?? ""
    }
}

extension [Role] {
    /// The names, separated by a space.
    var stored: String { map(\.rawValue).joined(separator: " ") }

    /// A role that this version does not know gives nothing.
    init(stored: String) {
        self = stored.split(separator: " ").compactMap { Role(rawValue: String($0)) }
    }
}
