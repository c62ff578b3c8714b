internal import Model
internal import SQL

/// The condition that one text occurs, or one of them begins with it, in any of the texts that a user is searched by,
/// without regard to case. The text in which they all stand tells that alone, from its index.
struct UserTextMatch {
    private enum Column: CaseIterable {
        case username, loginName, givenName, familyName, nickName, displayName, email
    }

    /// In lower case.
    private let text: String
    private let isBeginning: Bool
    private let columns: Set<Column>
    /// The same, asked of each column.
    private let filter: User.Filter

    /// - Parameter filters: of which one holds.
    /// - Returns: `nil` when they do not look for the same text in all columns.
    private init?(any filters: [User.Filter]) {
        var columns: Set<Column> = []
        var common: TextMatch?
        for filter in filters {
            guard let (column, match) = Self.column(of: filter) else { return nil }
            columns.insert(column)
            // Texts that are the same to people may have other bytes.
            if let common, common.method != match.method || !common.text.utf8.elementsEqual(match.text.utf8) {
                return nil
            }
            common = match
        }
        guard let common, columns.isSuperset(of: [.givenName, .familyName, .displayName, .email]),
            columns.contains(.username) || columns.contains(.loginName)
        else { return nil }
        switch common.method {
        case .containsIgnoreCase: isBeginning = false
        case .startsWithIgnoreCase: isBeginning = true
        case .equals, .equalsIgnoreCase, .startsWith, .contains, .endsWith, .endsWithIgnoreCase: return nil
        }
        text = common.text.asciiLowercased
        guard text.utf8.elementsEqual(FoldedColumn.username.fold(common.text).utf8),
            !text.utf8.contains(UInt8(ascii: "\n"))
        else { return nil }
        self.columns = columns
        filter = .any(filters)
    }

    private static func column(of filter: User.Filter) -> (Column, TextMatch)? {
        switch filter {
        case .username(let match): (.username, match)
        case .loginName(let match): (.loginName, match)
        case .givenName(let match): (.givenName, match)
        case .familyName(let match): (.familyName, match)
        case .nickName(let match): (.nickName, match)
        case .displayName(let match): (.displayName, match)
        case .email(let match): (.email, match)
        case .phone, .state, .isMachine, .isHuman, .nobody, .ids, .emails, .hasProvenEmail, .hasProvenPhone,
            .organization, .metadata, .all, .any, .not:
            nil
        }
    }

    /// Takes such a condition out of a filter, all of which must hold: where one is negated, it counts that machine users
    /// have nothing in some columns.
    static func take(from filter: User.Filter) -> (match: UserTextMatch, rest: User.Filter)? {
        switch filter {
        case .any(let filters):
            return UserTextMatch(any: filters).map { ($0, .all([])) }
        case .all(var filters):
            for (index, filter) in filters.enumerated() {
                guard let (match, rest) = take(from: filter) else { continue }
                filters[index] = rest
                return (match, .all(filters))
            }
            return nil
        default:
            return nil
        }
    }

    /// Appends the condition on `u`.
    /// - Parameter appendUsers: appends a condition that holds for all users who are searched.
    func append(
        to query: inout SQLQuery, _ exceptions: UserSearchExceptions, among appendUsers: (inout SQLQuery) -> Void
    ) {
        let occurring = isBeginning ? UserSearchText.lineBreak + text : text
        query.append("(")
        if exceptions.hasNickNames, !columns.contains(.nickName) {
            query.append("(strpos(u.search_text, $1) > 0 AND ", occurring)
            query.append(
                "strpos(u.search_text, $1) < strpos(u.search_text || $2, $2))", occurring, UserSearchText.emptyLine)
        } else {
            query.append("u.search_text", contains: occurring)
        }
        if exceptions.hasScopes, columns.contains(.loginName) { appendScoped(to: &query) }
        if exceptions.lacksTexts {
            // Without looking at the row, so that the index tells of all others.
            query.append(" OR (u.search_text = '' AND u.id IN (SELECT u.id FROM users u WHERE u.search_text = '' AND ")
            appendUsers(&query)
            query.append(" AND ")
            query.append(filter, organization: "u.organization_id")
            query.append("))")
        }
        query.append(")")
    }

    /// Appends what else makes a login name match that ends in a domain: what is looked for lies in the domain, or goes
    /// over the last `@`. The user name is what stands before the text's second line break.
    private func appendScoped(to query: inout SQLQuery) {
        if let name = text.namePart, let domain = text.domainPart {
            append(to: &query, domains: { $0.append("e.domain", beginsWith: domain) })
            let line = name + UserSearchText.lineBreak
            if isBeginning {
                query.append(" AND strpos(substr(u.search_text, 2) || $1, $2) = 1", UserSearchText.lineBreak, line)
            } else {
                query.append(" AND substr(substr(u.search_text, 2) || $1, ", UserSearchText.lineBreak)
                query.append("strpos(substr(u.search_text, 2) || $1, $1)", UserSearchText.lineBreak)
                query.append(" - length(CAST($1 AS TEXT)) + 1, length(CAST($1 AS TEXT))) = $1", line)
            }
            query.append(")")
        } else if !isBeginning {
            append(to: &query, domains: { $0.append("e.domain", contains: text) })
            query.append(")")
        }
    }

    /// Begins a condition that holds for users whose login names end in certain domains.
    private func append(to query: inout SQLQuery, domains appendDomains: (inout SQLQuery) -> Void) {
        query.append(" OR (u.username_scope <> '' AND u.search_text <> '' AND u.username_scope IN (")
        query.append("SELECT e.organization_id FROM organization_domains e WHERE e.is_verified AND ")
        appendDomains(&query)
        query.append(")")
    }
}
