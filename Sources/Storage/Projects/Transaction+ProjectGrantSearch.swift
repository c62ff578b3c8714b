package import Model
internal import SQL

extension Transaction {
    /// Grants within the reach: of those who own the project, and of those who hold the grant.
    package borrowing func grants(
        _ search: ProjectGrantOverview.Search, within reach: Caller.Reach
    ) throws(DomainError) -> PageResult<ProjectGrantOverview> {
        let result = try page(
            """
            SELECT g.id, g.project_id, g.granted_organization_id, g.state, g.created_at, g.changed_at,
                p.name AS project_name, p.organization_id, o.name AS granted_organization_name
            """,
            from: """
                FROM project_grants g
                JOIN projects p ON p.id = g.project_id
                JOIN organizations o ON o.id = g.granted_organization_id
                """,
            where: { query in
                query.append(
                    within: reach, organizations: ["p.organization_id", "g.granted_organization_id"],
                    project: "p.id", grant: "g.id")
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: ProjectGrantOverview.init(row:))
        let roleKeys = try roleKeys(of: result.rows.map(\.grant.id))
        return PageResult(rows: result.rows.map { $0.with(roleKeys[$0.grant.id] ?? []) }, total: result.total)
    }

    private borrowing func roleKeys(
        of grants: [ProjectGrant.ID]
    ) throws(DomainError) -> [ProjectGrant.ID: [String]] {
        guard !grants.isEmpty else { return [:] }
        var query = SQLQuery("SELECT grant_id, role_key FROM project_grant_roles WHERE grant_id")
        query.append(" IN", list: grants)
        query.append(" ORDER BY role_key")
        let pairs = try all(query) { (row) throws(DomainError) in
            (try row.value("grant_id", as: ProjectGrant.ID.self), try row.text("role_key"))
        }
        return Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: ProjectGrantOverview.Filter) {
        append(" AND ")
        switch filter {
        case .projectName(let match): append("p.name", matches: match)
        case .roleKey(let match):
            append("EXISTS (SELECT 1 FROM project_grant_roles r WHERE r.grant_id = g.id AND ")
            append("r.role_key", matches: match)
            append(")")
        case .projects(let ids): append("g.project_id", isOneOf: ids)
        case .organization(let id): append("p.organization_id = $1", id)
        case .grantedOrganization(let id): append("g.granted_organization_id = $1", id)
        }
    }

    fileprivate mutating func append(_ sorting: ProjectGrantOverview.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .creationDate: "g.created_at"
            case .projectID: "g.project_id"
            case .changeDate: "g.changed_at"
            }
        append(orderedBy: column, then: "g.id", page)
    }
}

extension ProjectGrantOverview {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            grant: try ProjectGrant(row: row), projectName: try row.text("project_name"),
            organizationID: try row.value("organization_id"),
            grantedOrganizationName: try row.text("granted_organization_name"))
    }

    fileprivate func with(_ roleKeys: [String]) -> ProjectGrantOverview {
        var grant = grant
        grant.roleKeys = roleKeys
        return ProjectGrantOverview(
            grant: grant, projectName: projectName, organizationID: organizationID,
            grantedOrganizationName: grantedOrganizationName)
    }
}
