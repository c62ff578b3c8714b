internal import Domain
internal import HTTP
internal import Model

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

    var http: HTTPResponse {
        HTTPResponse.html(.ok, html)
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

    private var html: String {
        let fields = response.members.pairs.map { pair in
            "<input type=\"hidden\" name=\"\(pair.name.escapedForHTML)\" value=\"\(pair.value.escapedForHTML)\">"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Continue</title><noscript>\(Self.styles)</noscript></head>
            <body>
            <main><form class="card" method="post" action="\(response.redirectURI.escapedForHTML)">
            \(fields.joined(separator: "\n"))
            <noscript><h1>One more step</h1>
            <p class="lead">Your answer is ready. Continue to the application.</p>
            <button class="primary">Continue</button></noscript>
            </form></main>
            <script>\(Self.script)</script>
            </body>
            </html>

            """
    }
}
