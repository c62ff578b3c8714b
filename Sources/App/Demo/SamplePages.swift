internal import Platform

/// What the sample application shows.
enum SamplePages {
    static func welcome(issuer: String) -> String {
        page(
            "Sample application",
            """
            <p>This is an application of its own. It does not know who you are, and asks
            <strong>\(escaped(issuer))</strong> to find out.</p>
            \(button("/sign-in", "Sign in"))
            """)
    }

    static func signedIn(
        _ tokens: SampleVisit.Tokens, userinfo: Result<JSONObject, SampleError>
    ) -> String {
        let name = tokens.claims["name"]?.stringValue ?? tokens.claims["sub"]?.stringValue ?? "somebody"
        let answer =
            switch userinfo {
            case .success(let claims): table("What userinfo says", claims)
            case .failure(let error): "<h2>What userinfo says</h2><p>\(escaped(error.reason))</p>"
            }
        let refresh =
            tokens.refreshToken == nil ? "" : button("/refresh", "Refresh the tokens", isQuiet: true)
        return page(
            "Hello, \(name)",
            """
            <p>The access token is good until <strong>\(escaped(tokens.accessTokenExpiry.rfc3339))</strong>.</p>
            <div class="actions">\(refresh)\(button("/sign-out", "Sign out"))</div>
            \(table("What the ID token says", tokens.claims))
            \(answer)
            """)
    }

    static let signedOut = page(
        "Signed out", "<p>You are signed out here and at the provider.</p><p><a href=\"/\">To the start</a></p>")

    static func failure(_ reason: String) -> String {
        page(
            "That did not work",
            "<p role=\"alert\">\(escaped(reason))</p><p><a href=\"/\">Back to the start</a></p>")
    }

    private static func button(_ path: String, _ text: String, isQuiet: Bool = false) -> String {
        """
        <form method="post" action="\(path)"><button\(isQuiet ? " class=\"quiet\"" : "")>\(text)</button></form>
        """
    }

    private static func table(_ title: String, _ claims: JSONObject) -> String {
        let rows = claims.members.map { member in
            let value = member.value.stringValue ?? member.value.text
            return "<tr><th scope=\"row\">\(escaped(member.name))</th><td>\(escaped(value))</td></tr>"
        }
        return "<h2>\(title)</h2><table>\(rows.joined())</table>"
    }

    private static func page(_ title: String, _ content: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body><main><p class="mark">Sample application</p><h1>\(escaped(title))</h1>
        \(content)
        </main></body>
        </html>
        """
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    static let style = """
        :root { color-scheme: light dark; --paper: #f6f5f1; --card: #fff; --ink: #1d2321; --soft: #5b6461;
          --line: #dfded8; --accent: #1f5f4a; --on-accent: #fff }
        @media (prefers-color-scheme: dark) { :root { --paper: #151918; --card: #1d2321; --ink: #eceeea;
          --soft: #a5aeaa; --line: #343c39; --accent: #8fd3b8; --on-accent: #10241c } }
        * { box-sizing: border-box }
        body { margin: 0; padding: 1.5rem 1rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, sans-serif }
        main { max-width: 44rem; margin: 6vh auto; padding: clamp(1.5rem, 5vw, 3rem); background: var(--card);
          border: 1px solid var(--line); border-radius: 14px }
        .mark { margin: 0 0 1.5rem; color: var(--soft); font-size: .85rem; letter-spacing: .04em }
        h1 { margin: 0 0 .75rem; font-size: 1.75rem; line-height: 1.2; overflow-wrap: anywhere }
        h2 { margin: 2rem 0 .5rem; font-size: 1.05rem }
        strong { overflow-wrap: anywhere }
        a { color: var(--accent) }
        .actions { display: flex; flex-wrap: wrap; gap: .75rem }
        button { padding: .7rem 1.3rem; border: 1px solid var(--accent); border-radius: 9px; background: var(--accent);
          color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer }
        button.quiet { background: transparent; color: var(--accent) }
        button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
        table { width: 100%; border-collapse: collapse; font-size: .9rem }
        th, td { padding: .45rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top;
          overflow-wrap: anywhere }
        th { width: 45%; padding-right: 1rem; color: var(--soft); font-weight: 400 }
        """
}
