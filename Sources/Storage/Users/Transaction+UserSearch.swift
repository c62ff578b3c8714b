package import Model
internal import SQL

extension Transaction {
    /// Users whom the caller may see: those it may read, and itself.
    package borrowing func users(
        _ search: User.Search, visibleTo caller: Caller
    ) throws(DomainError) -> PageResult<User> {
        let found = try page(
            userColumns, from: userTables,
            where: { query in
                query.append(usersVisibleTo: caller)
                query.append(" AND ")
                query.append(User.Filter.all(search.filters))
            },
            order: { $0.append(search.sorting, search.page) }, decode: User.init(row:))
        var domains: [Organization.ID: [String]] = [:]
        let rows = try found.rows.map { (user) throws(DomainError) in
            guard !user.loginDomains.isEmpty else { return user }
            if domains[user.organizationID] == nil {
                domains[user.organizationID] = try loginDomains(of: user.organizationID)
            }
            var user = user
            user.loginDomains = domains[user.organizationID] ?? []
            return user
        }
        return PageResult(rows: rows, total: found.total)
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: User.Filter) {
        switch filter {
        case .username(let match): append(username: match)
        case .loginName(let match): append(loginName: match)
        case .givenName(let match): append("h.given_name", matches: match)
        case .familyName(let match): append("h.family_name", matches: match)
        case .nickName(let match): append("h.nick_name", matches: match)
        case .displayName(let match): append("h.display_name", matches: match)
        case .email(let match): append("h.email", matches: match)
        case .phone(let match): append("h.phone", matches: match)
        case .state(let state?): append("u.state = $1", state)
        case .state(nil), .nobody: append("FALSE")
        case .isMachine: append("u.type = 'machine'")
        case .isHuman: append("u.type = 'human'")
        case .ids(let ids): append("u.id", isOneOf: ids)
        case .hasProvenEmail: append("h.is_email_verified")
        case .hasProvenPhone: append("h.is_phone_verified")
        case .emails(let emails): append("h.email", isOneOf: emails)
        case .organization(let id): append("u.organization_id = $1", id)
        case .metadata(let filters): append(metadata: filters)
        case .all(let filters): append(filters, joinedBy: " AND ", empty: "TRUE")
        case .any(let filters): append(filters, joinedBy: " OR ", empty: "FALSE")
        case .not(let filter):
            append("NOT ")
            append(User.Filter.all([filter]))
        }
    }

    private mutating func append(_ filters: [User.Filter], joinedBy operation: StaticString, empty: StaticString) {
        guard !filters.isEmpty else {
            append(empty)
            return
        }
        append("(")
        for (index, filter) in filters.enumerated() {
            if index > 0 { append(operation) }
            append(filter)
        }
        append(")")
    }

    private mutating func append(metadata filters: [User.MetadataFilter]) {
        append("EXISTS (SELECT 1 FROM user_metadata d WHERE d.user_id = u.id")
        for filter in filters {
            append(" AND ")
            switch filter {
            case .key(let match): append("d.key", matches: match)
            case .value(let value): append("d.value = $1", value)
            case .valueOtherThan(let value): append("d.value <> $1", value)
            }
        }
        append(")")
    }

    /// Users without the part that the column belongs to come last in ascending order.
    fileprivate mutating func append(_ sorting: User.Sorting, _ page: Page) {
        let column: StaticString =
            switch sorting {
            case .id: "u.id"
            case .username: "u.username_folded"
            case .givenName: "lower(h.given_name)"
            case .familyName: "lower(h.family_name)"
            case .nickName: "lower(h.nick_name)"
            case .displayName: "lower(h.display_name)"
            case .email: "lower(h.email)"
            case .state:
                "CASE u.state WHEN 'active' THEN 1 WHEN 'inactive' THEN 2 WHEN 'locked' THEN 4 ELSE 5 END"
            case .type: "u.type"
            case .creationDate: "u.created_at"
            }
        let direction: StaticString = page.isAscending ? " ASC" : " DESC"
        append(" ORDER BY ")
        switch sorting {
        case .givenName, .familyName, .nickName, .displayName, .email:
            append("h.user_id IS NULL")
            append(direction)
            append(", ")
        case .id, .username, .state, .type, .creationDate: break
        }
        append(column)
        append(direction)
        append(", u.id")
        append(direction)
        append(" LIMIT $1 OFFSET $2", page.limit, page.offset)
    }
}
