internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Login pages: what an application may do is allowed by the person")
struct ConsentTests {
    /// RFC 7636, appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    static let ownAPI = "openid offline_access urn:zitadel:iam:org:project:id:zitadel:aud"

    let fixture: LoginFixture
    /// An application of another organization than minnie's.
    let client: TestServer.TestClient

    init() async throws {
        fixture = try await LoginFixture()
        let organization = try await fixture.server.addOrganization("Strangers")
        client = try await fixture.server.addClient(
            "gadget", project: try await fixture.server.addProject("gadgets", organization: organization))
    }

    func authorize(
        _ browser: TestBrowser, of client: TestServer.TestClient? = nil, _ more: [(String, String)]
    ) async throws {
        let usual = [
            ("client_id", (client ?? self.client).clientID), ("redirect_uri", "https://app.example/callback"),
            ("response_type", "code"), ("code_challenge", Self.challenge), ("code_challenge_method", "S256"),
        ]
        try await browser.authorize(usual + more)
    }

    func answer(_ browser: TestBrowser) throws -> Form {
        let location = try #require(browser.page?.fields["Location"], "\(browser.address) \(browser.text)")
        try #require(location.hasPrefix("https://app.example/callback?"), "\(location)")
        return try Form(query: location.split(separator: "?").last.map(String.init))
    }

