internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// ASVS 5.0 §6.2.8 and §6.2.9: what can be chosen can be used, however long its characters are in UTF-8 and UTF-16.
@Suite("Login pages: the longest passwords")
struct LongPasswordTests {
    private static let base = LoginFixture.base
    /// 200 Unicode scalars, all but four of them of four bytes and two code units.
    private static let longest = "Aa1!" + String(repeating: "𝄞", count: 196)

    let fixture: LoginFixture
    let browser: TestBrowser

    init() async throws {
        fixture = try await LoginFixture()
        browser = fixture.browser()
    }

    private static func twice(_ password: String) -> [(String, String)] { [("new", password), ("again", password)] }

    /// On the pages and by the API.
    private func requireSignIn(_ name: String, with password: String) async throws {
        let other = fixture.browser()
        try await other.signIn(name, password: password)
        #expect(other.path != "\(Self.base)/password", "\(other.text)")
        try await fixture.server.call(
            "zitadel.session.v2.SessionService/CreateSession",
            ["checks": ["user": ["loginName": .string(name)], "password": ["password": .string(password)]]])
    }

    /// Sends the form with a password that is too long, which is told, then with the longest.
    private func submit(_ values: [(String, String)]) async throws {
        let here = browser.path
        for tooLong in [Self.longest + "x", String(repeating: "Aa1!", count: 250)] {
            try await browser.submit("form", values + Self.twice(tooLong))
            #expect(browser.path == here)
            #expect(browser.text.contains("This password is too long."))
            #expect(browser.text.contains("Choose one of 200 characters at the most."))
        }
        try await browser.submit("form", values + Self.twice(Self.longest))
        #expect(browser.path != here, "\(browser.text)")
    }

    @Test func `one that was chosen in place of another signs in`() async throws {
        try await browser.signIn("minnie")
        try await browser.open(
            "\(Self.base)/password/change?s=\(try #require(browser.address.split(separator: "s=").last))")
        try await submit([("current", LoginFixture.password)])
        try await requireSignIn("minnie", with: Self.longest)
    }

    @Test func `one that was set by the code of a mail signs in`() async throws {
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", "minnie")])
        let link = try #require(await fixture.server.messages().last).link
        try await browser.open(String(link.dropFirst(fixture.server.issuer.count)))
        try await submit([])
        try await requireSignIn("minnie", with: Self.longest)
    }

    @Test func `one of a new account signs in`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "allowRegister": true])
        try await browser.open("\(Self.base)/register")
        try await submit([("givenName", "Mickey"), ("familyName", "Mouse"), ("email", "mickey@mouse.example")])
        try await requireSignIn("mickey@mouse.example", with: Self.longest)
    }

    @Test func `the fields have room for it`() async throws {
        let room = "maxlength=\"\(Self.longest.utf16.count + 4)\""
        try await browser.open("\(Self.base)/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        #expect(browser.text.contains("autocomplete=\"current-password\" \(room)"))
        try await browser.submit("form", [("password", LoginFixture.password)])
        try await browser.open(
            "\(Self.base)/password/change?s=\(try #require(browser.address.split(separator: "s=").last))")
        #expect(browser.text.components(room).count == 4)
    }

    @Test func `longer than any is wrong, for somebody and for nobody`() async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "ignoreUnknownUsernames": true])
        for name in ["minnie", "nobody"] {
            let other = fixture.browser()
            try await other.signIn(name, password: String(repeating: "x", count: 1000))
            #expect(other.path == "\(Self.base)/password")
            #expect(other.text.contains("Name or password is wrong."))
        }
    }
}
