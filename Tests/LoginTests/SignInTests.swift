internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Login pages: name and password")
struct SignInTests {
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    @Test func `somebody signs in with name and password and sees the account`() async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/login")
        #expect(browser.path == "/ui/v2/login/loginname")
        #expect(browser.title == "Sign in")
        try await browser.submit("form", [("loginName", "  minnie ")])
        #expect(browser.path == "/ui/v2/login/password")
        let answer = try await browser.submit("form", [("password", LoginFixture.password)], following: false)
        #expect(answer.status == .seeOther)
        try await browser.open(try #require(answer.fields["Location"]))
        #expect(browser.title == "You are signed in")
        #expect(browser.text.contains("minnie@mouse.example"))
        #expect(browser.text.contains("Firefox, Linux"))
    }

    @Test(arguments: ["MINNIE", "minnie@mouse.example", "Minnie@Mouse.Example", "+41 79 123 45 67"])
    func `a person is found by what people type`(name: String) async throws {
        let browser = fixture.browser()
        try await browser.signIn(name)
        #expect(browser.path == "/ui/v2/login/signedin")
    }

    @Test func `an unknown name is told at once by default`() async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "nobody")])
        #expect(browser.path == "/ui/v2/login/loginname")
        #expect(browser.text.contains("We do not know this name."))
        #expect(browser.text.contains("value=\"nobody\""))
    }

    @Test func `a machine is nobody here`() async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "root")])
        #expect(browser.text.contains("We do not know this name."))
    }

    @Test func `an empty name is asked for again`() async throws {
        let browser = fixture.browser()
        try await browser.open("/ui/v2/login/loginname")
        try await browser.submit("form", [("loginName", "   ")])
        #expect(browser.text.contains("Something is missing."))
    }

    @Test(arguments: ["wrong", String(repeating: "x", count: 201)])
    func `a wrong password is refused`(password: String) async throws {
        let browser = fixture.browser()
        try await browser.signIn("minnie", password: password)
        #expect(browser.path == "/ui/v2/login/password")
        #expect(browser.text.contains("Name or password is wrong."))
        #expect(browser.text.contains("role=\"alert\""))
        #expect(browser.text.contains("aria-invalid=\"true\""))
    }

    @Test func `CVE-2024-41952, CVE-2026-23511: where the settings want it, an unknown name reads like a known one`()
        async throws
    {
        try await fixture.set(login: [
            "allowUsernamePassword": true, "ignoreUnknownUsernames": true, "passwordlessType": 1,
        ])
        var pages: [String] = []
        for name in ["minnie", "nobody"] {
            let browser = fixture.browser()
            try await browser.open("/ui/v2/login/loginname")
            try await browser.submit("form", [("loginName", name)])
            let asked = browser.masked(name)
            try await browser.submit("form", [("password", "wrong")])
            pages += [asked, browser.masked(name), browser.path]
        }
        #expect(Array(pages[..<3]) == Array(pages[3...]))
        #expect(pages[2] == "/ui/v2/login/password")
        #expect(pages[1].contains("Name or password is wrong."))
    }

    @Test func `a password is changed where passwords count`() async throws {
        let browser = try await fixture.signedIn()
        #expect(browser.text.contains("Change password"))
        try await fixture.set(login: ["allowUsernamePassword": false, "passwordlessType": 1])
        try await browser.open(browser.address)
        #expect(browser.text.contains("Sign-in methods"))
        #expect(!browser.text.contains("Change password"))
    }

    @Test func `a locked account is told to be locked`() async throws {
        try await fixture.server.call("zitadel.user.v2.UserService/LockUser", ["userId": "minnie"])
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.text.contains("This account is locked."))
    }

    @Test func `an account that was switched off does not sign in`() async throws {
        try await fixture.server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": "minnie"])
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.text.contains("This account is not active."))
    }

    @Test func `the next sign-in offers the account`() async throws {
        let browser = try await fixture.signedIn()
        try await browser.open("/ui/v2/login/login")
        #expect(browser.title == "Choose an account")
        let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
        try await browser.submit("form", [("session", session)])
        #expect(browser.title == "You are signed in")
    }

    @Test func `an account whose session has expired asks for the password again`() async throws {
        let browser = try await fixture.signedIn()
        fixture.server.clock.advance(by: .hours(241))
        try await browser.open("/ui/v2/login/login")
        #expect(browser.path == "/ui/v2/login/loginname")
    }

    @Test func `the branding may hide the domain of login names`() async throws {
        let organization = try await fixture.server.addOrganization("duck")
        try await fixture.addHuman("daisy", organization: organization)
        let colors: JSONValue = ["hideLoginNameSuffix": true, "primaryColor": "#008000"]
        let answer = try await fixture.server.send(
            HTTPRequest(
                .post, "/management/v1/policies/label",
                fields: [
                    "Authorization": "Bearer \(fixture.server.administratorToken)", "Content-Type": "application/json",
                    "x-zitadel-orgid": organization,
                ], body: colors.utf8))
        #expect(answer.status == .ok, "\(answer.text)")
        let activated = try await fixture.server.send(
            HTTPRequest(
                .post, "/management/v1/policies/label/_activate",
                fields: [
                    "Authorization": "Bearer \(fixture.server.administratorToken)", "Content-Type": "application/json",
                    "x-zitadel-orgid": organization,
                ], body: Array("{}".utf8)))
        #expect(activated.status == .ok, "\(activated.text)")
        let browser = try await fixture.signedIn("daisy")
        let sheets = browser.text.components("href=\"").compactMap { $0.between("", "\"") }
        let sheet = try #require(sheets.first { $0.contains("branding.css") })
        #expect(try await fixture.server.get(sheet.unescaped).text.contains("--button:#008000"))
        try await browser.open("/ui/v2/login/login")
        #expect(browser.text.contains("<span class=\"sub\">daisy</span>"))
    }

    @Test func `signing out ends the session`() async throws {
        let browser = try await fixture.signedIn()
        let before = browser.cookies
        try await browser.submit("sign-out", [("action", "sign-out")])
        #expect(browser.title == "Sign in")
        #expect(browser.text.contains("The session is ended."))
        // Who kept the cookie has nothing of it.
        for (name, value) in before { browser.set(cookie: name, to: value) }
        try await browser.open("/ui/v2/login/login")
        #expect(browser.path == "/ui/v2/login/loginname")
    }

    @Test func `an eleventh session ends the one that was used longest ago, and its applications hear of it`()
        async throws
    {
        let server = fixture.server
        let client = try await server.addClient(
            "app", project: try await server.addProject("Shop"), ["backChannelLogoutUri": "https://app.example/logout"])
        let browser = try await fixture.signedIn()
        try await browser.authorize(client)
        let code = try #require(try browser.applicationAnswer()["code"])
        let access = try server.text(try await TestSignIn(server, client).redeem(code).json, "access_token")
        for _ in 2...10 { try await browser.signIn("minnie") }
        #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .ok)
        try await browser.signIn("minnie")
        #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
        let notices = try await server.database.read { (tx) throws(DomainError) in try tx.logoutNotices(atMost: 100) }
        #expect(notices.count == 1)
        try await browser.open("/ui/v2/login/accounts")
        #expect(browser.text.components("name=\"session\"").count - 1 == 10)
    }

    @Test func `ASVS 7.5.2: a session elsewhere can be ended here`() async throws {
        let here = try await fixture.signedIn()
        let there = try await fixture.signedIn()
        try await here.open(here.address)
        let end = try #require(here.forms.first { form in form.fields.contains { $0.0 == "session" } })
        try await here.post(end.action, end.fields)
        #expect(here.text.contains("The session is ended."))
        try await there.open("/ui/v2/login/login")
        #expect(there.path == "/ui/v2/login/loginname")
    }

    @Test func `nobody ends a session of somebody else`() async throws {
        try await fixture.addHuman("mickey")
        let minnie = try await fixture.signedIn()
        let mickey = try await fixture.signedIn("mickey")
        try await minnie.open("/ui/v2/login/login")
        let session = try #require(minnie.text.between("name=\"session\" value=\"", "\""))
        try await mickey.submit("sign-out", [("action", ""), ("session", session)])
        #expect(mickey.text.contains("Your sign-in has ended."))
        try await minnie.open("/ui/v2/login/login")
        #expect(minnie.title == "Choose an account")
    }
}

extension TestBrowser {
    /// The page without what differs from one sight of it to the next.
    func masked(_ name: String) -> String {
        var masked = text.replacing(name, with: "NAME").replacing(
            "aria-hidden=\"true\">\(name.prefix(1).uppercased())</span>", with: "aria-hidden=\"true\">N</span>")
        for (start, end) in [("name=\"s\" value=\"", "\""), ("name=\"proof\" value=\"", "\"")] {
            masked = masked.components(start).enumerated().map { index, part in
                index == 0 ? part : String(part.drop { String($0) != end })
            }.joined(separator: start)
        }
        return masked.components("?s=").enumerated().map { index, part in
            index == 0 ? part : String(part.drop { $0 != "\"" && $0 != "&" })
        }.joined(separator: "?s=")
    }
}
