package import Model
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
            administrator.userID, resource.scope, id, administrator.roles.map(\.rawValue).joined(separator: " "),
            administrator.createdAt, administrator.changedAt,
            conflict: DomainError(.alreadyExists, "INSTA-pFDwe", "Errors.Instance.Member.AlreadyExists"),
            missing: DomainError(.failedPrecondition, "INSTA-GSXOn", "Errors.User.NotFound"))
    }
}
