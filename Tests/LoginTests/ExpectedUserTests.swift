internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: for an application that expects somebody")
struct ExpectedUserTests {
    let fixture: LoginFixture
    let application: TestSignIn

    init() async throws {
        fixture = try await LoginFixture()
        let client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("Shop"))
        application = TestSignIn(fixture.server, client)
    }

    private func claims(_ user: String) -> (String, String?) {
        ("claims", "{\"id_token\":{\"sub\":{\"value\":\"\(user)\"}}}")
    }

    private func member(_ name: String, of browser: TestBrowser) throws -> String? {
        try TestSignIn.members(of: #require(browser.page?.fields["Location"], "\(browser.text)"))[name]
    }

    /// A page without what is sealed in it, which differs each time.
    private func page(_ changes: [(String, String?)]) async throws -> [String] {
        let browser = fixture.browser()
        try await browser.authorize(application.parameters(changes))
        let answer = try #require(browser.page)
        return [
            browser.path, "\(answer.status)", answer.fields["Content-Security-Policy"] ?? "",
            answer.text.replacing(/[A-Za-z0-9_-]{40,}/, with: "*"),
        ]
    }

    @Test(arguments: [false, true])
    func `an identifier in the claims parameter tells nobody whose it is`(ignoresUnknown: Bool) async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "ignoreUnknownUsernames": .bool(ignoresUnknown)])
        try await fixture.addHuman("passkey")
        let other = try await fixture.server.addOrganization("other")
        try await fixture.addHuman("daisy", organization: other, displayName: "Daisy")
        let nobody = try await page([claims("nobody")])
        #expect(nobody[0] == "/ui/v2/login/loginname")
        for user in ["minnie", "daisy", "passkey", try fixture.server.rootID, ""] {
            #expect(try await page([claims(user)]) == nobody, "\(user)")
        }
        #expect(try await page([]) == nobody, "no claims")
    }

    @Test func `whoever else signs in is refused, and the one who is expected goes straight back`() async throws {
        try await fixture.addHuman("mickey")
        let browser = fixture.browser()
        try await browser.authorize(application.parameters([claims("minnie")]))
        try await browser.submit("form", [("loginName", "mickey"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(try member("error", of: browser) == "login_required")
        // mickey is signed in here, and not asked for.
        try await browser.authorize(application.parameters([claims("minnie")]))
        #expect(browser.path == "/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(try member("code", of: browser) != nil)
        // Of two accounts only one can be meant.
        try await browser.authorize(application.parameters([claims("minnie")]))
        #expect(try member("code", of: browser) != nil)
        try await browser.authorize(application.parameters([claims("mickey"), ("prompt", "none")]))
        #expect(try member("code", of: browser) != nil)
        try await browser.authorize(application.parameters([claims("nobody"), ("prompt", "none")]))
        #expect(try member("error", of: browser) == "login_required")
    }

    @Test func `an ID token of the application fills in the name`() async throws {
        let browser = fixture.browser()
        try await browser.authorize(application.parameters())
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        let tokens = try await application.redeem(#require(try member("code", of: browser))).json
        let hint = try #require(tokens["id_token"]?.stringValue)
        let fresh = fixture.browser()
        try await fresh.authorize(application.parameters([("id_token_hint", hint), claims("minnie")]))
        #expect(fresh.path == "/ui/v2/login/password" && fresh.text.contains("minnie"))
        // Both have to name the same person.
        let answer = try await application.authorize([("id_token_hint", hint), claims("nobody")])
        #expect(try TestSignIn.members(of: #require(answer.fields["Location"]))["error"] == "invalid_request")
    }

    @Test func `login pages of others get a hint that is proven only, and cannot answer for another user`()
        async throws
    {
        try await fixture.addHuman("mickey")
        let request = try await application.request([claims("minnie")])
        let read = try await fixture.server.call(
            "zitadel.oidc.v2.OIDCService/GetAuthRequest", ["authRequestId": .string(request)])
        #expect(read["authRequest"]?["id"] == .string(request) && read["authRequest"]?["hintUserId"] == nil)
        let refused = try await application.answer(request, session: fixture.server.signIn("mickey"))
        #expect(refused.text.contains("OIDC-0thr1"))
        #expect(try await application.answer(request, session: fixture.server.signIn("minnie")).status == .ok)
    }
}
