internal import Model
internal import SQL

/// What a search for users asks of the store.
///
/// Which users are on the page is asked of `users` alone, where an index serves each order within an organization;
/// only then is read what belongs to them. An engine that has no statistics takes an organization for small, so the
/// text says which index is the better one.
struct UserSearchStatements {
    /// A piece of the order, which an index serves. The users in whose order something is absent, such as machine users
    /// by their e-mail address, stand together, and so do those in one state.
    enum Part {
        case everybody
        case having(StaticString)
        case lacking(StaticString)
        case inState(User.State)
    }

    private let search: User.Search
    private let caller: Caller
    /// Whether few users match, in whatever organization, and an index finds them.
    private let isSelective: Bool
    /// Whether the best way to the first users depends on the number of all: where texts are compared.
    let comparesTexts: Bool
    /// The text that is looked for in all columns, and what holds besides.
    private let text: UserTextMatch?
    private let rest: User.Filter
    private let narrowing: UserNarrowing?
    /// The column of which the index has all texts that are compared.
    private let comparedColumn: StaticString?
    /// The organization to which all users belong who are searched, if it is one.
    private let organization: Organization.ID?
    /// Whether all organizations are searched.
    private let isEverywhere: Bool
    /// Those that there may be.
    var exceptions = UserSearchExceptions()
    /// How many users match, once it is known.
    var total: Int64?

    init(_ search: User.Search, _ caller: Caller) {
        self.search = search
        self.caller = caller
        let filter = User.Filter.all(search.filters)
        isSelective = filter.isServedByIndex
        comparesTexts = !isSelective && filter.readsTexts
        let taken = isSelective ? nil : UserTextMatch.take(from: filter)
        text = taken?.match
        rest = taken?.rest ?? filter
        narrowing = isSelective || taken != nil ? nil : UserNarrowing(filter)
        comparedColumn = taken != nil || narrowing != nil ? "u.search_text" : filter.comparedColumn
        organization = filter.organization ?? caller.onlyOrganization
        isEverywhere = caller.reach(.userRead) == .everything && filter.organization == nil
    }

    /// Up to so many matches are found first and sorted then, so that texts are compared once.
    static let few: Int64 = 2000

    /// Whether the matches are found in the order of their texts, so that the number of the others can be asked for.
    private var orderOfTexts: StaticString? { organization == nil ? nil : comparedColumn }

    /// Whether all that match are found by their texts and sorted. In the second half of them it is quicker than to read
    /// the first half in order.
    private var isSorted: Bool {
        guard comparesTexts, search.sorting == .id, let total else { return false }
        return search.page.offset > total / 2
    }

    /// In ascending order, users without what is sorted by come last.
    var parts: [Part] {
        let parts: [Part]
        if let column = search.sorting.partialColumn {
            parts = [.having(column), .lacking(column)]
        } else if search.sorting == .state, !isSelective, !isEverywhere {
            parts = [User.State.active, .inactive, .locked, .initial].map(Part.inState)
        } else {
            parts = [.everybody]
        }
        return search.page.isAscending ? parts : parts.reversed()
    }

    /// Appends what follows the columns.
    func append(_ part: Part, to query: inout SQLQuery, limit: Int64, offset: Int64) {
        query.append(" ")
        query.append(userTables)
        query.append(" WHERE u.id IN (")
        append(idsOf: part, to: &query, limit: limit, offset: offset)
        query.append(")")
        append(order: part, to: &query)
    }

    /// Appends the statement that finds the users of a page.
    func append(idsOf part: Part, to query: inout SQLQuery, limit: Int64, offset: Int64) {
        query.append("SELECT u.id FROM users u WHERE ")
        append(part, to: &query, isNarrowed: isSorted)
        append(order: part, to: &query)
        query.append(" LIMIT $1 OFFSET $2", limit, offset)
    }

    /// Appends the statement that finds any users, up to a number of them, as `id` and `text`.
    func append(someTo query: inout SQLQuery, limit: Int64) {
        let column = orderOfTexts ?? "u.id"
        query.append("SELECT u.id, ")
        query.append(column)
        query.append(" AS text FROM users u WHERE ")
        append(.everybody, to: &query)
        if orderOfTexts != nil {
            query.append(" ORDER BY ")
            query.append(column)
            query.append(", u.id")
        }
        query.append(" LIMIT $1", limit)
    }

