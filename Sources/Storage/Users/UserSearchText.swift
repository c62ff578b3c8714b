internal import Model

/// The text in which each text that a user is searched by occurs: first the user name, in lower case, then the rest.
struct UserSearchText {
    /// Without the user name. PostgreSQL bounds the length of what is in an index, to 2,704 bytes.
    private static let longestRest = 200

    /// What follows the user name; `nil` when it is too long, and then there is no text.
    let rest: String?

    init(_ human: Human?) {
        let texts = human.map { [$0.displayName, $0.email, $0.givenName, $0.familyName, $0.nickName] } ?? []
        // Mostly a display name is made of the other ones.
        let rest = texts.map(\.asciiLowercased).reduce(into: "") { rest, text in
            if !rest.utf8.contains(text.utf8) { rest += " " + text }
        }
        self.rest = rest.unicodeScalars.count <= Self.longestRest ? rest : nil
    }

    /// Empty when there is none.
    func text(after username: String) -> String {
        rest.map { username.lowercased() + $0 } ?? ""
    }
}
