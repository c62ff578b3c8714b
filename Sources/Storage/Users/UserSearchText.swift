internal import Model

/// The text in which all that a user is searched by stands in lower case, each on a line of its own: an empty line, the
/// user name, then of a person the display name, the address and the names of which no other line begins with them; last,
/// after another empty line, the nick name.
///
/// So a text without a line break occurs in one of the lines if it occurs at all, and after a line break where one begins.
struct UserSearchText {
    static let column: StaticString = "u.search_text"
    static let lineBreak = "\n"
    /// What the nick name comes after.
    static let emptyLine = "\n\n"

    /// Without the user name. PostgreSQL bounds the length of what is in an index, to 2,704 bytes.
    private static let longestRest = 200

    /// What follows the user name; `nil` when it is too long, one of the texts has several lines or the display name is
    /// missing before others, and then there is no text.
    let rest: String?

    init(_ human: Human?) {
        let texts = human.map { [$0.displayName, $0.email, $0.givenName, $0.familyName] } ?? []
        var rest = ""
        for line in texts { Self.append(line, to: &rest, after: Self.lineBreak) }
        if let human { Self.append(human.nickName, to: &rest, after: Self.emptyLine) }
        let isFit =
            rest.unicodeScalars.count <= Self.longestRest
            && (texts.first?.isEmpty != true || texts.allSatisfy(\.isEmpty))
            && !(texts + [human?.nickName ?? ""]).contains { $0.utf8.contains(UInt8(ascii: "\n")) }
        self.rest = isFit ? rest : nil
    }

    /// Empty when there is none.
    func text(after username: String) -> String {
        guard let rest, let line = Self.line(username) else { return "" }
        return line + rest
    }

    /// The display name, in lower case; `nil` for machine users.
    static func displayName(in text: String) -> String? {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
        return lines.count > 2 ? String(Substring(lines[2])) : nil
    }

    /// How the text begins; `nil` when there is none.
    static func line(_ username: String) -> String? {
        let isFit = !username.isEmpty && !username.utf8.contains(UInt8(ascii: "\n"))
        return isFit ? lineBreak + username.lowercased() : nil
    }

    private static func append(_ text: String, to rest: inout String, after separator: String) {
        let folded = text.asciiLowercased
        if !folded.isEmpty, !rest.utf8.contains((lineBreak + folded).utf8) { rest += separator + folded }
    }
}
