internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// Somebody presses a button twice: the browser sends the form twice, and shows the second answer.
@Suite("Login pages: a form that is sent twice")
struct RepeatedFormTests {
    let fixture: LoginFixture
    let application: TestSignIn
    let browser: TestBrowser

    init() async throws {
        fixture = try await LoginFixture()
        let client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("Shop"))
        application = TestSignIn(fixture.server, client)
        browser = fixture.browser()
    }

    /// A form that somebody has filled in, with the cookies at that time.
    private struct FilledForm: Sendable {
        let server: TestServer
        let action: String
        let pairs: [(String, String)]
        let cookies: [String: String]

        func send() async throws -> TestResponse {
            let cookie = cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; ")
            return try await server.send(
                HTTPRequest(
                    .post, action,
                    fields: ["Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie],
                    body: Array(Form(pairs.map { (name: $0.0, value: $0.1) }).encoded.utf8)))
        }

        /// What the application gets.
        func member(_ name: String) async throws -> String? {
            try RepeatedFormTests.member(name, of: try await send())
        }
    }

    private static func member(_ name: String, of response: TestResponse?) throws -> String? {
        let location = try #require(response?.fields["Location"], "\(response?.text ?? "")")
        try #require(location.hasPrefix("\(TestSignIn.redirectURI)?"), "\(location)")
        return try TestSignIn.members(of: location)[name]
    }

    private func filled(_ id: String, _ values: [(String, String)]) throws -> FilledForm {
        let form = try #require(browser.forms.first { $0.id == id }, "\(browser.text)")
        let kept = form.fields.filter { field in !values.contains { $0.0 == field.0 } }
        return FilledForm(
            server: fixture.server, action: form.action, pairs: kept + values, cookies: browser.cookies)
    }

    /// The password, typed and not sent.
    private func password(_ name: String = "minnie", _ changes: [(String, String?)] = []) async throws -> FilledForm {
        try await browser.authorize(application.parameters(changes))
        try await browser.submit("form", [("loginName", name), ("action", "")])
        return try filled("form", [("password", LoginFixture.password)])
    }

    /// Both are one code: it gives tokens once, and its second use ends them (RFC 6749 §4.1.2).
    private func expectOneCode(_ first: String?, _ second: String?) async throws {
        let tokens = try await application.redeem(#require(second))
        #expect(tokens.status == .ok, "\(tokens.text)")
        let access = try #require(try tokens.json["access_token"]?.stringValue)
        #expect(try await fixture.server.get("/oidc/v1/userinfo", token: access).status == .ok)
        let again = try await application.redeem(#require(first))
        #expect(try again.json["error"] == "invalid_grant")
        #expect(try await fixture.server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
    }

    @Test func `one after the other, both bring the same code`() async throws {
        let form = try await password()
        try await expectOneCode(try await form.member("code"), try await form.member("code"))
    }

    @Test func `at the same time, both bring the same code`() async throws {
        let form = try await password()
        async let first = form.member("code")
        async let second = form.member("code")
        try await expectOneCode(try await first, try await second)
    }

    @Test func `a proof that is asked for again, sent twice, brings the same code`() async throws {
        try await browser.signIn("minnie")
        fixture.server.clock.advance(by: .minutes(2))
        try await browser.authorize(application.parameters([("prompt", "login")]))
        let form = try filled("form", [("password", LoginFixture.password)])
        try await expectOneCode(try await form.member("code"), try await form.member("code"))
    }

    @Test func `the code is of the sign-in that the browser keeps`() async throws {
        let form = try await password()
        _ = try await form.member("code")
        try await browser.post(form.action, form.pairs)
        let tokens = try await application.redeem(#require(try Self.member("code", of: browser.page))).json
        let access = try #require(tokens["access_token"]?.stringValue)
        #expect(try await fixture.server.get("/oidc/v1/userinfo", token: access).status == .ok)
        try await browser.open("/ui/v2/login/logout")
        try await browser.submit("form")
        #expect(try await fixture.server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
    }

    @Test func `once the code was exchanged, or is over, the sign-in is over`() async throws {
        let form = try await password()
        let code = try #require(try await form.member("code"))
        #expect(try await application.redeem(code).status == .ok)
        let late = try await form.send()
        #expect(late.status == .badRequest && late.text.contains("This sign-in is over."))
        let other = try await password()
        _ = try await other.member("code")
        fixture.server.clock.advance(by: .seconds(40))
        let code2 = try #require(try await other.member("code"))
        // The second answer has not made it younger.
        fixture.server.clock.advance(by: .seconds(20))
        #expect(try await application.redeem(code2).json["error"] == "invalid_grant")
        #expect(try await other.send().text.contains("This sign-in is over."))
    }

    @Test func `nobody else gets the answer, and no other browser`() async throws {
        try await fixture.addHuman("mickey")
        try await browser.authorize(application.parameters())
        let name = try filled("form", [("loginName", "mickey"), ("action", "")])
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        let minnie = try filled("form", [("password", LoginFixture.password)])
        try await browser.post(name.action, name.pairs)
        let mickey = try filled("form", [("password", LoginFixture.password)])
        let code = try await minnie.member("code")
        #expect(try await mickey.send().text.contains("This sign-in is over."))
        let stranger = FilledForm(
            server: fixture.server, action: minnie.action, pairs: minnie.pairs,
            cookies: try await fixture.signedIn().cookies)
        #expect(try await stranger.send().status == .forbidden)
        #expect(try await application.redeem(#require(code)).status == .ok)
    }

    @Test func `who cancels twice goes back twice, and nobody signs in any more`() async throws {
        let form = try await password()
        try await browser.open(browser.address)
        let cancel = try filled("cancel", [("action", "cancel")])
        for _ in 0..<2 { #expect(try await cancel.member("error") == "access_denied") }
        #expect(try await form.send().text.contains("This sign-in is over."))
        let other = try await password()
        let tooLate = try filled("cancel", [("action", "cancel")])
        let code = try await other.member("code")
        #expect(try await tooLate.send().text.contains("This sign-in is over."))
        #expect(try await application.redeem(#require(code)).status == .ok)
    }

    @Test(arguments: [("allow", "code"), ("deny", "error")])
    func `what a person answers twice, an application is told`(action: String, member: String) async throws {
        let form = try await password("minnie", [("prompt", "consent")])
        try await browser.post(form.action, form.pairs)
        try #require(browser.path == "/ui/v2/login/consent")
        let answer = try filled("form", [("action", action)])
        let first = try await answer.member(member)
        let second = try await answer.member(member)
        if action == "allow" {
            try await expectOneCode(first, second)
        } else {
            #expect(first == "access_denied" && second == "access_denied")
        }
    }

    @Test func `tokens that come without a code come again`() async throws {
        let server = fixture.server
        let implicit = try await server.addClient(
            "implicit", project: application.client.projectID,
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN"], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        let form = try await password(
            "minnie", [("client_id", implicit.clientID), ("response_type", "id_token"), ("scope", "openid")])
        for _ in 0..<2 {
            let location = try #require(try await form.send().fields["Location"])
            #expect(try TestSignIn.members(of: location)["id_token"] != nil)
        }
    }
}
