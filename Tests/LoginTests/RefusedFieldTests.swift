internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import Login

@Suite("WCAG 2.2 §3.3.1: a mistake is shown at the field in which it was made")
struct RefusedFieldTests {
    /// What is typed in place of what would be right, what is told, and where.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let typed: [(String, String)]
        let told: String
        let fields: [String]

        init(_ typed: [(String, String)], _ told: String, _ fields: String...) {
            self.typed = typed
            self.told = told
            self.fields = fields
        }

        var testDescription: String { "\(told) \(fields)" }

        /// Of a new password, wherever it is typed.
        static let ofPasswords = [
            Mistake([("new", "")], "Something is missing.", "new"),
            Mistake([("again", "")], "Something is missing.", "again"),
            Mistake([("new", ""), ("again", "")], "Something is missing.", "new", "again"),
            Mistake([("again", "another")], "differ", "again"), Mistake(same("sh0rT!"), "too short", "new"),
            Mistake(same(String(repeating: "aB3!", count: 51)), "too long", "new"),
            Mistake(same("nosecret-horse"), "lacks", "new"), Mistake(same("P@ssw0rd"), "Too many people", "new"),
        ]

        static func same(_ password: String) -> [(String, String)] { [("new", password), ("again", password)] }
    }

    private static let base = LoginFixture.base
    private static let right = Mistake.same("N3w-Secret-Horse")

    let fixture: LoginFixture
    let browser: TestBrowser
    private var server: TestServer { fixture.server }

    init() async throws {
        fixture = try await LoginFixture()
        browser = fixture.browser()
    }

    private func make(_ mistake: Mistake, in values: [(String, String)]) async throws {
        let kept = values.filter { pair in !mistake.typed.contains { $0.0 == pair.0 } }
        try await browser.submit("form", kept + mistake.typed)
        #expect(browser.text.contains(mistake.told), "\(browser.text)")
        #expect(browser.refusedFields == mistake.fields, "\(browser.text)")
    }

    @Test(
        arguments: Mistake.ofPasswords + [
            Mistake([("givenName", " ")], "Something is missing.", "givenName"),
            Mistake([("familyName", ""), ("again", "")], "Something is missing.", "familyName", "again"),
            Mistake([("email", "")], "Something is missing.", "email"),
            Mistake([("familyName", String(repeating: "x", count: 201))], "Something is too long.", "familyName"),
            Mistake([("email", "mickey")], "This is not an e-mail address.", "email"),
            Mistake([("email", "minnie@mouse.example")], "There is an account", "email"),
        ])
    func `on the page of new accounts`(mistake: Mistake) async throws {
        try await fixture.set(login: ["allowUsernamePassword": true, "allowRegister": true])
        try await server.call(
            "zitadel.user.v2.UserService/UpdateHumanUser", ["userId": "minnie", "username": "minnie@mouse.example"])
        try await browser.open("\(Self.base)/register")
        #expect(browser.refusedFields == [])
        try await make(
            mistake,
            in: Self.right + [("givenName", "Mickey"), ("familyName", "Mouse"), ("email", "mickey@mouse.example")])
    }

    @Test(
        arguments: Mistake.ofPasswords + [
            Mistake([("code", " ")], "Something is missing.", "code"),
            Mistake([("code", ""), ("new", "")], "Something is missing.", "code", "new"),
            Mistake([("code", "GUESS1")], "This code is wrong or counts no more.", "code"),
        ])
    func `on the page of a forgotten password`(mistake: Mistake) async throws {
        try await browser.open("\(Self.base)/password/forgot")
        try await browser.submit("form", [("loginName", "minnie")])
        let code = try #require(await server.messages().last?.link.between("code=", "&"))
        try await make(mistake, in: Self.right + [("code", code)])
    }

    @Test(
        arguments: Mistake.ofPasswords + [
            Mistake([("current", "")], "Something is missing.", "current"),
            Mistake([("current", ""), ("again", "")], "Something is missing.", "current", "again"),
            Mistake([("current", "wrong")], "Your current password is wrong.", "current"),
            Mistake(Mistake.same(LoginFixture.password), "This is your current password.", "new"),
        ])
    func `on the page of another password`(mistake: Mistake) async throws {
        try await fixture.addHuman("daisy") { $0.isPasswordChangeRequired = true }
        try await browser.signIn("daisy")
        try await make(mistake, in: Self.right + [("current", LoginFixture.password)])
    }

    @Test func `what is about no field is shown at none`() {
        for notice in [Notice.locked, .inactive, .unavailable, .slowDown(3), .requestGone, .failed("X"), .codeSent] {
            #expect(notice.fields.isEmpty)
        }
    }

    @Test func `a sealed step keeps what the notice is about`() throws {
        let seals = LoginSeals(masterKey: .random())
        let browser = Login.Browser(id: "browser")
        var flow = Flow(startedAt: server.clock.now)
        flow.note(.fieldMissing, at: ["new", "again"])
        let read = try #require(Flow(flow.sealed(for: browser, seals), in: browser, seals, at: server.clock.now))
        #expect(read.refusedFields == ["new", "again"])
        flow.note(.wrongCode)
        #expect(flow.refusedFields == ["code"])
        flow.notice = nil
        #expect(flow.refusedFields == [])
    }
}
