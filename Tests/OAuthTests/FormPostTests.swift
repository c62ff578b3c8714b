internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OAuth 2.0 Form Post Response Mode: the page that posts")
struct FormPostTests {
    let server: TestServer
    let signIn: TestSignIn
    let session: TestSession

    init() async throws {
        (server, signIn, _, session) = try await TestSignIn.ofRoad()
    }

    /// The path of the page of a sign-in.
    private func page(_ changes: [(String, String?)] = []) async throws -> String {
        let url = try await signIn.callback([("response_mode", "form_post")] + changes, session: session)
        return String(url.dropFirst(TestServer.issuer.count))
    }

    @Test func `it is shown once`() async throws {
        let page = try await page()
        let first = try await server.get(page)
        #expect(first.status == .ok && first.text.contains("name=\"code\""))
        let second = try await server.get(page)
        #expect(second.status == .badRequest)
        #expect(!second.text.contains("<form") && second.text.contains("opened before"))
        #expect(second.fields["Content-Security-Policy"]?.contains("default-src 'none'") == true)
    }

    @Test func `of many who open it at once, on two nodes, one sees it`() async throws {
        let (page, other) = (try await page(), try await server.node())
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for index in 0..<10 {
                group.addTask { try await (index.isMultiple(of: 2) ? server : other).get(page).status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
        #expect(statuses.count { $0 == .badRequest } == 9)
    }

    @Test func `it is not shown when that cannot be noted`() async throws {
        let page = try await page()
        try await server.setDiskWritable(false)
        let refused = try await server.get(page)
        #expect(refused.status == .serviceUnavailable)
        #expect(!refused.text.contains("<form"))
        // What the person is told blames neither the person nor the application.
        #expect(refused.text.contains("It is not your fault.") && !refused.text.contains("class=\"detail\""))
        try await server.setDiskWritable(true)
        #expect(try await server.get(page).status == .ok)
    }

    @Test func `a state of any length that is accepted comes back`() async throws {
        let state = String(repeating: "st&te ", count: 1000)
        let response = try await server.get(page([("state", state)]))
        #expect(response.status == .ok)
        let escaped = String(repeating: "st&amp;te ", count: 1000)
        #expect(response.text.contains("name=\"state\" value=\"\(escaped)\""))
    }

    @Test(arguments: [
        ("de-CH, en;q=0.5", "de", "Noch ein Schritt", "Weiter"), ("fr", "en", "One more step", "Continue"),
    ])
    func `without scripts it speaks the language of the browser`(
        accepted: String, language: String, title: String, button: String
    ) async throws {
        let response = try await server.send(HTTPRequest(.get, try await page(), fields: ["Accept-Language": accepted]))
        #expect(response.text.contains("<html lang=\"\(language)\">"))
        #expect(response.text.contains("<h1>\(title)</h1>"))
        #expect(response.text.contains("<button class=\"primary\">\(button)</button>"))
    }

    @Test func `a refusal that is posted at once speaks the language that the application asks for`() async throws {
        let response = try await signIn.authorize([
            ("response_mode", "form_post"), ("prompt", "none login"), ("ui_locales", "fr de"),
        ])
        #expect(response.text.contains("name=\"error\""))
        #expect(response.text.contains("<h1>Noch ein Schritt</h1>"))
    }

    @Test(arguments: ["", "response=", "response=AAAA", "response=%00", "other=1"])
    func `what is no address of such a page is none`(query: String) async throws {
        let response = try await server.get("/oauth/v2/authorize/callback?\(query)")
        #expect(response.status == .badRequest)
        #expect(!response.text.contains("<form"))
    }
}
