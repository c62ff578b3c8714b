internal import Model
internal import SQL

/// What a search for users asks of the store.
///
/// Which users are on the page is asked of `users` alone, where an index serves each order within an organization;
/// only then is read what belongs to them. An engine that has no statistics takes an organization for small, so the
/// text says which index is the better one.
struct UserSearchStatements {
    typealias Part = UserSearchOrder.Part

    private let search: User.Search
    private let caller: Caller
    let order: UserSearchOrder
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
        order = UserSearchOrder(sorting: search.sorting, isAscending: search.page.isAscending)
        let filter = User.Filter.all(search.filters)
        isSelective = filter.isServedByIndex
        comparesTexts = !isSelective && filter.readsTexts
        let taken = isSelective ? nil : UserTextMatch.take(from: filter)
        text = taken?.match
        rest = taken?.rest ?? filter
        narrowing = isSelective || taken != nil ? nil : UserNarrowing(filter)
        comparedColumn = taken != nil || narrowing != nil ? UserSearchText.column : filter.comparedColumn
        organization = filter.organization ?? caller.onlyOrganization
        isEverywhere = caller.reach(.userRead) == .everything && filter.organization == nil
    }

    /// Up to so many matches are found first and sorted then, so that texts are compared once.
    static let few: Int64 = 2000

    /// The column in whose order the matches are found, where the number of the others can be asked for then.
    var orderOfTexts: StaticString? { organization == nil ? nil : comparedColumn }

    /// Whether all that match are found by their texts and sorted. In the second half of them it is quicker than to read
    /// the first half in order.
    private var isSorted: Bool {
        guard comparesTexts, search.sorting == .id, let total else { return false }
        return search.page.offset > total / 2
    }

    /// Where the users are found. Their humans are joined once for all conditions on them: of a query for each, an engine
    /// opens and closes as many for every user.
    var source: StaticString {
        rest.readsHumans ? "FROM users u LEFT JOIN humans h ON h.user_id = u.id" : "FROM users u"
    }

    var parts: [Part] { order.parts(isByState: !isSelective && !isEverywhere) }

    /// Appends what follows the columns.
    func append(_ part: Part, to query: inout SQLQuery, limit: Int64, offset: Int64) {
        query.append(" ")
        query.append(userTables)
        query.append(" WHERE u.id IN (")
        append(idsOf: part, to: &query, limit: limit, offset: offset)
        query.append(")")
        order.append(part, to: &query, isSorted: isSorted)
    }

    /// Appends the statement that finds the users of a page.
    func append(idsOf part: Part, to query: inout SQLQuery, limit: Int64, offset: Int64) {
        query.append("SELECT u.id ")
        query.append(source)
        query.append(" WHERE ")
        append(part, to: &query, isNarrowed: isSorted)
        order.append(part, to: &query, isSorted: isSorted)
        query.append(" LIMIT $1 OFFSET $2", limit, offset)
    }

    /// Where a match tells what is sorted by.
    var key: UserSearchOrder.Key? { order.key(in: comparedColumn) }

    /// Appends the statement that finds any users, up to a number of them, as `id` and, where it tells what is sorted by,
    /// the compared `text`.
    func append(someTo query: inout SQLQuery, limit: Int64) {
        query.append("SELECT u.id, ")
        switch (key, comparedColumn) {
        case (.text, let column?), (.displayName, let column?): query.append(column)
        case (.identifier, _), (nil, _), (_, nil): query.append("''")
        }
        query.append(" AS text ")
        query.append(source)
        query.append(" WHERE ")
        append(.everybody, to: &query)
        if let column = orderOfTexts {
            query.append(" ORDER BY ")
            query.append(column)
            query.append(", u.id")
        }
        query.append(" LIMIT $1", limit)
    }

    /// Appends the condition on the users whose text is greater than that of one who was found, or the same, and then
    /// their identifier is greater. Both at once an engine would compare row by row, and not by the index alone.
    func append(_ last: User.ID, hasSameText: Bool, by column: StaticString, laterTo query: inout SQLQuery) {
        query.append(column)
        query.append(hasSameText ? " = (SELECT " : " > (SELECT ")
        query.append(column)
        query.append(" FROM users u WHERE u.id = $1) AND ", last)
        if hasSameText { query.append("u.id > $1 AND ", last) }
        append(.everybody, to: &query)
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

    /// Appends the condition on a row of ``source``.
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
        part.append(to: &query)
    }

    /// Appends what holds for all users who are searched: each index of a text begins with the organization.
    private func append(organizationsTo query: inout SQLQuery) {
        if let organization {
            query.append("u.organization_id = $1", organization)
        } else {
            query.append("u.organization_id IN (SELECT o.id FROM organizations o)")
        }
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

/// A user who was found by a text.
struct UserSearchMatch {
    let id: User.ID
    /// What was compared, in lower case; empty where it does not matter.
    let text: String
}
