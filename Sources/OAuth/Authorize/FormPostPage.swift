internal import Domain
internal import HTTP
internal import Model

/// What the page says to those whose browser runs no scripts. The words are not made here: they come with the pages for
/// people, in the language that those would speak.
package struct FormPostWords: Sendable {
    let language: String
    let title: String
    let lead: String
    let button: String

    /// - Parameter language: a tag of BCP 47.
    package init(language: String, title: String, lead: String, button: String) {
        self.language = language
        self.title = title
        self.lead = lead
        self.button = button
    }
}

/// The page that posts a response to the application (OAuth 2.0 Form Post Response Mode §2): at once where scripts run,
/// else after a click. Only then is there something to see, which looks like the login pages.
struct FormPostPage {
    private let response: AuthorizationResponse

    init(_ response: AuthorizationResponse) {
        self.response = response
    }

    /// The one script of the page, and its digest for the policy, by which no other one runs.
    private static let script = "document.forms[0].submit()"
    private static let scriptDigest = "sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE="

    private static let styles = ["branding", "login"].map {
        "<link rel=\"stylesheet\" href=\"/ui/v2/login/assets/\($0).css\">"
    }.joined()

    func http(_ words: FormPostWords) -> HTTPResponse {
        HTTPResponse.html(.ok, html(words))
            .with(
                "Content-Security-Policy",
                "default-src 'none'; script-src '\(Self.scriptDigest)'; style-src 'self'; form-action \(target); "
                    + "frame-ancestors 'none'; base-uri 'none'"
            )
            .with("X-Frame-Options", "DENY").with("Referrer-Policy", "no-referrer").withoutCaching
    }

    /// The application, and wherever it leads over TLS: a browser holds the redirects after a form to the same rule.
    private var target: String {
        AbsoluteURI(response.redirectURI).map { "https: \($0.policySource)" } ?? "'none'"
    }

    private func html(_ words: FormPostWords) -> String {
        let fields = response.members.pairs.map { pair in
            "<input type=\"hidden\" name=\"\(pair.name.escapedForHTML)\" value=\"\(pair.value.escapedForHTML)\">"
        }
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(words.button.escapedForHTML)</title><noscript>\(Self.styles)</noscript></head>
            <body>
            <main><form class="card" method="post" action="\(response.redirectURI.escapedForHTML)">
            \(fields.joined(separator: "\n"))
            <noscript><h1>\(words.title.escapedForHTML)</h1>
            <p class="lead">\(words.lead.escapedForHTML)</p>
            <button class="primary">\(words.button.escapedForHTML)</button></noscript>
            </form></main>
            <script>\(Self.script)</script>
            </body>
            </html>

            """
    }
}
