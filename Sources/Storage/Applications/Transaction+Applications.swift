package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores an application, unless its client identifier is in use: by another application, or as the name of a
    /// user, who would be the client of that name as well.
    /// - Returns: `false` when the client identifier is in use.
    /// - Throws: `Errors.Project.App.AlreadyExisting` when the identifier is in use; a precondition for an unknown
    ///   project.
    package borrowing func insert(
        _ application: Application, secretDigest: [UInt8]?
    ) throws(DomainError) -> Bool {
        let stored = try execute(
            """
            INSERT INTO applications (
                id, project_id, name, state, type, client_id, authentication_method, configuration, created_at,
                changed_at
            )
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, CAST($9 AS BIGINT), CAST($10 AS BIGINT)
            WHERE NOT EXISTS (SELECT 1 FROM users WHERE username_folded = $6)
            ON CONFLICT (client_id) DO NOTHING
            """,
            application.id, application.projectID, application.name, application.state, application.kind.rawValue,
            application.clientID, application.authenticationMethod, application.configuration.stored.text,
            application.createdAt, application.changedAt,
            conflict: DomainError(.failedPrecondition, "PROJECT-lxowmp", "Errors.Project.App.AlreadyExisting"),
            missing: DomainError(.failedPrecondition, "COMMAND-4M0fs", "Errors.Project.NotFound"))
        guard stored > 0 else { return false }
        if let secretDigest { try setSecret(digest: secretDigest, of: application.id, at: application.changedAt) }
        return true
    }

    /// An application with the owner of its project.
    /// - Parameter project: where it must be; `nil` for anywhere.
    package borrowing func application(
        _ id: Application.ID, in project: Project.ID? = nil
    ) throws(DomainError) -> (application: Application, organization: Organization.ID)? {
        try first(
            """
            SELECT a.id, a.project_id, a.name, a.state, a.type, a.client_id, a.authentication_method, a.configuration,
                a.created_at, a.changed_at, p.organization_id
            FROM applications a
            JOIN projects p ON p.id = a.project_id
            WHERE a.id = $1 AND (CAST($2 AS TEXT) IS NULL OR a.project_id = $2)
            """,
            id, project
        ) { (row) throws(DomainError) in
            (try Application(row: row), try row.value("organization_id"))
        }
    }

    /// Stores name and configuration of an existing application. A client that uses no secret any more keeps none.
    package borrowing func update(_ application: Application) throws(DomainError) {
        try execute(
            """
            UPDATE applications
            SET name = $2, authentication_method = $3, configuration = $4, changed_at = $5,
                secret_digest = CASE WHEN $6 THEN secret_digest END
            WHERE id = $1
            """,
            application.id, application.name, application.authenticationMethod,
            application.configuration.stored.text, application.changedAt, application.authenticationMethod.usesSecret)
    }

    /// - Returns: `false` when the application was in that state already.
    package borrowing func setState(
        _ state: Application.State, of application: Application.ID, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            "UPDATE applications SET state = $2, changed_at = $3 WHERE id = $1 AND state <> $2", application, state,
            now) > 0
    }

    package borrowing func setSecret(
        digest: [UInt8], of application: Application.ID, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            "UPDATE applications SET secret_digest = $2, changed_at = $3 WHERE id = $1", application, digest, now)
    }

    /// Removes an application with its keys.
    package borrowing func delete(_ application: Application.ID) throws(DomainError) {
        try execute("DELETE FROM applications WHERE id = $1", application)
    }

    package borrowing func applications(
        _ search: Application.Search, within reach: Caller.Reach
    ) throws(DomainError) -> PageResult<Application> {
        try page(
            """
            SELECT a.id, a.project_id, a.name, a.state, a.type, a.client_id, a.authentication_method, a.configuration,
                a.created_at, a.changed_at
            """,
            from: "FROM applications a JOIN projects p ON p.id = a.project_id",
            where: { query in
                query.append(within: reach, organizations: ["p.organization_id"], project: "p.id")
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: Application.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: Application.Filter) {
        append(" AND ")
        switch filter {
        case .project(let id): append("a.project_id = $1", id)
        case .name(let match): append("a.name", matches: match)
        case .state(let state): append("a.state = $1", state)
        case .kind(let kind): append("a.type = $1", kind.rawValue)
        case .clientID(let id): append("a.client_id = $1", id)
        case .nothing: append("FALSE")
        }
    }

    fileprivate mutating func append(_ sorting: Application.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .id: "a.id"
            case .name: "a.name"
            case .state: "a.state"
            case .creationDate: "a.created_at"
            case .changeDate: "a.changed_at"
            }
        append(orderedBy: column, then: "a.id", page)
    }
}

extension Application {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        let method: ClientAuthenticationMethod = try row.value("authentication_method")
        self.init(
            id: try row.value("id"), projectID: try row.value("project_id"), name: try row.text("name"),
            state: try row.value("state"), clientID: try row.text("client_id"),
            configuration: try row.text("type") == "api"
                ? .api(method) : .oidc(try OIDCConfiguration(stored: row, authenticationMethod: method)),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}

extension Application.Configuration {
    /// The `configuration` column.
    fileprivate var stored: JSONValue {
        switch self {
        case .oidc(let configuration): .object(configuration.stored)
        case .api: [:]
        }
    }
}
