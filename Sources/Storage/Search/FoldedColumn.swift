internal import Model
internal import SQL

/// A text column beside which stands a copy in lower case, with the indices.
struct FoldedColumn: Sendable {
    let folded: StaticString
    /// The text as it was written.
    let exact: StaticString
    /// Makes lower case of a searched text, as was done for the copy. No engine is asked to: each folds what does not come
    /// from a column in its own way.
    let fold: @Sendable (String) -> String

    init(
        _ folded: StaticString, exact: StaticString,
        fold: @escaping @Sendable (String) -> String = { $0.asciiLowercased }
    ) {
        self.folded = folded
        self.exact = exact
        self.fold = fold
    }
}

extension SQLQuery {
    /// A longer text is not made a pattern, of which engines bound the length.
    static let longestPattern = 1000

    /// Appends `column <comparison> text`. The copy is compared first, by what an index serves or is read quickly, and
    /// where that lets more through than it should, what it lets through is compared once more. A text that is null
    /// does not match.
    mutating func append(_ column: FoldedColumn, matches match: TextMatch) {
        let text = column.fold(match.text)
        append("(")
        let isExact: Bool
        switch match.method {
        case .equals, .equalsIgnoreCase:
            append(column.folded)
            append(" = $1", text)
            isExact = true
        case .startsWith, .startsWithIgnoreCase:
            append(column.folded, beginsWith: text)
            isExact = true
        case .contains, .containsIgnoreCase:
            isExact = append(column.folded, like: text, "%")
        case .endsWith, .endsWithIgnoreCase:
            isExact = append(column.folded, like: text, "")
        }
        if match.method.ignoresCase {
            if !isExact {
                append(" AND ")
                append(column.folded, matches: TextMatch(text, match.method))
            }
        } else {
            append(" AND ")
            append(column.exact, matches: match)
        }
        append(")")
    }

    /// Appends a pattern. Characters that mean something in patterns stand for more than themselves in it.
    /// - Parameter rest: the pattern of what may follow the text.
    /// - Returns: `false` when something else could match too.
    private mutating func append(_ column: StaticString, like text: String, _ rest: String) -> Bool {
        // An index is not thought of for a pattern alone.
        append(anyTextOf: column)
        guard text.utf8.count <= Self.longestPattern else { return false }
        append(" AND ")
        return append(column, isLike: text, rest)
    }

    /// Appends a pattern alone.
    /// - Returns: `false` when something else could match too.
    mutating func append(_ column: StaticString, isLike text: String, _ rest: String = "%") -> Bool {
        append(column)
        // A backslash would make the next character stand for itself on one engine and not on the other.
        let pattern = String(
            decoding: text.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
        append(" LIKE $1", "%\(pattern)\(rest)")
        return !pattern.utf8.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "_") }
    }

    /// Appends what holds for each text, and for null is null, so that a negation does not hold either.
    private mutating func append(anyTextOf column: StaticString) {
        append(column)
        append(" >= ''")
    }

}

extension TextMatch.Method {
    var ignoresCase: Bool {
        switch self {
        case .equals, .startsWith, .contains, .endsWith: false
        case .equalsIgnoreCase, .startsWithIgnoreCase, .containsIgnoreCase, .endsWithIgnoreCase: true
        }
    }

    /// Whether a match is one text, or a range of texts that begin alike: an index finds them.
    var isServedByIndex: Bool {
        switch self {
        case .equals, .equalsIgnoreCase, .startsWith, .startsWithIgnoreCase: true
        case .contains, .containsIgnoreCase, .endsWith, .endsWithIgnoreCase: false
        }
    }
}
