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
    /// Appends `column <comparison> text`. The copy is compared first, by what an index serves or is read quickly, and
    /// where case counts, what it lets through is compared once more. A text that is null does not match.
    mutating func append(_ column: FoldedColumn, matches match: TextMatch) {
        let text = column.fold(match.text)
        append("(")
        switch match.method {
        case .equals, .equalsIgnoreCase:
            append(column.folded)
            append(" = $1", text)
        case .startsWith, .startsWithIgnoreCase:
            append(column.folded, beginsWith: text)
        case .contains, .containsIgnoreCase:
            append(anyTextOf: column.folded)
            append(column.folded, contains: text)
        case .endsWith, .endsWithIgnoreCase:
            append(anyTextOf: column.folded)
            append(column.folded, endsWith: text)
        }
        if !match.method.ignoresCase {
            append(" AND ")
            append(column.exact, matches: match)
        }
        append(")")
    }

    /// Appends what holds for each text, and for null is null, so that a negation does not hold either. An index without
    /// the rows that have null is not thought of for what follows alone.
    private mutating func append(anyTextOf column: StaticString) {
        append(column)
        append(" >= '' AND ")
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
