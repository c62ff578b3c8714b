internal import Model
internal import SQL

/// What all users have in common that a filter lets through which looks for texts in several columns: at least one of a
/// few texts occurs in what they are searched by. One index tells that, which no single column could.
struct UserNarrowing {
    /// Their bytes: texts that are the same to people may have other ones.
    fileprivate var texts: Set<[UInt8]>
    /// Login names have more in them than a user name when they end in a domain.
    fileprivate var hasLoginNames: Bool

    /// - Returns: `nil` for a filter of which that cannot be said, or where the index of a column does better.
    init?(_ filter: User.Filter) {
        guard let found = Self.find(in: filter) else { return nil }
        self = found
    }

    private init(texts: Set<[UInt8]>, hasLoginNames: Bool) {
        self.texts = texts
        self.hasLoginNames = hasLoginNames
    }

    private static func find(in filter: User.Filter) -> UserNarrowing? {
        switch filter {
        case .any(let filters) where filters.count > 1: texts(of: filter)
        case .all(let filters): filters.lazy.compactMap { find(in: $0) }.first
        default: nil
        }
    }

    /// The texts of which one occurs where the filter holds.
    private static func texts(of filter: User.Filter) -> UserNarrowing? {
        switch filter {
        case .username(let match): one(FoldedColumn.username.fold(match.text))
        case .loginName(let match): one(FoldedColumn.username.fold(match.text), ofLoginName: true)
        case .givenName(let match), .familyName(let match), .nickName(let match), .displayName(let match),
            .email(let match):
            one(match.text.asciiLowercased)
        case .any(let filters): union(of: filters)
        case .all(let filters): filters.lazy.compactMap { texts(of: $0) }.first
        case .phone, .state, .isMachine, .isHuman, .nobody, .ids, .emails, .hasProvenEmail, .hasProvenPhone,
            .organization, .metadata, .not:
            nil
        }
    }

    private static func one(_ text: String, ofLoginName isOfLoginName: Bool = false) -> UserNarrowing? {
        // An empty one rules nobody out.
        text.isEmpty ? nil : UserNarrowing(texts: [Array(text.utf8)], hasLoginNames: isOfLoginName)
    }

    private static func union(of filters: [User.Filter]) -> UserNarrowing? {
        var result = UserNarrowing(texts: [], hasLoginNames: false)
        for filter in filters {
            guard let other = texts(of: filter) else { return nil }
            result.texts.formUnion(other.texts)
            result.hasLoginNames = result.hasLoginNames || other.hasLoginNames
        }
        return result.texts.isEmpty ? nil : result
    }
}

extension SQLQuery {
    /// Appends what holds for the row's user, `u`, if the filter does.
    mutating func append(_ narrowing: UserNarrowing, _ exceptions: UserSearchExceptions) {
        append("u.search_text >= '' AND (")
        if exceptions.lacksTexts { append("u.search_text = '' OR ") }
        if exceptions.hasScopes, narrowing.hasLoginNames { append("u.username_scope <> '' OR ") }
        let texts = narrowing.texts.sorted { $0.lexicographicallyPrecedes($1) }
        for (offset, text) in texts.enumerated() {
            if offset > 0 { append(" OR ") }
            append("u.search_text", contains: String(decoding: text, as: UTF8.self))
        }
        append(")")
    }
}
