package import Model
internal import SQL

extension Transaction {
    /// Authorizations within the reach, and the user's own ones.
    package borrowing func authorizations(
        _ search: AuthorizationOverview.Search, within reach: Caller.Reach, own user: User.ID
    ) throws(DomainError) -> PageResult<AuthorizationOverview> {
        let result = try page(
            """
            SELECT a.id, a.user_id, a.project_id, a.organization_id, a.grant_id, a.state, a.created_at, a.changed_at,
                p.name AS project_name, p.organization_id AS project_owner, o.name AS organization_name,
                u.username || CASE WHEN u.username_scope <> '' THEN '@' || (
                    SELECT e.domain FROM organization_domains e
                    WHERE e.organization_id = u.organization_id AND e.is_primary
                ) ELSE '' END AS login_name,
                COALESCE(h.display_name, m.name, '') AS display_name, u.organization_id AS user_organization
            """,
            from: """
                FROM authorizations a
                JOIN projects p ON p.id = a.project_id
                JOIN organizations o ON o.id = a.organization_id
                JOIN users u ON u.id = a.user_id
                LEFT JOIN humans h ON h.user_id = u.id
                LEFT JOIN machines m ON m.user_id = u.id
                """,
            counting: search.filters.contains(where: \.needsJoins) ? nil : "FROM authorizations a",
            where: { query in
                query.append(authorizationsWithin: reach, of: user)
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: AuthorizationOverview.init(row:))
        let roles = try roles(of: result.rows.map(\.authorization.id))
        return PageResult(rows: result.rows.map { $0.with(roles[$0.authorization.id] ?? []) }, total: result.total)
    }

    private borrowing func roles(
        of authorizations: [Authorization.ID]
    ) throws(DomainError) -> [Authorization.ID: [AuthorizationOverview.Role]] {
        guard !authorizations.isEmpty else { return [:] }
        var query = SQLQuery(
            """
            SELECT a.authorization_id, r.key, r.display_name, r.role_group
            FROM authorization_roles a
            JOIN project_roles r ON r.project_id = a.project_id AND r.key = a.role_key
            WHERE a.authorization_id
            """)
        query.append(" IN", list: authorizations)
        query.append(" ORDER BY r.key")
        let pairs = try all(query) { (row) throws(DomainError) in
            (
                try row.value("authorization_id", as: Authorization.ID.self),
                AuthorizationOverview.Role(
                    key: try row.text("key"), displayName: try row.text("display_name"),
                    group: try row.text("role_group"))
            )
        }
        return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
    }
}

extension AuthorizationOverview.Filter {
    /// Whether it is about something that is no column of `authorizations`.
    fileprivate var needsJoins: Bool {
        switch self {
        case .userOrganization, .loginName, .displayName, .projectName: true
        case .ids, .users, .organization, .state, .project, .roleKey, .grant: false
        }
    }
}

extension SQLQuery {
    /// Appends the condition that the authorization of the row, `a`, is the user's own or within the reach. It names
    /// columns of `a` only, which have indices.
    mutating func append(authorizationsWithin reach: Caller.Reach, of user: User.ID) {
        guard case .limited(let organizations, let projects, let grants) = reach else {
            append("TRUE")
            return
        }
        guard !organizations.isEmpty || !projects.isEmpty || !grants.isEmpty else {
            append("a.user_id = $1", user)
            return
        }
        append("(a.user_id = $1 OR ", user)
        append(within: reach, organizations: ["a.organization_id"], project: "a.project_id", grant: "a.grant_id")
        if !organizations.isEmpty {
            append(" OR a.project_id IN (SELECT q.id FROM projects q WHERE ")
            append("q.organization_id", isOneOf: organizations.sorted())
            append(")")
        }
        append(")")
    }

    fileprivate mutating func append(_ filter: AuthorizationOverview.Filter) {
        append(" AND ")
        switch filter {
        case .ids(let ids): append("a.id", isOneOf: ids)
        case .users(let ids): append("a.user_id", isOneOf: ids)
        case .organization(let id): append("a.organization_id = $1", id)
        case .state(let state): append("a.state = $1", state)
        case .userOrganization(let id): append("u.organization_id = $1", id)
        case .loginName(let match): append(loginName: match)
        case .displayName(let match): append("COALESCE(h.display_name, m.name, '')", matches: match)
        case .project(let id): append("a.project_id = $1", id)
        case .projectName(let match): append("p.name", matches: match)
        case .roleKey(let match):
            append("EXISTS (SELECT 1 FROM authorization_roles r WHERE r.authorization_id = a.id AND ")
            append("r.role_key", matches: match)
            append(")")
        case .grant(let id): append("a.grant_id = $1", id)
        }
    }

    fileprivate mutating func append(_ sorting: AuthorizationOverview.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .creationDate: "a.created_at"
            case .changeDate: "a.changed_at"
            case .id: "a.id"
            case .userID: "a.user_id"
            case .projectID: "a.project_id"
            case .organizationID: "a.organization_id"
            case .userOrganizationID: "u.organization_id"
            }
        append(orderedBy: column, then: "a.id", page)
    }
}

extension AuthorizationOverview {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            authorization: try Authorization(row: row), projectName: try row.text("project_name"),
            projectOrganizationID: try row.value("project_owner"),
            organizationName: try row.text("organization_name"), loginName: try row.text("login_name"),
            userDisplayName: try row.text("display_name"), userOrganizationID: try row.value("user_organization"))
    }

    fileprivate func with(_ roles: [Role]) -> AuthorizationOverview {
        var authorization = authorization
        authorization.roleKeys = roles.map(\.key)
        var copy = AuthorizationOverview(
            authorization: authorization, projectName: projectName, projectOrganizationID: projectOrganizationID,
            organizationName: organizationName, loginName: loginName, userDisplayName: userDisplayName,
            userOrganizationID: userOrganizationID)
        copy.roles = roles
        return copy
    }
}
