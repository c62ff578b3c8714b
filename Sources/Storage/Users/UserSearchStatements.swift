internal import Model
internal import SQL

/// What a search for users asks of the store.
///
/// Which users are on the page is asked of `users` alone, where an index serves each order within an organization;
/// only then is read what belongs to them. An engine that has no statistics takes an organization for small, so the
/// text says which index is the better one.
struct UserSearchStatements {
    /// The users in whose order something is absent, such as machine users by their e-mail address, stand together.
    enum Part {
        case everybody
        case having(StaticString)
        case lacking(StaticString)
    }

    private let filter: User.Filter
    private let sorting: User.Sorting
    private let isAscending: Bool
    private let caller: Caller
    /// Whether few users match, in whatever organization, and an index finds them.
    private let isSelective: Bool
    private let narrowing: UserNarrowing?
    /// Whether all organizations are searched.
    private let isEverywhere: Bool
    /// How many users match, once it is known.
    var total: Int64?

    init(_ search: User.Search, _ caller: Caller) {
        filter = .all(search.filters)
        sorting = search.sorting
        isAscending = search.page.isAscending
        self.caller = caller
        isSelective = filter.isServedByIndex
        narrowing = isSelective ? nil : UserNarrowing(filter)
        isEverywhere = caller.reach(.userRead) == .everything && !filter.namesOrganization
    }

    /// Above so many matches, the first ones are soon found by reading users in order. Below, it is quicker to find all
    /// in the index of a text, and to sort them.
    static let fewest: Int64 = 10_000

    /// Up to so many matches are found first and sorted then, so that texts are compared once.
    static let few: Int64 = 1000

    /// Whether the best way to the first users depends on the number of all: where texts are compared.
    var comparesTexts: Bool { !isSelective && filter.readsTexts }

    /// Whether all that match are found by their texts and sorted.
    private var isSorted: Bool {
        // Where texts are looked for in several columns, a row is read for each match.
        comparesTexts && sorting == .id && total ?? 0 <= (narrowing == nil ? Self.fewest : Self.few)
    }

    /// In ascending order, users without what is sorted by come last.
    var parts: [Part] {
        guard let column = sorting.partialColumn else { return [.everybody] }
        return isAscending ? [.having(column), .lacking(column)] : [.lacking(column), .having(column)]
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

    /// Appends the statement that finds any users, up to a number of them.
    func append(someIDsTo query: inout SQLQuery, limit: Int64) {
        query.append("SELECT u.id FROM users u WHERE ")
        append(.everybody, to: &query)
        query.append(" LIMIT $1", limit)
    }

    /// Appends the condition on `u`.
    /// - Parameter isNarrowed: whether users are found by their texts, and not in an order.
    func append(_ part: Part, to query: inout SQLQuery, isNarrowed: Bool = true) {
        // In an expression the column is in no index.
        let organization: StaticString = isSelective ? "(u.organization_id || '')" : "u.organization_id"
        query.append(usersVisibleTo: caller, organization: organization)
        query.append(" AND ")
        if isNarrowed, comparesTexts, isEverywhere {
            // Each index of a text begins with the organization.
            query.append("u.organization_id IN (SELECT o.id FROM organizations o) AND ")
        }
        if isNarrowed, let narrowing {
            query.append(narrowing)
            query.append(" AND ")
        }
        query.append(filter, organization: organization)
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
        }
    }

    private func append(order part: Part, to query: inout SQLQuery) {
        let direction: StaticString = isAscending ? " ASC" : " DESC"
        query.append(" ORDER BY ")
        switch part {
        case .everybody where sorting != .id:
            query.append(sorting.column)
            query.append(direction)
            query.append(", u.id")
        case .having(let column):
            query.append(column)
            query.append(direction)
            query.append(", u.id")
        case .everybody where isSorted:
            // An expression is in no index.
            query.append("u.id || ''")
        case .everybody, .lacking:
            query.append("u.id")
        }
        query.append(direction)
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
