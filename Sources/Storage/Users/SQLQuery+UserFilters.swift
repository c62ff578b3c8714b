internal import Model
internal import SQL

extension SQLQuery {
    /// Appends the condition that a filter states of `u` and, if it reads humans, `h`.
    /// - Parameter organization: the organization of `u`.
    mutating func append(_ filter: User.Filter, organization: StaticString) {
        switch filter {
        case .username(let match): append(username: match)
        case .loginName(let match): append(loginName: match)
        case .givenName(let match): append(.givenName, matches: match)
        case .familyName(let match): append(.familyName, matches: match)
        case .nickName(let match): append(.nickName, matches: match)
        case .displayName(let match): append(.displayName, matches: match)
        case .email(let match): append(.email, matches: match)
        case .phone(let match):
            // Who has no number is like a machine user: nothing matches, nor does its negation.
            append("NULLIF(h.phone, '')", matches: match)
        case .state(let state?): append("u.state = $1", state)
        case .state(nil), .nobody: append("FALSE")
        case .isMachine: append("u.type = 'machine'")
        case .isHuman: append("u.type = 'human'")
        case .ids(let ids): append("u.id", isOneOf: ids)
        case .hasProvenEmail: append("h.is_email_verified")
        case .hasProvenPhone: append("h.is_phone_verified")
        case .emails(let emails): append(emails: emails)
        case .organization(let id):
            append(organization)
            append(" = $1", id)
        case .metadata(let filters): append(metadata: filters)
        case .all(let filters): append(filters, joinedBy: " AND ", empty: "TRUE", organization)
        case .any(let filters): append(filters, joinedBy: " OR ", empty: "FALSE", organization)
        case .not(let filter):
            append("NOT ")
            append(User.Filter.all([filter]), organization: organization)
        }
    }

    private mutating func append(
        _ filters: [User.Filter], joinedBy operation: StaticString, empty: StaticString, _ organization: StaticString
    ) {
        guard !filters.isEmpty else {
            append(empty)
            return
        }
        append("(")
        append(filters[...], joinedBy: operation, organization)
        append(")")
    }

    /// Joins halves, of halves in turn, because engines bound the depth of an expression.
    private mutating func append(
        _ filters: ArraySlice<User.Filter>, joinedBy operation: StaticString, _ organization: StaticString
    ) {
        guard filters.count > 2 else {
            for (offset, filter) in filters.enumerated() {
                if offset > 0 { append(operation) }
                append(filter, organization: organization)
            }
            return
        }
        append("(")
        append(filters.prefix(filters.count / 2), joinedBy: operation, organization)
        append(")")
        append(operation)
        append("(")
        append(filters.dropFirst(filters.count / 2), joinedBy: operation, organization)
        append(")")
    }

    /// Appends that the address of `u` is one of these; of nobody when there are none.
    private mutating func append(emails: [String]) {
        guard !emails.isEmpty else {
            append("FALSE")
            return
        }
        append("(")
        append(FoldedColumn.email.folded, isOneOf: emails.map(\.asciiLowercased))
        append(" AND ")
        append(FoldedColumn.email.exact, isOneOf: emails)
        append(")")
    }

    private mutating func append(metadata filters: [User.MetadataFilter]) {
        append("u.id IN (SELECT d.user_id FROM user_metadata d WHERE TRUE")
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
}

// A machine user has NULL in both columns, so that it neither matches nor matches when negated.
extension FoldedColumn {
    fileprivate static let givenName = FoldedColumn("u.given_name_folded", exact: "h.given_name")
    fileprivate static let familyName = FoldedColumn("u.family_name_folded", exact: "h.family_name")
    fileprivate static let nickName = FoldedColumn("u.nick_name_folded", exact: "h.nick_name")
    fileprivate static let displayName = FoldedColumn("u.display_name_folded", exact: "h.display_name")
    fileprivate static let email = FoldedColumn("u.email_folded", exact: "h.email")
}

extension User.Filter {
    /// Whether an index over all organizations finds the users that match, who are probably few.
    var isServedByIndex: Bool {
        switch self {
        case .username(let match), .loginName(let match), .email(let match):
            match.method.isServedByIndex
        case .ids, .emails: true
        case .metadata(let filters): filters.contains(where: \.isServedByIndex)
        case .all(let filters): filters.contains(where: \.isServedByIndex)
        case .any(let filters): !filters.isEmpty && filters.allSatisfy(\.isServedByIndex)
        case .givenName, .familyName, .nickName, .displayName, .phone, .state, .isMachine, .isHuman, .nobody,
            .hasProvenEmail, .hasProvenPhone, .organization, .not:
            false
        }
    }

    /// Whether it looks at `h`, the human that `u` is: at a text as it was written, or at what no index has.
    var readsHumans: Bool {
        switch self {
        case .givenName(let match), .familyName(let match), .nickName(let match), .displayName(let match),
            .email(let match):
            !match.method.ignoresCase
        case .phone, .hasProvenEmail, .hasProvenPhone, .emails: true
        case .all(let filters), .any(let filters): filters.contains(where: \.readsHumans)
        case .not(let filter): filter.readsHumans
        case .username, .loginName, .state, .isMachine, .isHuman, .nobody, .ids, .organization, .metadata: false
        }
    }

    /// The same for users whose login names are their user names.
    var withoutDomains: User.Filter {
        switch self {
        case .loginName(let match): .username(match)
        case .all(let filters): .all(filters.map(\.withoutDomains))
        case .any(let filters): .any(filters.map(\.withoutDomains))
        case .not(let filter): .not(filter.withoutDomains)
        case .username, .givenName, .familyName, .nickName, .displayName, .email, .phone, .state, .isMachine, .isHuman,
            .nobody, .ids, .emails, .hasProvenEmail, .hasProvenPhone, .organization, .metadata:
            self
        }
    }

    /// The organization whose users alone match.
    var organization: Organization.ID? {
        switch self {
        case .organization(let id): id
        case .all(let filters): filters.lazy.compactMap(\.organization).first
        default: nil
        }
    }

    /// The column of which a text is compared for each user, if it is one; its index has nothing but what matters.
    var comparedColumn: StaticString? {
        switch self {
        case .username, .loginName: FoldedColumn.username.folded
        case .givenName: FoldedColumn.givenName.folded
        case .familyName: FoldedColumn.familyName.folded
        case .nickName: FoldedColumn.nickName.folded
        case .displayName: FoldedColumn.displayName.folded
        case .email: FoldedColumn.email.folded
        case .all(let filters): filters.lazy.compactMap(\.comparedColumn).first
        case .phone, .state, .isMachine, .isHuman, .nobody, .ids, .emails, .hasProvenEmail, .hasProvenPhone,
            .organization, .metadata, .any, .not:
            nil
        }
    }

    /// Whether texts of many users have to be compared.
    var readsTexts: Bool {
        switch self {
        case .username, .loginName, .givenName, .familyName, .nickName, .displayName, .email: true
        case .all(let filters), .any(let filters): filters.contains(where: \.readsTexts)
        case .not(let filter): filter.readsTexts
        case .phone, .state, .isMachine, .isHuman, .nobody, .ids, .emails, .hasProvenEmail, .hasProvenPhone,
            .organization, .metadata:
            false
        }
    }
}

extension User.MetadataFilter {
    fileprivate var isServedByIndex: Bool {
        guard case .key(let match) = self, !match.method.ignoresCase else { return false }
        return match.method.isServedByIndex
    }
}
