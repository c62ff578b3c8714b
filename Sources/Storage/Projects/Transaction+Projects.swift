package import Model
package import Platform
internal import SQL

extension Transaction {
    /// - Throws: `Errors.Project.AlreadyExists` when the organization has a project of that name or the identifier is
    ///   taken; a precondition for an unknown organization.
    package borrowing func insert(_ project: Project) throws(DomainError) {
        try execute(
            """
            INSERT INTO projects (
                id, organization_id, name, name_folded, state, role_assertion, authorization_required,
                access_required, private_labeling, created_at, changed_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            project.id, project.organizationID, project.name, project.name.lowercased(), project.state,
            project.roleAssertion, project.authorizationRequired, project.accessRequired, project.privateLabeling,
            project.createdAt, project.changedAt, conflict: .projectExists,
            missing: DomainError(.failedPrecondition, "COMMAND-QXPGs", "Organisation not found"))
    }

    package borrowing func project(_ id: Project.ID) throws(DomainError) -> Project? {
        try first(
            """
            SELECT id, organization_id, name, state, role_assertion, authorization_required, access_required,
                private_labeling, created_at, changed_at
            FROM projects
            WHERE id = $1
            """,
            id, decode: Project.init(row:))
    }

    /// Stores name and settings of an existing project.
    /// - Throws: `Errors.Project.AlreadyExists` when the organization has another project of that name.
    package borrowing func update(_ project: Project) throws(DomainError) {
        try execute(
            """
            UPDATE projects
            SET name = $2, name_folded = $3, role_assertion = $4, authorization_required = $5, access_required = $6,
                private_labeling = $7, changed_at = $8
            WHERE id = $1
            """,
            project.id, project.name, project.name.lowercased(), project.roleAssertion,
            project.authorizationRequired, project.accessRequired, project.privateLabeling, project.changedAt,
            conflict: .projectExists)
    }

    /// - Returns: `false` when the project was in that state already.
    package borrowing func setState(
        _ state: Project.State, of project: Project.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            "UPDATE projects SET state = $2, changed_at = $3 WHERE id = $1 AND state <> $2", project, state, now) > 0
    }

    /// Removes the project with its roles, grants, applications, authorizations and administrators.
    package borrowing func delete(_ project: Project.ID) throws(DomainError) {
        try execute("DELETE FROM projects WHERE id = $1", project)
    }

    /// Whether the project is granted to somebody within the reach.
    package borrowing func isGranted(
        _ project: Project.ID, within reach: Caller.Reach
    ) throws(DomainError) -> Bool {
        var query = SQLQuery("SELECT 1 AS found FROM project_grants g WHERE g.project_id = $1 AND ", project)
        query.append(within: reach, organizations: ["g.granted_organization_id"], grant: "g.id")
        query.append(" LIMIT 1")
        return try first(query) { _ in true } ?? false
    }
}

extension DomainError {
    fileprivate static let projectExists = DomainError(.alreadyExists, "V3-DKcYh", "Errors.Project.AlreadyExists")
}

extension Project {
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), organizationID: try row.value("organization_id"), name: try row.text("name"),
            state: try row.value("state"), roleAssertion: try row.boolean("role_assertion"),
            authorizationRequired: try row.boolean("authorization_required"),
            accessRequired: try row.boolean("access_required"), privateLabeling: try row.value("private_labeling"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}
