internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: an address was changed to which codes were sent")
struct ChangedAddressTests {
    private static let base = LoginFixture.base
    private static let users = "zitadel.user.v2.UserService"

    let fixture: LoginFixture
    private var server: TestServer { fixture.server }

    init() async throws {
        fixture = try await LoginFixture()
    }

    /// Sets up codes over a channel, and changes where they go to something that is not confirmed.
    private func change(_ channel: String) async throws {
        try await server.call("\(Self.users)/AddOTP\(channel)", ["userId": "minnie"])
        if channel == "Email" {
            try await server.call(
                "\(Self.users)/SetEmail", ["userId": "minnie", "email": "new@mouse.example", "sendCode": [:]])
        } else {
            try await server.call(
                "\(Self.users)/SetPhone", ["userId": "minnie", "phone": "+41791112233", "sendCode": [:]])
        }
    }

    private func recoveryCodes() async throws -> [String] {
        let made = try await server.call(
            "\(Self.users)/GenerateRecoveryCodes", ["userId": "minnie", "count": 3])
        return made["recoveryCodes"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    @Test(arguments: [
        ("Email", "Your e-mail address is not confirmed yet."), ("SMS", "Your telephone number is not confirmed yet."),
    ])
    func `somebody signs in with a recovery code`(channel: String, told: String) async throws {
        try await change(channel)
        let code = try #require(try await recoveryCodes().first)
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.path == "\(Self.base)/second-factor")
        #expect(browser.text.contains(told))
        #expect(!browser.text.contains("Code by"))
        try await browser.open(browser.choice("Recovery codes"))
        try await browser.submit("form", [("code", code)])
        #expect(browser.path == "\(Self.base)/signedin")
    }

    @Test func `somebody confirms the new address, and gets the code there`() async throws {
        try await change("Email")
        server.clock.advance(by: .minutes(1))
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.path == "\(Self.base)/second-factor")
        try await browser.submit("confirm-email", [("action", "confirm-email")])
        let mail = try #require(await server.messages().last)
        try await browser.submit("form", [("code", try #require(mail.link.between("code=", "&")))])
        #expect(browser.path == "\(Self.base)/otp/email")
        try await browser.submit("form", [("code", try #require(await server.messages().last).code)])
        #expect(browser.path == "\(Self.base)/signedin")
    }

    @Test func `the page of the codes leads to the other ways`() async throws {
        try await change("Email")
        try await change("SMS")
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        let step = try #require(browser.address.split(separator: "s=").last)
        for page in ["otp/email", "otp/sms"] {
            try await browser.open("\(Self.base)/\(page)?s=\(step)")
            #expect(browser.path == "\(Self.base)/second-factor")
            #expect(browser.page?.status == .ok)
        }
    }

    @Test func `of two factors the one that can be used is asked for`() async throws {
        _ = try await fixture.signedIn().setUpTOTP()
        try await change("Email")
        let browser = fixture.browser()
        try await browser.signIn("minnie")
        #expect(browser.path == "\(Self.base)/otp/time-based")
    }
}
