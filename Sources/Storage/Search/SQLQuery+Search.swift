internal import Model
internal import Platform
internal import SQL

// The comparisons of searches. No character of a searched text has a meaning, and upper and lower case count the same on
// every engine. Without regard to case means: of ASCII letters.

extension SQLQuery {
    /// Appends `column <comparison> text`; a text column that is null does not match.
    mutating func append(_ column: StaticString, matches match: TextMatch) {
        let ignoresCase = match.method.ignoresCase
        let text = ignoresCase ? match.text.asciiLowercased : match.text
        switch match.method {
        case .equals, .equalsIgnoreCase:
            append(folded: column, ignoresCase)
            append(" = $1", text)
        case .startsWith, .startsWithIgnoreCase:
            append(column, beginsWith: text, isFolded: ignoresCase)
        case .contains, .containsIgnoreCase:
            append(column, contains: text, isFolded: ignoresCase)
        case .endsWith, .endsWithIgnoreCase:
            append(column, endsWith: text, isFolded: ignoresCase)
        }
    }

    /// Appends that a text occurs in the column; an empty one occurs in each.
    mutating func append(_ column: StaticString, contains text: String, isFolded: Bool = false) {
        append("strpos(")
        append(folded: column, isFolded)
        append(", $1) > 0", text)
    }

    /// Appends that the column ends with a text.
    mutating func append(_ column: StaticString, endsWith text: String, isFolded: Bool = false) {
        append("substr(")
        append(folded: column, isFolded)
        append(", length(")
        append(column)
        // Engines differ in what begins before a text, but of a shorter one they all take less than is compared.
        append(") - length(CAST($1 AS TEXT)) + 1) = $1", text)
    }

    /// Appends the range of the texts that begin with this one.
    mutating func append(_ column: StaticString, beginsWith text: String, isFolded: Bool = false) {
        append("(")
        append(folded: column, isFolded)
        append(" >= $1", text)
        if let end = text.firstBeyond {
            append(" AND ")
            append(folded: column, isFolded)
            append(" < $1", end)
        }
        append(")")
    }

    /// Appends `column <comparison> moment`.
    mutating func append(_ column: StaticString, matches match: TimestampMatch) {
        append(column)
        switch match.method {
        case .equals: append(" = $1", match.moment)
        case .after: append(" > $1", match.moment)
        case .afterOrEquals: append(" >= $1", match.moment)
        case .before: append(" < $1", match.moment)
        case .beforeOrEquals: append(" <= $1", match.moment)
        }
    }

    /// Appends `column IN (…)`; an empty list matches nothing.
    mutating func append(_ column: StaticString, isOneOf list: [any SQLEncodable]) {
        guard !list.isEmpty else {
            append("FALSE")
            return
        }
        append(column)
        append(" IN", list: list)
    }

    /// Appends ` ORDER BY column, tie-breaker LIMIT … OFFSET …`.
    mutating func append(orderedBy column: StaticString, then tieBreaker: StaticString, _ page: Page) {
        append(" ORDER BY ")
        append(column)
        append(page.isAscending ? " ASC, " : " DESC, ")
        append(tieBreaker)
        append(page.isAscending ? " ASC" : " DESC")
        append(" LIMIT $1 OFFSET $2", page.limit, page.offset)
    }

    private mutating func append(folded column: StaticString, _ isFolded: Bool) {
        if isFolded { append("lower(") }
        append(column)
        if isFolded { append(")") }
    }
}

extension String {
    /// Lower case for ASCII letters, as the engines fold.
    var asciiLowercased: String {
        String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
    /// The least text that comes after all texts which begin with this one, in the order of bytes; `nil` when none does.
    var firstBeyond: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // What lies between are surrogates, which are no characters.
            guard let next = Unicode.Scalar(last.value == 0xD7FF ? 0xE000 : last.value + 1) else { continue }
            return String(String.UnicodeScalarView(scalars + [next]))
        }
        return nil
    }
}
