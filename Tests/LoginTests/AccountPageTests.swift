internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: a page of one's account, opened with a bookmark or a link")
struct AccountPageTests {
    private static let pages = ["signedin", "mfa/set", "password/change", "applications", "idp/links"]

    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    @Test(arguments: pages) func `the only account of the browser is taken`(page: String) async throws {
        let browser = try await fixture.signedIn()
        try await browser.open("\(LoginFixture.base)/\(page)")
        #expect(browser.path == "\(LoginFixture.base)/\(page)")
        #expect(browser.page?.status == .ok && !browser.text.contains("role=\"alert\""))
    }

    @Test(arguments: pages) func `of several accounts one is chosen first`(page: String) async throws {
        try await fixture.addHuman("mickey")
        let browser = try await fixture.signedIn()
        try await browser.signIn("mickey")
        try await browser.open("\(LoginFixture.base)/\(page)")
        #expect(browser.title == "Choose an account")
        try await browser.choose(account: "minnie")
        #expect(browser.path == "\(LoginFixture.base)/\(page)")
        // It was the page that was asked for, and is not in the way afterwards.
        try await browser.open("\(LoginFixture.base)/login")
        try await browser.choose(account: "minnie")
        #expect(browser.path == "\(LoginFixture.base)/signedin")
    }

    @Test(arguments: pages) func `nobody is told of an end who was not signed in`(page: String) async throws {
        let browser = fixture.browser()
        try await browser.open("\(LoginFixture.base)/\(page)")
        #expect(browser.path == "\(LoginFixture.base)/loginname")
        #expect(!browser.text.contains("has ended"))
        try await browser.submit("form", [("loginName", "minnie")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.path == "\(LoginFixture.base)/\(page)")
    }

    @Test func `whose session was ended elsewhere is not signed in`() async throws {
        let browser = try await fixture.signedIn()
        let cookies = browser.cookies
        try await browser.submit("sign-out", [("action", "sign-out")])
        for (name, value) in cookies { browser.set(cookie: name, to: value) }
        try await browser.open("\(LoginFixture.base)/signedin")
        #expect(browser.path == "\(LoginFixture.base)/loginname" && !browser.text.contains("has ended"))
    }

    @Test(arguments: pages) func `CVE-2025-64103: what is not proven yet is proven first`(page: String) async throws {
        let app = try await fixture.signedIn().setUpTOTP()
        let half = fixture.browser()
        try await half.signIn("minnie")
        try await half.open("\(LoginFixture.base)/\(page)")
        #expect(half.path == "\(LoginFixture.base)/otp/time-based")
        fixture.server.clock.advance(by: .seconds(30))
        try await half.submit("form", [("code", app.code(at: fixture.server.clock.now))])
        #expect(half.path == "\(LoginFixture.base)/\(page)")
    }

    @Test func `a factor is added after a fresh proof only`() async throws {
        let browser = try await fixture.signedIn()
        fixture.server.clock.advance(by: .minutes(16))
        try await browser.open("\(LoginFixture.base)/mfa/set")
        try await browser.choose("totp")
        #expect(browser.path == "\(LoginFixture.base)/password")
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.path == "\(LoginFixture.base)/mfa/set")
    }

    @Test(arguments: pages)
    func `a password that has to be changed is changed first, and once`(page: String) async throws {
        try await fixture.addHuman("daisy") { $0.isPasswordChangeRequired = true }
        let browser = fixture.browser()
        try await browser.signIn("daisy")
        try await browser.open("\(LoginFixture.base)/\(page)")
        #expect(browser.path == "\(LoginFixture.base)/password/change")
        let new = "N3w-Secret-Horse"
        try await browser.submit("form", [("current", LoginFixture.password), ("new", new), ("again", new)])
        let expected = page == "password/change" ? "signedin" : page
        #expect(browser.path == "\(LoginFixture.base)/\(expected)")
    }

    @Test(arguments: pages) func `a factor that is forced is set up first`(page: String) async throws {
        let browser = try await fixture.signedIn()
        try await fixture.offer(second: ["OTP"], isForced: true)
        try await browser.open("\(LoginFixture.base)/\(page)")
        #expect(browser.path == "\(LoginFixture.base)/mfa/set")
        try await browser.choose("totp")
        let app = try AuthenticatorApp(of: browser)
        try await browser.submit("form", [("code", app.code(at: fixture.server.clock.now))])
        let expected = page == "mfa/set" ? "signedin" : page
        #expect(browser.path == "\(LoginFixture.base)/\(expected)")
    }

    @Test(arguments: pages) func `a step that is not ours counts for nothing`(page: String) async throws {
        let browser = try await fixture.signedIn()
        #expect(try await browser.open("\(LoginFixture.base)/\(page)?s=x").status == .forbidden)
    }
}
