package import Model
internal import SQL

extension Transaction {
    package borrowing func administrators(
        _ search: AdministratorOverview.Search, within reach: AdministratorOverview.Reach
    ) throws(DomainError) -> PageResult<AdministratorOverview> {
        try page(
            """
            SELECT a.user_id, a.scope, a.resource_id, a.roles, a.created_at, a.changed_at,
                u.username || CASE WHEN u.username_scope <> '' THEN '@' || (
                    SELECT e.domain FROM organization_domains e
                    WHERE e.organization_id = u.organization_id AND e.is_primary
                ) ELSE '' END AS login_name,
                u.organization_id AS user_organization_id, COALESCE(h.display_name, m.name, '') AS display_name,
                o.name AS organization_name, p.id AS project_id, p.name AS project_name,
                p.organization_id AS owner_id, g.granted_organization_id
            """,
            from: """
                FROM administrators a
                JOIN users u ON u.id = a.user_id
                LEFT JOIN humans h ON h.user_id = u.id
                LEFT JOIN machines m ON m.user_id = u.id
                LEFT JOIN organizations o ON o.id = a.organization_id
                LEFT JOIN project_grants g ON g.id = a.grant_id
                LEFT JOIN projects p ON p.id = COALESCE(a.project_id, g.project_id)
                """,
            where: { query in
                query.append(reach)
                for filter in search.filters {
                    query.append(" AND ")
                    query.append(filter)
                }
            },
            order: { $0.append(search.sorting, search.page) }, decode: AdministratorOverview.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ reach: AdministratorOverview.Reach) {
        append("(a.user_id = $1", reach.caller)
        append(" OR (a.scope = 'instance' AND ")
        append(within: reach.instance, organizations: [])
        append(") OR (a.scope = 'organization' AND ")
        append(within: reach.organizations, organizations: ["a.organization_id"])
        append(") OR (a.scope = 'project' AND ")
        append(within: reach.projects, organizations: ["p.organization_id"], project: "a.project_id")
        append(") OR (a.scope = 'project_grant' AND ")
        append(
            within: reach.projectGrants, organizations: ["p.organization_id", "g.granted_organization_id"],
            project: "g.project_id", grant: "g.id")
        append("))")
    }

    fileprivate mutating func append(_ filter: AdministratorOverview.Filter) {
        switch filter {
        case .users(let ids): append("a.user_id", isOneOf: ids)
        case .userOrganization(let id): append("u.organization_id = $1", id)
        case .loginName(let match): append(loginName: match)
        case .displayName(let match): append("COALESCE(h.display_name, m.name, '')", matches: match)
        case .resource(let target): append(target)
        case .role(let role?):
            // Whole names: the one of the owner begins the one of the viewer.
            append("strpos(' ' || a.roles || ' ', $1) > 0", " \(role.rawValue) ")
        case .role(nil): append("FALSE")
        case .createdAt(let match): append("a.created_at", matches: match)
        case .changedAt(let match): append("a.changed_at", matches: match)
        case .and(let filters): append(filters, " AND ")
        case .or(let filters): append(filters, " OR ")
        case .not(let filter):
            append("NOT (")
            append(filter)
            append(")")
        }
    }

    private mutating func append(_ filters: [AdministratorOverview.Filter], _ connective: StaticString) {
        append("(")
        for (offset, filter) in filters.enumerated() {
            if offset > 0 { append(connective) }
            append(filter)
        }
        append(")")
    }

    /// Never unknown, so that its negation holds for all the others.
    private mutating func append(_ target: AdministratorTarget) {
        switch target {
        case .instance: append("a.scope = 'instance'")
        case .organization(let id): append("a.scope = 'organization' AND a.resource_id = $1", id)
        case .project(let id): append("a.scope = 'project' AND a.resource_id = $1", id)
        case .projectGrant(let project, let granted):
            append(
                "a.scope = 'project_grant' AND g.project_id = $1 AND g.granted_organization_id = $2", project,
                granted)
        }
    }

    fileprivate mutating func append(_ sorting: AdministratorOverview.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .creationDate: "a.created_at"
            case .changeDate: "a.changed_at"
            case .userID: "a.user_id"
            }
        append(orderedBy: column, then: "a.user_id || ' ' || a.scope || ' ' || a.resource_id", page)
    }
}

extension AdministratorOverview {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        let resource: Resource
        switch AdministratedResource(scope: try row.text("scope"), resourceID: try row.text("resource_id")) {
        case .instance?: resource = .instance
        case .organization(let id)?: resource = .organization(id, name: try row.text("organization_name"))
        case .project(let id)?:
            resource = .project(id, name: try row.text("project_name"), owner: try row.value("owner_id"))
        case .projectGrant(let id)?:
            resource = .projectGrant(
                id, project: try row.value("project_id"), projectName: try row.text("project_name"),
                owner: try row.value("owner_id"), granted: try row.value("granted_organization_id"))
        case nil: throw row.unreadable("scope")
        }
        self.init(
            user: Member(
                id: try row.value("user_id"), loginName: try row.text("login_name"),
                displayName: try row.text("display_name"), organizationID: try row.value("user_organization_id")),
            resource: resource, roles: [Role](stored: try row.text("roles")),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}
