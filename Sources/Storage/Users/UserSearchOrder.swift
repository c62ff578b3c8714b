internal import Model
internal import SQL

/// The order in which a search gives users: first what it sorts by, then the identifier.
struct UserSearchOrder {
    /// A piece of the order, which an index serves. The users in whose order something is absent, such as machine users
    /// by their e-mail address, stand together, and so do those in one state.
    enum Part {
        case everybody
        case having(StaticString)
        case lacking(StaticString)
        case inState(User.State)

        /// Appends what holds besides for the users of this piece.
        func append(to query: inout SQLQuery) {
            switch self {
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
    }

    let sorting: User.Sorting
    let isAscending: Bool

    /// One after the other. In ascending order, users without what is sorted by come last.
    /// - Parameter isByState: whether the users of a state are read from the index of the states.
    func parts(isByState: Bool) -> [Part] {
        let parts: [Part]
        if let column = sorting.partialColumn {
            parts = [.having(column), .lacking(column)]
        } else if sorting == .state, isByState {
            parts = [User.State.active, .inactive, .locked, .initial].map(Part.inState)
        } else {
            parts = [.everybody]
        }
        return isAscending ? parts : parts.reversed()
    }

    /// Appends the order within a piece.
    /// - Parameter isSorted: whether the users are sorted after they were found, instead of found in an order.
    func append(_ part: Part, to query: inout SQLQuery, isSorted: Bool) {
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
        case .everybody, .lacking, .inState:
            query.append("u.id")
        }
        query.append(direction)
    }
}

extension UserSearchOrder {
    /// Where what is sorted by stands, without a look at a user's row.
    enum Key {
        case identifier
        /// The text that was compared is it.
        case text
        /// A line of the text.
        case displayName
    }

    /// - Parameter column: the one whose texts are compared.
    func key(in column: StaticString?) -> Key? {
        if sorting == .id { return .identifier }
        guard let column else { return nil }
        if column.description == sorting.column.description { return .text }
        return sorting == .displayName && column.description == UserSearchText.column.description ? .displayName : nil
    }

    /// Sorts as the engines do, which compare bytes.
    /// - Returns: the identifiers of a page; `nil` when it takes the users' rows to tell.
    func page(_ page: Page, of found: [UserSearchMatch], by key: Key) -> ArraySlice<User.ID>? {
        let keys: [(text: String?, id: User.ID)]
        switch key {
        case .identifier: keys = found.map { (nil, $0.id) }
        case .text: keys = found.map { ($0.text, $0.id) }
        case .displayName:
            guard !found.contains(where: \.text.isEmpty) else { return nil }
            keys = found.map { (UserSearchText.displayName(in: $0.text), $0.id) }
        }
        let ascending = keys.sorted { first, second in
            if let isFirst = Self.precedes(first.text, second.text) { return isFirst }
            return first.id.rawValue.utf8.lexicographicallyPrecedes(second.id.rawValue.utf8)
        }.map(\.id)
        let ordered = isAscending ? ascending : ascending.reversed()
        return ordered.dropFirst(Int(page.offset)).prefix(Int(page.limit))
    }

    /// - Returns: `nil` when they are the same.
    private static func precedes(_ first: String?, _ second: String?) -> Bool? {
        guard let first, let second else { return first == nil && second == nil ? nil : second == nil }
        if first.utf8.lexicographicallyPrecedes(second.utf8) { return true }
        return second.utf8.lexicographicallyPrecedes(first.utf8) ? false : nil
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