    /// Appends the condition on the users who come after one that was found.
    /// - Returns: `false` where there is no such order; then it is the condition on all.
    func append(_ last: (id: User.ID, text: String), laterTo query: inout SQLQuery) -> Bool {
        if let column = orderOfTexts {
            // First, so that of the beginnings of the index it is the one that is taken.
            query.append("(")
            query.append(column)
            query.append(", u.id) > ($1, $2) AND ", last.text, last.id)
        }
        append(.everybody, to: &query)
        return orderOfTexts != nil
    }

    /// Appends the statement that tells whether there are exceptions, as `has_scopes`, `has_nick_names` and `lacks_texts`.
    func append(exceptionsTo query: inout SQLQuery) {
        query.append("SELECT EXISTS (SELECT 1 FROM users u WHERE u.username_scope <> ''")
        if let organization { query.append(" AND u.username_scope = $1", organization) }
        query.append(") AS has_scopes, EXISTS (SELECT 1 FROM users u WHERE ")
        append(organizationsTo: &query)
        query.append(" AND u.nick_name_folded > '') AS has_nick_names, EXISTS (SELECT 1 FROM users u WHERE ")
        append(organizationsTo: &query)
        query.append(" AND u.search_text = '') AS lacks_texts")
    }

    /// Appends the condition on `u`.
    /// - Parameter isNarrowed: whether users are found by their texts, and not in an order.
    func append(_ part: Part, to query: inout SQLQuery, isNarrowed: Bool = true) {
        // In an expression the column is in no index.
        let organization: StaticString = isSelective ? "(u.organization_id || '')" : "u.organization_id"
        query.append(usersVisibleTo: caller, organization: organization)
        query.append(" AND ")
        if isNarrowed, comparesTexts, isEverywhere {
            append(organizationsTo: &query)
            query.append(" AND ")
        }
        if isNarrowed, let narrowing {
            query.append(narrowing, exceptions)
            query.append(" AND ")
        }
        if let text {
            text.append(to: &query, exceptions, among: append(organizationsTo:))
            query.append(" AND ")
        }
        query.append(exceptions.hasScopes ? rest : rest.withoutDomains, organization: organization)
        switch part {
        case .everybody: break
        case .having(let column):
            query.append(" AND ")
            query.append(column)
            query.append(" IS NOT NULL")
        case .lacking(let column):
            query.append(" AND u.type = 'machine' AND ")
            query.append(column)
            query.append(" IS NULL")
        case .inState(let state):
            query.append(" AND u.state = $1", state)
        }
    }

    /// Appends what holds for all users who are searched: each index of a text begins with the organization.
    private func append(organizationsTo query: inout SQLQuery) {
        if let organization {
            query.append("u.organization_id = $1", organization)
        } else {
            query.append("u.organization_id IN (SELECT o.id FROM organizations o)")
        }
    }

    private func append(order part: Part, to query: inout SQLQuery) {
        let direction: StaticString = search.page.isAscending ? " ASC" : " DESC"
        query.append(" ORDER BY ")
        switch part {
        case .everybody where search.sorting != .id:
            query.append(search.sorting.column)
            query.append(direction)
            query.append(", u.id")
        case .having(let column):
            query.append(column)
            query.append(direction)
            query.append(", u.id")
        case .everybody where isSorted:
            // An expression is in no index.
            query.append("u.id || ''")
        case .everybody, .lacking, .inState:
            query.append("u.id")
        }
        query.append(direction)
    }
}

extension Caller {
    /// The organization of all whom the caller may read, itself included, if it is one.
    fileprivate var onlyOrganization: Organization.ID? {
        let reach = reach(.userRead)
        guard case .limited(let organizations, _, _) = reach, organizations == [homeOrganizationID] else { return nil }
        return homeOrganizationID
    }
}

extension User.Sorting {
    fileprivate var column: StaticString {
        switch self {
        case .id: "u.id"
        case .username: "u.username_folded"
        case .givenName: "u.given_name_folded"
        case .familyName: "u.family_name_folded"
        case .nickName: "u.nick_name_folded"
        case .displayName: "u.display_name_folded"
        case .email: "u.email_folded"
        case .state: "CASE u.state WHEN 'active' THEN 1 WHEN 'inactive' THEN 2 WHEN 'locked' THEN 4 ELSE 5 END"
        case .type: "u.type"
        case .creationDate: "u.created_at"
        }
    }

    /// The column, if machine users have nothing in it.
    fileprivate var partialColumn: StaticString? {
        switch self {
        case .givenName, .familyName, .nickName, .displayName, .email: column
        case .id, .username, .state, .type, .creationDate: nil
        }
    }
}
