package import Model
internal import SQL

extension Transaction {
    /// Projects as their owners see them, and once more for each grant whose receiver is within the reach.
    ///
    /// A row of the list is for the organization `viewer_id`; `owned_id` or `grant_id` says of which kind it is.
    package borrowing func projects(
        _ search: ProjectOverview.Search, within reach: Caller.Reach
    ) throws(DomainError) -> PageResult<ProjectOverview> {
        try page(
            """
            SELECT p.id, p.organization_id, p.name, p.state, p.role_assertion, p.authorization_required,
                p.access_required, p.private_labeling, p.created_at, p.changed_at, g.granted_organization_id,
                g.state AS granted_state, o.name AS granted_organization_name
            """,
            from: """
                FROM (
                    SELECT id AS project_id, organization_id AS viewer_id, id AS owned_id,
                        CAST(NULL AS TEXT) AS grant_id
                    FROM projects
                    UNION ALL
                    SELECT project_id, granted_organization_id, CAST(NULL AS TEXT), id
                    FROM project_grants
                ) v
                JOIN projects p ON p.id = v.project_id
                LEFT JOIN project_grants g ON g.id = v.grant_id
                LEFT JOIN organizations o ON o.id = g.granted_organization_id
                """,
            where: { query in
                query.append(within: reach, organizations: ["v.viewer_id"], project: "v.owned_id", grant: "v.grant_id")
                for filter in search.filters { query.append(filter) }
            },
            order: { $0.append(search.sorting, search.page) }, decode: ProjectOverview.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: ProjectOverview.Filter) {
        append(" AND ")
        switch filter {
        case .name(let match): append("p.name", matches: match)
        case .ids(let ids): append("p.id", isOneOf: ids)
        case .organization(let id, .owned): append("v.owned_id IS NOT NULL AND v.viewer_id = $1", id)
        case .organization(let id, .granted): append("v.grant_id IS NOT NULL AND v.viewer_id = $1", id)
        case .organization(let id, .ownedOrGranted): append("v.viewer_id = $1", id)
        }
    }

    fileprivate mutating func append(_ sorting: ProjectOverview.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .creationDate: "p.created_at"
            case .id: "p.id"
            case .changeDate: "p.changed_at"
            case .name: "p.name_folded"
            }
        append(orderedBy: column, then: "p.id || COALESCE(v.grant_id, '')", page)
    }
}

extension ProjectOverview {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        var receiver: Receiver?
        if let organization: Organization.ID = try row.optionalValue("granted_organization_id") {
            receiver = Receiver(
                organizationID: organization, organizationName: try row.text("granted_organization_name"),
                state: try row.value("granted_state"))
        }
        self.init(project: try Project(row: row), receiver: receiver)
    }
}
