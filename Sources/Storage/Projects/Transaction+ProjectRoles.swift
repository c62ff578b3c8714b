package import Model
package import Platform
internal import SQL

extension Transaction {
    /// - Throws: `Errors.Project.Role.AlreadyExists` when the project has a role of that key; a precondition for an
    ///   unknown project.
    package borrowing func insert(_ role: ProjectRole) throws(DomainError) {
        try execute(
            """
            INSERT INTO project_roles (project_id, key, display_name, role_group, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            role.projectID, role.key, role.displayName, role.group, role.createdAt, role.changedAt,
            conflict: DomainError(.alreadyExists, "V3-DKcYh", "Errors.Project.Role.AlreadyExists"),
            missing: DomainError(.failedPrecondition, "COMMAND-4M0fs", "Errors.Project.NotFound"))
    }

    package borrowing func role(_ key: String, of project: Project.ID) throws(DomainError) -> ProjectRole? {
        try first(
            """
            SELECT project_id, key, display_name, role_group, created_at, changed_at
            FROM project_roles
            WHERE project_id = $1 AND key = $2
            """,
            project, key, decode: ProjectRole.init(row:))
    }

    /// Stores display name and group of an existing role.
    package borrowing func update(_ role: ProjectRole) throws(DomainError) {
        try execute(
            """
            UPDATE project_roles SET display_name = $3, role_group = $4, changed_at = $5
            WHERE project_id = $1 AND key = $2
            """,
            role.projectID, role.key, role.displayName, role.group, role.changedAt)
    }

    /// Removes a role from the project, its grants and all authorizations, whose change dates move along.
    /// - Returns: `false` when there was no such role.
    package borrowing func deleteRole(
        _ key: String, of project: Project.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE authorizations SET changed_at = $3
            WHERE id IN (SELECT authorization_id FROM authorization_roles WHERE project_id = $1 AND role_key = $2)
            """,
            project, key, now)
        try execute(
            """
            UPDATE project_grants SET changed_at = $3
            WHERE id IN (SELECT grant_id FROM project_grant_roles WHERE project_id = $1 AND role_key = $2)
            """,
            project, key, now)
        // The foreign keys of the assignments do the rest.
        return try execute("DELETE FROM project_roles WHERE project_id = $1 AND key = $2", project, key) > 0
    }

    /// The roles of a project; a receiver of a grant sees those that it was granted.
    package borrowing func roles(
        of project: Project.ID, _ search: ProjectRole.Search, within reach: Caller.Reach
    ) throws(DomainError) -> PageResult<ProjectRole> {
        try page(
            "SELECT r.project_id, r.key, r.display_name, r.role_group, r.created_at, r.changed_at",
            from: "FROM project_roles r JOIN projects p ON p.id = r.project_id",
            where: { query in
                query.append("r.project_id = $1 AND (", project)
                query.append(within: reach, organizations: ["p.organization_id"], project: "p.id")
                query.append(
                    """
                     OR EXISTS (
                        SELECT 1
                        FROM project_grant_roles gr
                        JOIN project_grants g ON g.id = gr.grant_id
                        WHERE gr.project_id = r.project_id AND gr.role_key = r.key
                    """)
                query.append(" AND ")
                query.append(within: reach, organizations: ["g.granted_organization_id"], grant: "g.id")
                query.append("))")
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: ProjectRole.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: ProjectRole.Filter) {
        append(" AND ")
        switch filter {
        case .key(let match): append("r.key", matches: match)
        case .displayName(let match): append("r.display_name", matches: match)
        }
    }

    fileprivate mutating func append(_ sorting: ProjectRole.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .creationDate: "r.created_at"
            case .key: "r.key"
            case .changeDate: "r.changed_at"
            }
        append(orderedBy: column, then: "r.key", page)
    }
}

extension ProjectRole {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            projectID: try row.value("project_id"), key: try row.text("key"),
            displayName: try row.text("display_name"), group: try row.text("role_group"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}
