internal import Domain
internal import HTTP

/// What a person sees whose application cannot be told what is wrong.
struct RefusalPage {
    let status: HTTPStatus
    let text: String
    var heading: StaticString = "You cannot be signed in"

    var http: HTTPResponse {
        HTTPResponse.html(status, html)
            .with("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
            .with("X-Frame-Options", "DENY").with("Referrer-Policy", "no-referrer").withoutCaching
    }

    private var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>This did not work</title></head>
        <body>
        <main>
        <h1>\(heading)</h1>
        <p>\(text.escapedForHTML)</p>
        <p>Go back to the application and try again. If it happens again, tell the people who run the application.</p>
        </main>
        </body>
        </html>

        """
    }
}