    func tokens(_ browser: TestBrowser) async throws -> JSONValue {
        let code = try #require(try answer(browser)["code"])
        return try await fixture.server.post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", "https://app.example/callback"), ("code_verifier", Self.verifier),
            ]
        ).json
    }

    @Test
    func `an application of strangers gets no token for the API without a question, and once allowed no second one`()
        async throws
    {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", Self.ownAPI)])
        #expect(browser.title == "Allow gadget?")
        #expect(browser.text.contains("gadget belongs to Strangers and asks for your permission."))
        #expect(browser.text.contains("also as an administrator"))
        try await browser.submit("form", [("action", "allow")])
        let token = try fixture.server.text(try await tokens(browser), "access_token")
        let me = try await fixture.server.get("/v2/users/minnie", token: token)
        #expect(me.status == .ok, "\(me.text)")
        try await authorize(browser, [("scope", Self.ownAPI)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `who does not allow it sends the application away`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", Self.ownAPI)])
        try await browser.submit("form", [("action", "deny")])
        #expect(try answer(browser)["error"] == "access_denied")
    }

    @Test func `prompt=none is no way around it`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", Self.ownAPI), ("prompt", "none")])
        #expect(try answer(browser)["error"] == "consent_required")
    }

    @Test(arguments: ["openid profile", "openid"])
    func `who an application is told about is no question`(scope: String) async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", scope)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `what belongs to the application's own organization is no question to who administers nothing`()
        async throws
    {
        let own = try await addOwn()
        let browser = try await fixture.signedIn()
        try await authorize(browser, of: own, [("scope", Self.ownAPI)])
        #expect(try answer(browser)["code"] != nil)
    }

    @Test func `another organization's project is asked for by its name`() async throws {
        let project = try await fixture.server.addProject("Road Works")
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", "openid urn:zitadel:iam:org:project:id:\(project):aud")])
        #expect(browser.text.contains("use Road Works as you") && !browser.text.contains("administrator"))
        try await browser.submit("form", [("action", "allow")])
        #expect(try answer(browser)["code"] != nil)
        // What was allowed for one project says nothing of another.
        try await authorize(browser, [("scope", Self.ownAPI)])
        #expect(browser.path == "/ui/v2/login/consent")
    }

    @Test func `OIDC Core §3.1.2.1: prompt=consent asks each time`() async throws {
        let own = try await addOwn()
        let browser = try await fixture.signedIn()
        for _ in 1...2 {
            try await authorize(browser, of: own, [("scope", "openid profile"), ("prompt", "consent")])
            #expect(browser.title == "Allow own?")
            #expect(browser.text.contains("see your name and language"))
            try await browser.submit("form", [("action", "allow")])
            #expect(try answer(browser)["code"] != nil)
        }
    }

    @Test func `what one person allows says nothing of another`() async throws {
        try await fixture.addHuman("mickey")
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", Self.ownAPI)])
        try await browser.submit("form", [("action", "allow")])
        let other = try await fixture.signedIn("mickey")
        try await authorize(other, [("scope", Self.ownAPI)])
        #expect(other.path == "/ui/v2/login/consent")
    }

    @Test func `a permission that is withdrawn ends the application's tokens and is asked for again`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", Self.ownAPI)])
        try await browser.submit("form", [("action", "allow")])
        let tokens = try await tokens(browser)
        let access = try fixture.server.text(tokens, "access_token")
        try await browser.open("/ui/v2/login/login")
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        try await browser.follow("Applications")
        #expect(browser.text.contains("<strong>gadget</strong>") && browser.text.contains("Strangers"))
        let form = try #require(browser.forms.first { $0.fields.contains { $0.0 == "client" } })
        try await browser.post(form.action, form.fields)
        #expect(browser.text.contains("The permission is withdrawn."))
        #expect(browser.text.contains("There is none at the moment."))
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .unauthorized)
        let refreshed = try await fixture.server.post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "refresh_token"),
                ("refresh_token", try fixture.server.text(tokens, "refresh_token")),
            ])
        #expect(try refreshed.json["error"] == "invalid_grant")
        try await authorize(browser, [("scope", Self.ownAPI)])
        #expect(browser.path == "/ui/v2/login/consent")
        try await browser.post(form.action, form.fields)
        #expect(browser.text.contains("There is none at the moment."))
    }

    /// Lets minnie's device in.
    /// - Returns: the page of the question, and the device's tokens.
    func letDeviceIn(
        _ browser: TestBrowser, of client: TestServer.TestClient? = nil, scope: String
    ) async throws -> (page: String, tokens: JSONValue) {
        let client = client ?? self.client
        let codes = try await fixture.server.post(
            "/oauth/v2/device_authorization", client.credentials + [("scope", scope)]
        ).json
        try await browser.open("/device?user_code=\(try fixture.server.text(codes, "user_code"))")
        try await browser.submit("form")
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        let page = browser.text
        try await browser.submit("form", [("action", "allow")])
        let tokens = try await fixture.server.post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", try fixture.server.text(codes, "device_code")),
            ]
        ).json
        return (page, tokens)
    }

    /// Takes the permission back on the page that lists it.
    func withdraw(_ browser: TestBrowser) async throws {
        try await browser.open("/ui/v2/login/login")
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        try await browser.follow("Applications")
        let form = try #require(browser.forms.first { $0.fields.contains { $0.0 == "client" } }, "\(browser.text)")
        try await browser.post(form.action, form.fields)
    }

    @Test func `what a device may do is told before it is let in, and can be withdrawn`() async throws {
        let project = try await fixture.server.addProject("Road Works")
        let browser = try await fixture.signedIn()
        let (page, tokens) = try await letDeviceIn(
            browser,
            scope: "openid urn:zitadel:iam:org:project:id:\(project):aud urn:zitadel:iam:org:project:id:zitadel:aud")
        #expect(page.contains("gadget of Strangers wants to be signed in as you."))
        #expect(page.contains("use Road Works as you") && page.contains("also as an administrator"))
        let access = try fixture.server.text(tokens, "access_token")
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .ok)
        try await withdraw(browser)
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .unauthorized)
    }

    @Test func `a code that was not fetched yet goes with the permission`() async throws {
        let browser = try await fixture.signedIn()
        try await authorize(browser, [("scope", Self.ownAPI)])
        try await browser.submit("form", [("action", "allow")])
        let code = try #require(try answer(browser)["code"])
        try await withdraw(browser)
        let refused = try await fixture.server.post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "authorization_code"), ("code", code),
                ("redirect_uri", "https://app.example/callback"), ("code_verifier", Self.verifier),
            ])
        #expect(try refused.json["error"] == "invalid_grant")
    }

    @Test func `a token that came without a code goes with the permission`() async throws {
        let implicit = try await fixture.server.addClient(
            "implicit", project: client.projectID,
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        let browser = try await fixture.signedIn()
        try await browser.authorize([
            ("client_id", implicit.clientID), ("redirect_uri", "https://app.example/callback"),
            ("response_type", "id_token token"), ("nonce", "n"), ("scope", Self.ownAPI),
        ])
        try await browser.submit("form", [("action", "allow")])
        let location = try #require(browser.page?.fields["Location"], "\(browser.text)")
        let access = try #require(try Form(query: location.split(separator: "#").last.map(String.init))["access_token"])
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .ok)
        try await withdraw(browser)
        #expect(try await fixture.server.get("/v2/users/minnie", token: access).status == .unauthorized)
    }
}
