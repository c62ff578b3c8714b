internal import Model

/// One way in which a login name that ends in a domain matches a text: by the user name, by the domain, or by both. The
/// last `@` is the one between them, because no domain has one.
struct LoginNameMatch {
    var name: TextMatch?
    var domain: TextMatch?

    static func ways(of match: TextMatch) -> [LoginNameMatch] {
        let text = match.text
        let (equals, startsWith, endsWith): (TextMatch.Method, TextMatch.Method, TextMatch.Method) =
            match.method.ignoresCase
            ? (.equalsIgnoreCase, .startsWithIgnoreCase, .endsWithIgnoreCase) : (.equals, .startsWith, .endsWith)
        /// Where the text goes over the `@`.
        func across(_ nameMethod: TextMatch.Method, _ domainMethod: TextMatch.Method) -> LoginNameMatch? {
            text.lastIndex(of: "@").map { at in
                LoginNameMatch(
                    name: TextMatch(String(text[..<at]), nameMethod),
                    domain: TextMatch(String(text[text.index(after: at)...]), domainMethod))
            }
        }
        let ways =
            switch match.method {
            case .equals, .equalsIgnoreCase: [across(equals, equals)]
            case .startsWith, .startsWithIgnoreCase: [LoginNameMatch(name: match), across(equals, startsWith)]
            case .contains, .containsIgnoreCase:
                [LoginNameMatch(name: match), across(endsWith, startsWith) ?? LoginNameMatch(domain: match)]
            case .endsWith, .endsWithIgnoreCase: [across(endsWith, equals) ?? LoginNameMatch(domain: match)]
            }
        return ways.compactMap { $0 }
    }
}
