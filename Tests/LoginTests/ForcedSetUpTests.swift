internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: a second factor is forced, and there is none yet")
struct ForcedSetUpTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture
    let client: TestServer.TestClient

    init() async throws {
        fixture = try await LoginFixture()
        client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("project"))
    }

    private var server: TestServer { fixture.server }

    /// Comes from the application and proves the password.
    private func signIn(_ name: String) async throws -> TestBrowser {
        let browser = fixture.browser()
        try await browser.authorize(client)
        try await browser.submit("form", [("loginName", name)])
        try await browser.submit("form", [("password", LoginFixture.password)])
        try #require(browser.path == "\(Self.base)/mfa/set", "\(browser.text)")
        return browser
    }

    @Test(arguments: [["OTP", "U2F"], ["OTP_EMAIL"], ["OTP_SMS"], []])
    func `whatever is offered, people can go back and sign in as somebody else`(offered: [String]) async throws {
        try await fixture.offer(second: offered, isForced: true)
        try await fixture.addHuman("daisy") { ($0.isEmailVerified, $0.isPhoneVerified) = (false, false) }
        let browser = try await signIn("daisy")
        #expect(!browser.text.contains("Not now"))
        try await browser.follow("Not you?")
        try await browser.follow("Use another account")
        #expect(browser.path == "\(Self.base)/loginname")

        let other = try await signIn("daisy")
        try await other.submit("cancel", [("action", "cancel")])
        #expect(try other.applicationAnswer()["error"] == "access_denied")
    }

    @Test(arguments: [["OTP_SMS"], []])
    func `who can set up nothing is told whom to ask`(offered: [String]) async throws {
        try await fixture.offer(second: offered, isForced: true)
        try await fixture.addHuman("daisy") { $0.isPhoneVerified = false }
        let browser = try await signIn("daisy")
        #expect(browser.text.contains("Please ask your administrator."))
        #expect(!browser.text.contains("class=\"choices\""))
        #expect(browser.forms.map(\.id) == ["cancel"])
    }

    @Test func `who only lacks a confirmed address confirms it, and goes on with codes by mail`() async throws {
        try await fixture.offer(second: ["OTP_EMAIL"], isForced: true)
        try await fixture.addHuman("daisy") { $0.isEmailVerified = false }
        let browser = try await signIn("daisy")
        #expect(browser.text.contains("Confirm your e-mail address, and we can send you a code"))
        try await browser.submit("confirm-email", [("action", "confirm-email")])
        #expect(browser.path == "\(Self.base)/verify")
        #expect(browser.text.contains("We have sent you a code."))

        // Once more: the code that was sent just now is still good.
        try await browser.submit("form", [("action", "skip")])
        #expect(browser.path == "\(Self.base)/mfa/set")
        try await browser.submit("confirm-email", [("action", "confirm-email")])
        #expect(browser.path == "\(Self.base)/verify")
        #expect(browser.text.contains("We have sent you a code just now."))
        #expect(await server.messages().count == 1)

        let code = try #require(await server.messages().last?.link.between("code=", "&"))
        try await browser.submit("form", [("code", code)])
        #expect(browser.path == "\(Self.base)/mfa/set")
        #expect(browser.text.contains("Your e-mail address is confirmed."))
        try await browser.choose("email")
        #expect(browser.path == "\(Self.base)/otp/email")
        let second = try #require(await server.messages().last).code
        try await browser.submit("form", [("code", second)])
        #expect(try browser.applicationAnswer()["code"] != nil)
    }

    @Test func `where nothing can be set up, nothing is offered to those who need not`() async throws {
        try await fixture.offer(second: ["OTP_EMAIL"], isForced: false)
        try await fixture.addHuman("daisy") { $0.isEmailVerified = false }
        server.clock.advance(by: .hours(2))
        let browser = fixture.browser()
        try await browser.signIn("daisy")
        #expect(browser.path == "\(Self.base)/signedin")
    }
}
