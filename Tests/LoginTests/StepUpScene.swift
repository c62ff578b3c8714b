internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// Minnie with a browser, and an application that requires a certain sign-in of her.
struct StepUpScene: Sendable {
    let fixture: LoginFixture
    let signIn: TestSignIn

    init() async throws {
        fixture = try await LoginFixture()
        let project = try await fixture.server.addProject("project")
        signIn = TestSignIn(fixture.server, try await fixture.server.addClient("app", project: project))
    }

    var server: TestServer { fixture.server }

    /// Goes where an application sends people that requires one of the values.
    func authorize(
        _ browser: TestBrowser, _ values: [String], _ more: [(String, String?)] = []
    ) async throws {
        let claims = JSONValue.object(["id_token": ["acr": ["essential": true, "values": .strings(values)]]])
        try await browser.authorize(signIn.parameters([("claims", claims.text)] + more))
    }

    /// What the application is told.
    func answer(_ browser: TestBrowser) throws -> [String: String] {
        let location = try #require(browser.page?.fields["Location"], "\(browser.address) \(browser.text)")
        try #require(location.hasPrefix(TestSignIn.redirectURI), "\(location)")
        return try TestSignIn.members(of: location)
    }

    func acr(_ browser: TestBrowser) async throws -> JSONValue? {
        let answer = try answer(browser)
        let code = try #require(answer["code"], "\(answer)")
        let tokens = try await signIn.redeem(code).json
        return try JWTParts(server.text(tokens, "id_token")).claims["acr"]
    }

    func password(_ browser: TestBrowser) async throws {
        try await browser.submit("form", [("password", LoginFixture.password)])
    }

    /// Lets minnie have an authenticator application, which is not shown again for half a minute.
    func addTOTP() async throws -> AuthenticatorApp {
        let app = try await fixture.signedIn().setUpTOTP()
        server.clock.advance(by: .seconds(30))
        return app
    }

    /// Lets minnie have a passkey, or a security key.
    func addKey(_ kind: String) async throws -> TestAuthenticator {
        let browser = try await fixture.signedIn()
        try await browser.openSetUp()
        try await browser.choose(kind)
        return try await create(in: browser)
    }

    func create(in browser: TestBrowser) async throws -> TestAuthenticator {
        let key = try TestAuthenticator()
        try await browser.submit(
            "form", [("credential", try key.create(try browser.options()).text), ("name", "key")])
        return key
    }

    func show(_ key: TestAuthenticator, _ browser: TestBrowser) async throws {
        try await browser.submit("form", [("credential", try key.get(try browser.options()).text)])
    }

    func show(_ app: AuthenticatorApp, _ browser: TestBrowser) async throws {
        try await browser.submit("form", [("code", app.code(at: server.clock.now))])
    }

    /// A browser in which minnie has proven the password, before there was anything else to prove.
    func withPasswordAlone<Factor>(
        _ add: () async throws -> Factor
    ) async throws -> (TestBrowser, Factor) {
        let browser = try await fixture.signedIn()
        return (browser, try await add())
    }

    /// Lets nobody set up any factor.
    func offerNothing() async throws {
        for (path, kinds) in [
            ("second_factors", ["SECOND_FACTOR_TYPE_OTP", "SECOND_FACTOR_TYPE_U2F"]),
            ("multi_factors", ["MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION"]),
        ] {
            for kind in kinds {
                let response = try await server.send(
                    HTTPRequest(
                        .delete, "/admin/v1/policies/login/\(path)/\(kind)",
                        fields: ["Authorization": "Bearer \(server.administratorToken)"]))
                try #require(response.status == .ok, "\(response.text)")
            }
        }
    }
}
