package import Model
internal import SQL

extension Transaction {
    package borrowing func organizations(
        _ search: Organization.Search, within reach: Caller.Reach
    ) throws(DomainError) -> PageResult<Organization> {
        try page(
            """
            SELECT o.id, o.name, o.state, o.sequence, o.created_at, o.changed_at, d.domain AS primary_domain
            """,
            from: """
                FROM organizations o
                JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
                """,
            where: { query in
                query.append(within: reach, organizations: ["o.id"])
                for filter in search.filters { query.append(filter) }
            },
            order: { query in
                switch search.sorting {
                case .creationDate: query.append(orderedBy: "o.created_at", then: "o.id", search.page)
                case .name: query.append(orderedBy: "o.name_folded", then: "o.id", search.page)
                }
            }, decode: Organization.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: Organization.Filter) {
        append(" AND ")
        switch filter {
        case .name(let match): append("o.name", matches: match)
        case .domain(let match):
            append("EXISTS (SELECT 1 FROM organization_domains v WHERE v.organization_id = o.id AND v.is_verified")
            append(" AND ")
            append("v.domain", matches: match)
            append(")")
        case .state(let state?): append("o.state = $1", state)
        case .state(nil): append("FALSE")
        case .id(let id): append("o.id = $1", id)
        case .isDefault: append("o.id = (SELECT default_organization_id FROM instance)")
        }
    }
}
