internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: links in mails")
struct LinkPageTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture
    let browser: TestBrowser

    init() async throws {
        fixture = try await LoginFixture()
        browser = fixture.browser()
    }

    private var server: TestServer { fixture.server }

    /// The address of the link in the newest message, without the host.
    private func newestLink() async throws -> String {
        let text = try #require(await server.messages().last).link
        return String(text.dropFirst(server.issuer.count))
    }

    private func user(_ id: String) async throws -> JSONValue {
        try await server.call("zitadel.user.v2.UserService/GetUserByID", ["userId": .string(id)])["user"] ?? .null
    }

    private func signIn(_ password: String, as name: String = "minnie") async throws -> String {
        let other = fixture.browser()
        try await other.signIn(name, password: password)
        return other.path
    }

    @Test func `a forgotten password is replaced by the link in a mail`() async throws {
        try await browser.open("\(Self.base)/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        try await browser.follow("Forgot your password?")
        #expect(browser.text.contains("value=\"minnie\""))
        try await browser.submit()
        #expect(browser.path == "\(Self.base)/password/set")
        #expect(browser.text.contains("If there is an account with this name"))

        // In another browser, as it happens with mails.
        let reader = fixture.browser()
        let link = try await newestLink()
        try await reader.open(link)
        #expect(!reader.text.contains("minnie"), "a link alone does not tell whose it is")
        try await reader.submit("form", [("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(reader.path == "\(Self.base)/password")
        #expect(reader.text.contains("Your password is set."))
        // The link has signed nobody in.
        try await reader.open("\(Self.base)/signedin")
        #expect(reader.title == "Sign in")
        #expect(try await signIn("N3w-Secret-Horse") == "\(Self.base)/signedin")
        #expect(try await signIn(LoginFixture.password) == "\(Self.base)/password")
    }

    @Test func `the code of the mail can be typed`() async throws {
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", "minnie")])
        let code = try #require(try await newestLink().between("code=", "&"))
        try await browser.submit(
            "form", [("code", "WRONG1"), ("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(browser.text.contains("This code is wrong or counts no more."))
        try await browser.submit(
            "form", [("code", " \(code) "), ("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(browser.path == "\(Self.base)/password")
        try await browser.submit("form", [("password", "N3w-Secret-Horse")])
        #expect(browser.path == "\(Self.base)/signedin")
    }

    @Test func `whether somebody exists is not told to who has forgotten a password`() async throws {
        var seen: [String] = []
        for name in ["minnie", "nobody", "root"] {
            let browser = fixture.browser()
            try await browser.open("\(Self.base)/password/forgot")
            try await browser.submit("form", [("loginName", name)])
            #expect(browser.path == "\(Self.base)/password/set")
            seen.append(browser.page?.status == .ok ? browser.title : "")
            try await browser.submit(
                "form", [("code", "WRONG1"), ("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
            #expect(browser.text.contains("This code is wrong or counts no more."), "\(name)")
        }
        #expect(Set(seen) == ["Choose a new password"])
        #expect(await server.messages().count == 1)
    }

    @Test func `no mail goes where the settings hide the reset`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "hidePasswordReset": true])
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", "minnie")])
        #expect(browser.path == "\(Self.base)/password/set")
        #expect(await server.messages().isEmpty)
    }

    @Test func `looking at a link spends no code, and its address does not stay`() async throws {
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", "minnie")])
        let link = try await newestLink()
        for _ in 0..<3 {
            let answer = try await fixture.browser().open(link, following: false)
            #expect(answer.status == .seeOther)
            #expect(answer.fields["Location"]?.contains("code=") == false)
        }
        let reader = fixture.browser()
        try await reader.open(link)
        try await reader.submit("form", [("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(reader.path == "\(Self.base)/password")
        // Used, it counts no more.
        let again = fixture.browser()
        try await again.open(link)
        try await again.submit("form", [("new", "0ther-Secret-Horse"), ("again", "0ther-Secret-Horse")])
        #expect(again.path == "\(Self.base)/password/set")
        #expect(again.text.contains("role=\"alert\""))
    }

    @Test(arguments: [
        ("short", "short", "too short"), ("N3w-Secret-Horse", "N3w-Secret-Hors", "differ"),
        ("", "", "missing"), ("nosecret-horse", "nosecret-horse", "lacks"),
    ])
    func `a new password that is none is refused with the reason`(new: String, again: String, reason: String)
        async throws
    {
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", "minnie")])
        let reader = fixture.browser()
        try await reader.open(newestLink())
        try await reader.submit("form", [("new", new), ("again", again)])
        #expect(reader.path == "\(Self.base)/password/set")
        #expect(reader.text.contains(reason))
        #expect(try await signIn(LoginFixture.password) == "\(Self.base)/signedin")
    }

    @Test func `a page without a code leads to the start`() async throws {
        try await browser.open("\(Self.base)/password/set")
        #expect(browser.path == "\(Self.base)/password/forgot")
        try await browser.open("\(Self.base)/verify")
        #expect(browser.path == "\(Self.base)/loginname")
        try await browser.open("\(Self.base)/verify?code=ABC&userId=")
        #expect(browser.path == "\(Self.base)/loginname")
    }

    @Test func `an e-mail address is confirmed by the link, after a click`() async throws {
        try await server.call(
            "zitadel.user.v2.UserService/SetEmail",
            ["userId": "minnie", "email": "other@mouse.example", "sendCode": [:]])
        let link = try await newestLink()
        try await browser.open(link)
        #expect(browser.title == "Confirm your e-mail address")
        #expect(try await user("minnie")["human"]?["email"]?["isVerified"] == nil)
        try await browser.submit()
        #expect(browser.text.contains("Your e-mail address is confirmed."))
        #expect(try await user("minnie")["human"]?["email"]?["isVerified"] == true)
    }

    @Test(arguments: [
        "code=WRONG1&userId=minnie", "code=WRONG1&userId=unknown", "code=WRONG1&userId=unknown&invite=true",
    ])
    func `a link with a wrong code, or for nobody, is told alike`(query: String) async throws {
        try await browser.open("\(Self.base)/verify?\(query)")
        try await browser.submit()
        #expect(browser.path == "\(Self.base)/verify")
        #expect(browser.text.contains("This code is wrong or counts no more."))
    }

    private func invite() async throws -> (id: String, link: String) {
        let made = try await server.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(server.organizationID), "username": "mickey",
                "human": [
                    "profile": ["givenName": "Mickey", "familyName": "Mouse"],
                    "email": ["email": "mickey@mouse.example", "returnCode": [:]],
                ],
            ])
        let id = try server.text(made, "id")
        try await server.call(
            "zitadel.user.v2.UserService/CreateInviteCode",
            ["userId": .string(id), "sendCode": ["applicationName": "Shop"]])
        return (id, try await newestLink())
    }

    @Test func `an invited person accepts, chooses a password and signs in`() async throws {
        let (id, link) = try await invite()
        try await browser.open(link)
        #expect(browser.title == "You are invited")
        try await browser.submit()
        #expect(browser.path == "\(Self.base)/password/set")
        #expect(try await user(id)["human"]?["email"]?["isVerified"] == true)
        try await browser.submit("form", [("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse")])
        #expect(browser.path == "\(Self.base)/password")
        try await browser.submit("form", [("password", "N3w-Secret-Horse")])
        try await browser.submit("skip", [("action", "skip")])
        #expect(browser.path == "\(Self.base)/signedin")

        let second = fixture.browser()
        try await second.open(link)
        try await second.submit()
        #expect(second.path == "\(Self.base)/verify")
        #expect(second.text.contains("This code is wrong or counts no more."))
    }

    @Test func `where there are no passwords, an invited person makes a passkey`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": false, "passwordlessType": "PASSWORDLESS_TYPE_ALLOWED"])
        let (_, link) = try await invite()
        try await browser.open(link)
        try await browser.submit()
        #expect(browser.path == "\(Self.base)/passkey/set")
        try await browser.submit()
        #expect(browser.text.contains("data-kind=\"create\""))
    }

    @Test func `a link for a passkey begins the registration once, and only after a click`() async throws {
        try await server.call(
            "zitadel.user.v2.UserService/CreatePasskeyRegistrationLink", ["userId": "minnie", "sendLink": [:]])
        let link = try await newestLink()
        for _ in 0..<2 { try await fixture.browser().open(link) }
        try await browser.open(link)
        #expect(browser.path == "\(Self.base)/passkey/set")
        #expect(!browser.text.contains("data-kind"))
        try await browser.submit()
        #expect(browser.text.contains("data-kind=\"create\""))
        let second = fixture.browser()
        try await second.open(link)
        try await second.submit()
        #expect(second.text.contains("This code is wrong or counts no more."))
        try await browser.submit("form", [("credential", "no JSON")])
        #expect(browser.text.contains("The key could not be checked."))
    }
}
