internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: devices and signing out")
struct DeviceAndLogoutTests {
    let fixture: LoginFixture
    let client: TestServer.TestClient

    init() async throws {
        fixture = try await LoginFixture()
        client = try await fixture.server.addClient("tv", project: try await fixture.server.addProject("living room"))
    }

    private func begin() async throws -> (user: String, device: String) {
        let answer = try await fixture.server.post(
            "/oauth/v2/device_authorization", client.credentials + [("scope", "openid profile offline_access")]
        ).json
        return (try fixture.server.text(answer, "user_code"), try fixture.server.text(answer, "device_code"))
    }

    private func poll(_ code: String) async throws -> JSONValue {
        fixture.server.clock.advance(by: .seconds(6))
        return try await fixture.server.post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code),
            ]
        ).json
    }

    @Test func `RFC 8628 §3.3: somebody types the code, signs in, and lets the device in`() async throws {
        let codes = try await begin()
        let browser = fixture.browser()
        try await browser.open("/device?user_code=\(codes.user)")
        #expect(browser.path == "/ui/v2/login/device")
        #expect(browser.text.contains("value=\"\(codes.user)\""))
        try await browser.submit("form")
        try await browser.submit("form", [("loginName", "minnie")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.title == "Is this your device?")
        #expect(
            browser.text.contains(codes.user) && browser.text.contains("tv of ZITADEL wants to be signed in as you."))
        #expect(browser.text.contains("stay signed in when you are away"))
        #expect(try await poll(codes.device)["error"] == "authorization_pending")
        try await browser.submit("form", [("action", "allow")])
        #expect(browser.title == "Your device is connected")
        #expect(try await poll(codes.device)["access_token"] != nil)
    }

    @Test func `RFC 8628 §5.4: who is signed in is asked all the same`() async throws {
        let codes = try await begin()
        let browser = try await fixture.signedIn()
        try await browser.open("/ui/v2/login/device?user_code=\(codes.user)")
        try await browser.submit("form")
        #expect(browser.path == "/ui/v2/login/accounts")
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        try await browser.submit("form", [("action", "deny")])
        #expect(browser.title == "Your device was refused")
        #expect(try await poll(codes.device)["error"] == "access_denied")
    }

    @Test(arguments: ["BCDF-GHJK", "x", "<b>", String(repeating: "B", count: 100)])
    func `a code that nobody has is told`(code: String) async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/device")
        try await browser.submit("form", [("code", code)])
        #expect(browser.path == "/ui/v2/login/device")
        #expect(browser.text.contains("role=\"alert\""))
        #expect(!browser.text.contains("<b>"))
    }

    @Test func `a question about a device is answered once, in time, and by a form of ours`() async throws {
        let codes = try await begin()
        let browser = try await fixture.signedIn()
        try await browser.open("/ui/v2/login/device")
        try await browser.submit("form", [("code", codes.user.lowercased())])
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        let form = try #require(browser.forms.first)
        let forged = try await browser.post(form.action, [("action", "allow")])
        #expect(forged.status == .forbidden)
        try await browser.post(form.action, form.fields + [("action", "allow")])
        try await browser.post(form.action, form.fields + [("action", "allow")])
        #expect(browser.text.contains("We do not know this code"))
    }

    @Test func `RP-Initiated Logout §2: the person is asked, then signed out and sent back`() async throws {
        let browser = try await fixture.signedIn()
        let token = try await fixture.server.logouts.token(
            for: LogoutRequest(
                redirectURI: "https://app.example/bye?state=1", clientID: client.clientID, languages: ["de"]))
        try await browser.open("/ui/v2/login/logout?logout_token=\(token)")
        #expect(browser.title == "Abmelden?")
        #expect(browser.page?.fields["Content-Security-Policy"]?.contains("https://app.example;") == true)
        let answer = try await browser.submit("form", following: false)
        #expect(answer.status == .seeOther)
        #expect(answer.fields["Location"] == "https://app.example/bye?state=1")
        try await browser.open("/ui/v2/login/login")
        #expect(browser.path == "/ui/v2/login/loginname")
    }

    @Test(arguments: [
        "post_logout_redirect=https://evil.example", "logout_token=x.y.z&post_logout_redirect=https://evil.example", "",
    ])
    func `CVE-2024-25715: without a token of ours nobody is sent away`(query: String) async throws {
        let browser = try await fixture.signedIn()
        try await browser.open("/ui/v2/login/logout?\(query)")
        #expect(browser.title == "Sign out?")
        try await browser.submit("form")
        #expect(browser.title == "You are signed out")
        try await browser.open("/ui/v2/login/logout?\(query)")
        #expect(browser.title == "You are signed out")
    }

    @Test func `a logout that another site posts ends nothing`() async throws {
        let browser = try await fixture.signedIn()
        #expect(try await browser.post("/ui/v2/login/logout", []).status == .forbidden)
        try await browser.open("/ui/v2/login/login")
        #expect(browser.title == "Choose an account")
    }
}
