internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: an invitation is used when there is a credential")
struct InvitationTests {
    private static let base = LoginFixture.base
    private static let users = "zitadel.user.v2.UserService"

    let fixture: LoginFixture
    private var server: TestServer { fixture.server }

    init() async throws {
        fixture = try await LoginFixture()
    }

    private func setPasswords(_ areAllowed: Bool, passkeys: Bool = true) async throws {
        try await fixture.set(
            login: [
                "allowUsernamePassword": .bool(areAllowed), "passwordlessType": passkeys ? 1 : 0,
                "allowExternalIdp": true,
            ])
    }

    /// The link in the mail to an invited person, `guest`, without the host.
    private func invite() async throws -> String {
        try await server.call(
            "\(Self.users)/CreateUser",
            [
                "organizationId": .string(server.organizationID), "username": "guest", "userId": "guest",
                "human": [
                    "profile": ["givenName": "Mickey", "familyName": "Mouse"],
                    "email": ["email": "guest@mouse.example", "returnCode": [:]],
                ],
            ])
        try await server.call("\(Self.users)/CreateInviteCode", ["userId": "guest", "sendCode": [:]])
        return String(try #require(await server.messages().last).link.dropFirst(server.issuer.count))
    }

    /// Accepts in a new browser.
    private func accept(_ link: String) async throws -> TestBrowser {
        let browser = fixture.browser()
        try await browser.open(link)
        #expect(browser.title == "You are invited")
        try await browser.submit()
        return browser
    }

    private func expectUsed(_ link: String) async throws {
        let browser = try await accept(link)
        #expect(browser.path == "\(Self.base)/verify")
        #expect(browser.text.contains("This code is wrong or counts no more."))
    }

    @Test func `who has not chosen a password yet opens the link again`() async throws {
        let link = try await invite()
        for _ in 0..<3 {
            let interrupted = try await accept(link)
            #expect(interrupted.path == "\(Self.base)/password/set")
        }
        let browser = try await accept(link)
        try await browser.submit("form", [("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(browser.text.contains("Your password is set."))
        try await expectUsed(link)
    }

    @Test func `who has not made a passkey yet opens the link again`() async throws {
        try await setPasswords(false)
        let link = try await invite()
        let interrupted = try await accept(link)
        #expect(interrupted.path == "\(Self.base)/passkey/set")
        try await interrupted.submit()
        #expect(interrupted.text.contains("data-kind=\"create\""))

        let browser = try await accept(link)
        try await browser.submit()
        let authenticator = try TestAuthenticator()
        let made = try authenticator.create(try browser.options())
        try await browser.submit("form", [("credential", made.text), ("name", "Laptop")])
        #expect(browser.path == "\(Self.base)/passkey")
        try await browser.submit("form", [("credential", try authenticator.get(try browser.options()).text)])
        #expect(browser.path == "\(Self.base)/signedin")
        try await expectUsed(link)
    }

    @Test func `who has got an account elsewhere since then needs no other credential`() async throws {
        let link = try await invite()
        _ = try await accept(link)
        let idp = try await server.text(
            server.manage(
                .post, "/admin/v1/idps/generic_oidc",
                ["name": "Corp", "issuer": "https://idp.example", "clientId": "alcazar", "clientSecret": "s3cr3t"]),
            "id")
        try await server.manage(.post, "/admin/v1/policies/login/idps", ["idpId": .string(idp)])
        try await server.call(
            "\(Self.users)/AddIDPLink",
            ["userId": "guest", "idpLink": ["idpId": .string(idp), "userId": "ext-1", "userName": "mini"]])
        try await expectUsed(link)
    }

    @Test func `an invitation that the API verifies is used at once`() async throws {
        let link = try await invite()
        let code = try #require(link.between("code=", "&"))
        let message: JSONValue = ["userId": "guest", "verificationCode": .string(code)]
        try await server.call("\(Self.users)/VerifyInviteCode", message)
        #expect(try await server.tryCall("\(Self.users)/VerifyInviteCode", message).status == .badRequest)
        try await expectUsed(link)
    }

    @Test func `without passwords and passkeys an invited person is told how to go on`() async throws {
        try await setPasswords(false, passkeys: false)
        let browser = try await accept(invite())
        #expect(browser.path == "\(Self.base)/password")
        #expect(browser.text.contains("There are no passwords here. Sign in another way"))
    }
}

@Suite("Login pages: where there are no passwords")
struct PasswordlessPageTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private func askedForPassword(passkeys: Bool, ignoringUnknown: Bool = false) async throws -> TestBrowser {
        try await fixture.set(
            login: [
                "allowUsernamePassword": false, "passwordlessType": passkeys ? 1 : 0,
                "ignoreUnknownUsernames": .bool(ignoringUnknown),
            ])
        let browser = fixture.browser()
        try await browser.open("\(Self.base)/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        #expect(browser.path == "\(Self.base)/password")
        #expect(!browser.text.contains("type=\"password\""))
        #expect(!browser.text.contains("Forgot your password?"))
        #expect(browser.text.contains("ask your administrator"))
        return browser
    }

    @Test(arguments: [true, false])
    func `nobody is asked for one, but for a passkey`(ignoringUnknown: Bool) async throws {
        let browser = try await askedForPassword(passkeys: true, ignoringUnknown: ignoringUnknown)
        try await browser.follow("Use a passkey")
        guard ignoringUnknown else {
            // Who has none is not sent in a circle.
            #expect(browser.path == "\(Self.base)/password")
            #expect(browser.text.contains("There is no passkey to use here."))
            #expect(!browser.text.contains("Use a passkey"))
            return
        }
        #expect(browser.path == "\(Self.base)/passkey")
        #expect(!browser.text.contains("Use your password"))
    }

    @Test func `without passkeys either, people are told whom to ask`() async throws {
        let browser = try await askedForPassword(passkeys: false)
        #expect(!browser.text.contains("passkey"))
        #expect(browser.forms.isEmpty)
    }

    @Test func `a name of nobody looks like a name of somebody`() async throws {
        let known = try await askedForPassword(passkeys: true, ignoringUnknown: true)
        let unknown = fixture.browser()
        try await unknown.open("\(Self.base)/loginname")
        try await unknown.submit("form", [("loginName", "nobody")])
        #expect(unknown.title == known.title)
        #expect(unknown.forms.count == known.forms.count)
        #expect(unknown.text.contains("ask your administrator"))
    }
}
