internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: for applications")
struct ApplicationTests {
    /// RFC 7636, appendix B.
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    let fixture: LoginFixture
    let client: TestServer.TestClient

    init() async throws {
        fixture = try await LoginFixture()
        client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("project"))
    }

    /// Goes where an application sends people.
    private func authorize(
        _ browser: TestBrowser, _ more: [(String, String)] = [], waiting: Duration = .zero
    ) async throws {
        let usual = [
            ("client_id", client.clientID), ("redirect_uri", "https://app.example/callback"),
            ("response_type", "code"), ("scope", "openid"), ("state", "xyz"), ("code_challenge", Self.challenge),
            ("code_challenge_method", "S256"),
        ]
        let kept = usual.filter { pair in !more.contains { $0.0 == pair.0 } }
        try await browser.authorize(kept + more, waiting: waiting)
    }

    /// The parameters with which the browser is back at the application.
    private func answer(_ browser: TestBrowser) throws -> Form {
        let location = try #require(browser.page?.fields["Location"], "\(browser.address) \(browser.text)")
        #expect(browser.page?.status == .seeOther)
        try #require(location.hasPrefix("https://app.example/callback?"), "\(location)")
        return try Form(query: location.split(separator: "?").last.map(String.init))
    }

    @Test func `somebody signs in, and the application gets its code`() async throws {
        let browser = fixture.browser()
        try await authorize(browser, [("login_hint", "minnie"), ("ui_locales", "fr de")])
        #expect(browser.title == "Anmelden")
        #expect(browser.text.contains("value=\"minnie\""))
        let policy = try #require(browser.page?.fields["Content-Security-Policy"])
        #expect(policy.contains("form-action 'self' https: https://app.example;"))
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        let form = try answer(browser)
        #expect(form["state"] == "xyz" && form["iss"] == TestServer.issuer)
        let tokens = try await fixture.server.post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "authorization_code"), ("code", form["code"] ?? ""),
                ("redirect_uri", "https://app.example/callback"),
                ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            ])
        #expect(tokens.status == .ok, "\(tokens.text)")
    }

    @Test(arguments: ["answer", "cancel"])
    func `RFC 9700 §2.1: nobody is sent where the application has nothing to do any more`(by step: String) async throws
    {
        let browser = fixture.browser()
        try await authorize(browser, [("login_hint", "minnie")])
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await fixture.server.call(
            "zitadel.application.v2.ApplicationService/UpdateApplication",
            [
                "projectId": .string(client.projectID), "applicationId": .string(client.id),
                "oidcConfiguration": ["redirectUris": ["https://app.example/other"]],
            ])
        if step == "answer" {
            try await browser.submit("form", [("password", LoginFixture.password)])
        } else {
            try await browser.submit("form", [("action", "cancel")])
        }
        #expect(browser.page?.fields["Location"] == nil)
        #expect(browser.text.contains("This sign-in is over."), "\(browser.text)")
    }

    @Test func `who is signed in goes straight back`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser)
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `CVE-2026-7507: a link that was passed on asks who is signed in`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, waiting: .seconds(31))
        #expect(browser.title == "Is this you?")
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `with two accounts people choose`() async throws {
        try await fixture.addHuman("mickey")
        let browser = try await fixture.signedIn()
        try await browser.signIn("mickey")
        try await authorize(browser)
        #expect(browser.title == "Choose an account")
    }

    @Test func `prompt=select_account asks although there is one account`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("prompt", "select_account")])
        #expect(browser.path == "/ui/v2/login/accounts")
    }

    @Test(arguments: [[("prompt", "login")], [("max_age", "0")], [("max_age", "60")]])
    func `a fresh proof is asked for`(more: [(String, String)]) async throws {
        let browser = try await fixture.signedIn()
        fixture.server.clock.advance(by: .minutes(2))
        try await authorize(browser, more)
        #expect(browser.path == "/ui/v2/login/password")
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `max_age that is not over asks nothing`() async throws {
        let browser = try await fixture.signedIn()
        fixture.server.clock.advance(by: .minutes(2))
        try await authorize(browser, [("max_age", "10000")])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `prompt=none: nobody is signed in`() async throws {
        let browser = fixture.browser()
        try await authorize(browser, [("prompt", "none")])
        #expect(try answer(browser)["error"] == "login_required")
    }

    @Test func `prompt=none: somebody is signed in`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("prompt", "none")])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `prompt=none: the proof is too old`() async throws {
        let browser = try await fixture.signedIn()
        fixture.server.clock.advance(by: .minutes(2))
        try await authorize(browser, [("prompt", "none"), ("max_age", "60")])
        #expect(try answer(browser)["error"] == "login_required")
    }

    @Test func `prompt=none: the person would have to be asked for something`() async throws {
        let browser = try await fixture.signedIn()
        try await fixture.set(login: ["allowUsernamePassword": true, "passwordlessType": 1, "forceMfa": true])
        try await authorize(browser, [("prompt", "none")])
        #expect(try answer(browser)["error"] == "interaction_required")
    }

    @Test func `who cancels goes back with access_denied`() async throws {
        let browser = fixture.browser()
        try await authorize(browser)
        try await browser.submit("form", [("action", "cancel")])
        #expect(try answer(browser)["error"] == "access_denied")
    }

    @Test func `a request that was answered or is unknown or over tells to start again`() async throws {
        let browser = fixture.browser()
        try await authorize(browser)
        let (form, address) = (try #require(browser.forms.first), browser.address)
        try await browser.submit("form", [("action", "cancel")])
        try await browser.post(form.action, form.fields.filter { $0.0 != "action" } + [("action", "cancel")])
        #expect(try answer(browser)["error"] == "access_denied")
        try await browser.open(address)
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.text.contains("This sign-in is over."))
        let unknown = try await browser.open("/ui/v2/login/login?authRequest=V2_1")
        #expect(unknown.status == .notFound)
        let other = fixture.browser()
        try await authorize(other, waiting: .minutes(61))
        #expect(other.text.contains("This sign-in is over."))
    }

    @Test func `CVE-2026-33132: the organization that an application asks for is kept to`() async throws {
        let organization = try await fixture.server.addOrganization("other")
        try await fixture.addHuman("daisy", organization: organization)
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", "openid urn:zitadel:iam:org:id:\(organization)")])
        #expect(browser.path == "/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        #expect(browser.text.contains("We do not know this name."))
        try await browser.submit("form", [("loginName", "daisy"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `an application of a device may be reached by its own scheme`() async throws {
        let native = try await fixture.server.addClient(
            "native", project: client.projectID, ["redirectUris": ["com.example.app:/callback"]])
        let browser = fixture.browser()
        try await browser.authorize([
            ("client_id", native.clientID), ("redirect_uri", "com.example.app:/callback"), ("response_type", "code"),
            ("scope", "openid"), ("code_challenge", Self.challenge), ("code_challenge_method", "S256"),
        ])
        let policy = try #require(browser.page?.fields["Content-Security-Policy"])
        #expect(policy.contains("form-action 'self' https: com.example.app:;"))
    }
}
