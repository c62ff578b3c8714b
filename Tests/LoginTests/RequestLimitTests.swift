internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: what anybody can ask for has limits")
struct RequestLimitTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private var server: TestServer { fixture.server }

    private func forget(_ name: String, _ browser: TestBrowser) async throws {
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", name)])
    }

    @Test func `mails for a new password keep a distance, and nobody learns of it`() async throws {
        let browser = fixture.browser()
        for seconds in [0, 29, 1] {
            server.clock.advance(by: .seconds(seconds))
            for name in ["minnie", "nobody"] {
                try await forget(name, browser)
                #expect(browser.path == "\(Self.base)/password/set")
                #expect(!browser.text.contains("role=\"alert\""))
            }
        }
        #expect(await server.messages().count == 2)
    }

    @Test func `one network gets so many mails for new passwords, for whatever names`() async throws {
        let browser = fixture.browser()
        for number in 1...RequestLimit.passwordMails.greatestCount { try await forget("nobody\(number)", browser) }
        #expect(browser.path == "\(Self.base)/password/set")
        try await forget("minnie", browser)
        #expect(browser.path == "\(Self.base)/password/forgot")
        #expect(browser.text.contains("There were too many attempts."))
        #expect(await server.messages().isEmpty)
        server.clock.advance(by: RequestLimit.passwordMails.span)
        try await forget("minnie", browser)
        #expect(await server.messages().count == 1)
    }

    @Test func `one network makes so many accounts`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "allowRegister": true])
        let browser = fixture.browser()
        for number in 0...RequestLimit.registrations.greatestCount {
            try await browser.open("\(Self.base)/register")
            try await browser.submit(
                "form",
                [
                    ("givenName", "Mickey"), ("familyName", "Mouse"), ("email", "mickey\(number)@mouse.example"),
                    ("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse"),
                ])
            let isLast = number == RequestLimit.registrations.greatestCount
            #expect(browser.path == "\(Self.base)/\(isLast ? "register" : "verify")")
        }
        #expect(browser.text.contains("There were too many attempts."))
        // Nothing that was typed is lost.
        #expect(browser.text.contains("value=\"mickey20@mouse.example\""))
    }

    @Test func `a mail that proves an address is sent again after a while`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "allowRegister": true])
        let browser = fixture.browser()
        try await browser.open("\(Self.base)/register")
        try await browser.submit(
            "form",
            [
                ("givenName", "Mickey"), ("familyName", "Mouse"), ("email", "mickey@mouse.example"),
                ("new", "N3w-Secret-Horse"), ("again", "N3w-Secret-Horse"),
            ])
        try await browser.submit("form", [("action", "again")])
        #expect(browser.text.contains("We have sent you a code just now."))
        #expect(await server.messages().count == 1)
        server.clock.advance(by: .seconds(30))
        try await browser.submit("form", [("action", "again")])
        #expect(browser.text.contains("We have sent you a code."))
        #expect(await server.messages().count == 2)
    }
}
