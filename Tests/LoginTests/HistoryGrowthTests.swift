internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Login pages: what anybody can ask for does not fill the history")
struct HistoryGrowthTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture

    init() async throws {
        fixture = try await LoginFixture()
    }

    private var server: TestServer { fixture.server }

    /// All types of the history, the oldest first.
    private func events() async throws -> [String] {
        try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT type FROM events ORDER BY created_at, id") { (row) throws(DomainError) in
                try row.text("type")
            }
        }
    }

    /// A browser at the question for the passkey of `minnie`.
    private func asked() async throws -> (browser: TestBrowser, authenticator: TestAuthenticator) {
        let owner = try await fixture.signedIn()
        try await owner.open(owner.link("Sign-in methods"))
        try await owner.choose("passkey")
        let authenticator = try TestAuthenticator()
        let made = try authenticator.create(try owner.options())
        try await owner.submit("form", [("credential", made.text), ("name", "laptop")])
        server.clock.advance(by: .seconds(1))
        let browser = fixture.browser()
        try await browser.open("\(Self.base)/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        try #require(browser.path == "\(Self.base)/passkey")
        return (browser, authenticator)
    }

    @Test func `a question for a passkey is not told of, its answer is`() async throws {
        let (browser, authenticator) = try await asked()
        let before = try await events()
        let question = browser.address
        for _ in 0..<100 { try await browser.open(question) }
        #expect(browser.text.contains("data-kind=\"get\""))
        #expect(try await events() == before)
        try await browser.submit("form", [("credential", try authenticator.get(try browser.options()).text)])
        #expect(browser.path == "\(Self.base)/signedin")
        #expect(Array(try await events().dropFirst(before.count)) == ["session.added"])
        try await browser.open("\(Self.base)/logout")
        try await browser.submit()
        #expect(Array(try await events().dropFirst(before.count)) == ["session.added", "session.terminated"])
    }

    @Test func `one network looks so often at the question for a passkey`() async throws {
        let (browser, _) = try await asked()
        let question = browser.address
        for _ in 1..<RequestLimit.passkeyQuestions.greatestCount { try await browser.open(question) }
        #expect(browser.text.contains("data-kind=\"get\""))
        try await browser.open(question)
        #expect(browser.page?.status == .serviceUnavailable)
        #expect(browser.text.contains("There were too many attempts."))
        server.clock.advance(by: RequestLimit.passkeyQuestions.span)
        try await browser.open("\(Self.base)/loginname")
        try await browser.submit("form", [("loginName", "minnie")])
        #expect(browser.text.contains("data-kind=\"get\""))
    }

    @Test func `links for passkeys that somebody makes up leave no trace`() async throws {
        server.clock.advance(by: .seconds(1))
        let before = try await events()
        let user = try await server.database.read { (tx) throws(DomainError) in try tx.user("minnie") }
        let browser = fixture.browser()
        for _ in 0..<100 {
            try await browser.open("\(Self.base)/passkey/set?userId=minnie&code=x&codeId=y")
            try await browser.submit()
        }
        #expect(browser.text.contains("This code is wrong or counts no more."))
        #expect(try await events() == before)
        #expect(try await server.database.read { (tx) throws(DomainError) in try tx.user("minnie") } == user)
    }
}
