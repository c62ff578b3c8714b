internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: factors are given up and renewed")
struct FactorRemovalPageTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private var server: TestServer { fixture.server }

    private func methods() async throws -> [JSONValue] {
        try await server.call(
            "zitadel.user.v2.UserService/ListAuthenticationMethodTypes", ["userId": "minnie"]
        )["authMethodTypes"]?.arrayValue ?? []
    }

    /// Makes a passkey or a security key with a name.
    private func setUpKey(_ choice: String, _ name: String, _ browser: TestBrowser) async throws -> TestAuthenticator {
        try await browser.openSetUp()
        try await browser.choose(choice)
        let authenticator = try TestAuthenticator()
        try await browser.submit(
            "form", [("credential", try authenticator.create(try browser.options()).text), ("name", name)])
        return authenticator
    }

    @Test func `an authenticator application is removed after a question`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        try await browser.openSetUp()
        #expect(browser.text.contains("What you have"))
        try await browser.open(browser.removal("Authenticator app"))
        #expect(browser.title == "Remove “Authenticator app”?")
        #expect(try await methods().contains("AUTHENTICATION_METHOD_TYPE_TOTP"), "looking removes nothing")
        try await browser.submit()
        #expect(browser.path == "\(Self.base)/mfa/set")
        #expect(browser.text.contains("It is removed."))
        #expect(try await !methods().contains("AUTHENTICATION_METHOD_TYPE_TOTP"))
        let other = fixture.browser()
        try await other.signIn("minnie")
        #expect(other.path == "\(Self.base)/signedin")
    }

    @Test func `of two passkeys the one that is meant goes`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await setUpKey("passkey", "Old phone", browser)
        _ = try await setUpKey("passkey", "New & shiny", browser)
        try await browser.openSetUp()
        #expect(browser.text.contains("New &amp; shiny"))
        try await browser.open(browser.removal("Old phone"))
        try await browser.submit()
        #expect(browser.text.contains("It is removed."))
        #expect(!browser.text.contains("Old phone") && browser.text.contains("New &amp; shiny"))
    }

    @Test func `who signed in with the passkey that is removed proves something else next`() async throws {
        let browser = try await fixture.signedIn()
        let authenticator = try await setUpKey("passkey", "Phone", browser)
        let other = fixture.browser()
        try await other.open("\(Self.base)/loginname")
        try await other.submit("form", [("loginName", "minnie")])
        try await other.submit("form", [("credential", try authenticator.get(try other.options()).text)])
        try await other.openSetUp()
        try await other.open(other.removal("Phone"))
        try await other.submit()
        #expect(other.path == "\(Self.base)/password")
        try await other.submit("form", [("password", LoginFixture.password)])
        #expect(other.path == "\(Self.base)/mfa/set")
    }

    @Test(arguments: ["sms", "email"]) func `codes that are sent are given up`(channel: String) async throws {
        let type = "SECOND_FACTOR_TYPE_OTP_\(channel.uppercased())"
        _ = try await server.send(
            HTTPRequest(
                .post, "/admin/v1/policies/login/second_factors",
                fields: ["Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json"],
                body: (["type": .string(type)] as JSONValue).utf8))
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        try await browser.openSetUp()
        try await browser.choose(channel)
        try await browser.openSetUp()
        try await browser.open(browser.removal(channel == "sms" ? "Code by text message" : "Code by e-mail"))
        try await browser.submit()
        #expect(browser.text.contains("It is removed."))
        #expect(try await methods().count == 2)
    }

    @Test func `recovery codes are given up`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        try await browser.openSetUp()
        try await browser.choose("recovery")
        try await browser.submit("form")
        try await browser.submit("form", [("action", "kept")])
        try await browser.openSetUp()
        try await browser.open(browser.removal("Recovery codes"))
        #expect(browser.text.contains("let nobody in any more"))
        try await browser.submit()
        #expect(browser.text.contains("It is removed."))
        #expect(try await !methods().contains("AUTHENTICATION_METHOD_TYPE_RECOVERY_CODE"))
    }

    @Test func `where the policy forces a second factor, the last one stays, and can be renewed`() async throws {
        let browser = try await fixture.signedIn()
        let old = try await browser.setUpTOTP()
        try await fixture.set(login: ["allowUsernamePassword": true, "passwordlessType": 1, "forceMfa": true])
        try await browser.openSetUp()
        try await browser.open(browser.removal("Authenticator app"))
        #expect(browser.path == "\(Self.base)/mfa/set")
        #expect(browser.text.contains("this is your only one"))
        #expect(try await methods().contains("AUTHENTICATION_METHOD_TYPE_TOTP"))

        server.clock.advance(by: .seconds(60))
        try await browser.choose("totp")
        let new = try AuthenticatorApp(of: browser)
        try await browser.submit("form", [("code", new.code(at: server.clock.now))])
        #expect(browser.path == "\(Self.base)/mfa/set")
        server.clock.advance(by: .seconds(60))
        for (app, path) in [(old, "otp/time-based"), (new, "signedin")] {
            let other = fixture.browser()
            try await other.signIn("minnie")
            try await other.submit("form", [("code", app.code(at: server.clock.now))])
            #expect(other.path == "\(Self.base)/\(path)")
        }
    }

    @Test func `a new application ends what was proven with the old one elsewhere`() async throws {
        let browser = try await fixture.signedIn()
        let app = try await browser.setUpTOTP()
        server.clock.advance(by: .seconds(30))
        let other = fixture.browser()
        try await other.signIn("minnie")
        try await other.submit("form", [("code", app.code(at: server.clock.now))])
        try #require(other.path == "\(Self.base)/signedin")
        try await browser.openSetUp()
        try await browser.choose("totp")
        let new = try AuthenticatorApp(of: browser)
        try await browser.submit("form", [("code", new.code(at: server.clock.now))])
        try await other.open(other.address)
        #expect(other.path == "\(Self.base)/loginname")
    }

    @Test func `nobody closes the only way into an account`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await setUpKey("passkey", "Phone", browser)
        try await fixture.set(login: ["allowUsernamePassword": false, "passwordlessType": 1])
        try await browser.openSetUp()
        try await browser.open(browser.removal("Phone"))
        try await browser.submit()
        #expect(browser.path == "\(Self.base)/mfa/set")
        #expect(browser.text.contains("Without it you could not sign in any more."))
        #expect(try await methods().contains("AUTHENTICATION_METHOD_TYPE_PASSKEY"))
    }

    @Test func `of two pages that are open the second one does not close the last way in`() async throws {
        let idp = try await server.text(
            server.manage(
                .post, "/admin/v1/idps/generic_oidc",
                ["name": "Corp", "issuer": "https://idp.example", "clientId": "alcazar", "clientSecret": "s3cr3t"]),
            "id")
        try await server.manage(.post, "/admin/v1/policies/login/idps", ["idpId": .string(idp)])
        try await server.call(
            "zitadel.user.v2.UserService/AddIDPLink",
            ["userId": "minnie", "idpLink": ["idpId": .string(idp), "userId": "ext-1", "userName": "mini"]])
        let browser = try await fixture.signedIn()
        let accounts = try browser.link("Linked accounts")
        _ = try await setUpKey("passkey", "Phone", browser)
        try await fixture.set(
            login: ["allowUsernamePassword": false, "allowExternalIdp": true, "passwordlessType": 1])
        try await browser.openSetUp()
        try await browser.open(browser.removal("Phone"))
        let removal = try #require(browser.forms.first)
        try await browser.open(accounts)
        try await browser.submit("")
        #expect(browser.text.contains("The account is no longer linked."))
        try await browser.post(removal.action, removal.fields)
        #expect(browser.text.contains("Without it you could not sign in any more."))
        #expect(try await methods().contains("AUTHENTICATION_METHOD_TYPE_PASSKEY"))
    }

    @Test func `a browser that was left alone removes nothing for whoever finds it`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        try await browser.openSetUp()
        let removal = try browser.removal("Authenticator app")
        try await browser.open(removal)
        let form = try #require(browser.forms.first)
        server.clock.advance(by: .minutes(16))
        for open in [true, false] {
            if open { try await browser.open(removal) } else { try await browser.post(form.action, form.fields) }
            #expect(browser.path == "\(Self.base)/password")
            #expect(browser.text.contains("Please confirm that it is you."))
        }
        #expect(try await methods().contains("AUTHENTICATION_METHOD_TYPE_TOTP"))
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.path == "\(Self.base)/mfa/set")
    }

    @Test func `a factor that is gone, and one of nobody, change nothing`() async throws {
        let browser = try await fixture.signedIn()
        _ = try await browser.setUpTOTP()
        try await browser.openSetUp()
        try await browser.open(browser.removal("Authenticator app"))
        let form = try #require(browser.forms.first)
        try await browser.submit()
        try await browser.post(form.action, form.fields)
        #expect(browser.path == "\(Self.base)/mfa/set")
        try await browser.open("\(Self.base)/mfa/remove")
        #expect(browser.path == "\(Self.base)/loginname")
    }
}

extension TestBrowser {
    /// The address of the question whether a factor is to go.
    fileprivate func removal(_ name: String) throws -> String {
        let label = "aria-label=\"Remove: \(name.replacing("&", with: "&amp;"))\""
        let found = text.components("<a ").first { $0.contains(label) }
        return try #require(found?.between("href=\"", "\""), "no \(name) on \(address)\n\(text)").unescaped
    }
}
