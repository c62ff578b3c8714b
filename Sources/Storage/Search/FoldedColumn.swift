internal import Model
internal import SQL

/// A text column beside which stands a copy in lower case, with the indices.
struct FoldedColumn: Sendable {
    let folded: StaticString
    /// The text as it was written.
    let exact: StaticString
    /// Done to a searched text before the engine makes lower case of it, as it was done to the copy.
    let fold: @Sendable (String) -> String

    init(_ folded: StaticString, exact: StaticString, fold: @escaping @Sendable (String) -> String = { $0 }) {
        self.folded = folded
        self.exact = exact
        self.fold = fold
    }
}

extension SQLQuery {
    /// A longer text is not made a pattern, of which engines bound the length.
    private static let longestPattern = 1000

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
            append(" = lower(CAST($1 AS TEXT))", text)
            isExact = true
        case .startsWith, .startsWithIgnoreCase:
            isExact = append(column.folded, from: text)
        case .contains, .containsIgnoreCase:
            isExact = append(column.folded, like: text, "%")
        case .endsWith, .endsWithIgnoreCase:
            isExact = append(column.folded, like: text, "")
        }
        if match.method.ignoresCase {
            if !isExact { append(again: column.folded, match.method, text) }
        } else {
            append(" AND ")
            append(column.exact, matches: match)
        }
        append(")")
    }

    /// Appends the range of the texts that begin with a text.
    /// - Returns: `false` when the engine orders texts by the rules of a language, where a range cannot say that.
    private mutating func append(_ column: StaticString, from text: String) -> Bool {
        guard ordersTextsByBytes else {
            append(anyTextOf: column)
            return false
        }
        append(column, beginsWith: text.asciiLowercased)
        return true
    }

    /// Appends a pattern. Characters that mean something in patterns stand for more than themselves in it.
    /// - Parameter rest: the pattern of what may follow the text.
    /// - Returns: `false` when something else could match too.
    private mutating func append(_ column: StaticString, like text: String, _ rest: String) -> Bool {
        // An index is not thought of for a pattern alone.
        append(anyTextOf: column)
        guard text.utf8.count <= Self.longestPattern else { return false }
        append(" AND ")
        append(column)
        // A backslash would make the next character stand for itself on one engine and not on the other.
        let pattern = String(
            decoding: text.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
        append(" LIKE lower(CAST($1 AS TEXT))", "%\(pattern)\(rest)")
        return !pattern.utf8.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "_") }
    }

    /// Appends what holds for each text, and for null is null, so that a negation does not hold either.
    private mutating func append(anyTextOf column: StaticString) {
        append(column)
        append(" >= ''")
    }

    /// Appends the comparison with the copy that lets nothing else through.
    private mutating func append(again column: StaticString, _ method: TextMatch.Method, _ text: String) {
        append(" AND ")
        switch method {
        case .equals, .equalsIgnoreCase: append("TRUE")
        case .startsWith, .startsWithIgnoreCase:
            append("substr(")
            append(column)
            append(", 1, length(CAST($1 AS TEXT))) = lower(CAST($1 AS TEXT))", text)
        case .contains, .containsIgnoreCase:
            append("replace(")
            append(column)
            append(", lower(CAST($1 AS TEXT)), '') <> ", text)
            append(column)
        case .endsWith, .endsWithIgnoreCase:
            append("length(")
            append(column)
            append(") >= length(CAST($1 AS TEXT)) AND substr(", text)
            append(column)
            append(", length(")
            append(column)
            append(") - length(CAST($1 AS TEXT)) + 1) = lower(CAST($1 AS TEXT))", text)
        }
    }
}

extension TextMatch.Method {
    var ignoresCase: Bool {
        switch self {
        case .equals, .startsWith, .contains, .endsWith: false
        case .equalsIgnoreCase, .startsWithIgnoreCase, .containsIgnoreCase, .endsWithIgnoreCase: true
        }
    }

    /// Whether a match is one text, or texts that begin alike where those are a range: an index finds them.
    func isServed(byRanges hasRanges: Bool) -> Bool {
        switch self {
        case .equals, .equalsIgnoreCase: true
        case .startsWith, .startsWithIgnoreCase: hasRanges
        case .contains, .containsIgnoreCase, .endsWith, .endsWithIgnoreCase: false
        }
    }
}
