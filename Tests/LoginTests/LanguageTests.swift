internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: languages and words")
struct LanguageTests {
    private static let base = LoginFixture.base
    let fixture: LoginFixture
    let browser: TestBrowser

    init() async throws {
        fixture = try await LoginFixture()
        try await fixture.addHuman("heidi") { $0.preferredLanguage = "de-CH" }
        browser = fixture.browser()
    }

    private var server: TestServer { fixture.server }

    private var language: String? { browser.text.between("<html lang=\"", "\"") }

    /// Sends the browser here from an application.
    private func ask(_ parameters: [(String, String)] = []) async throws {
        let client = try await server.addClient("web", project: try await server.addProject("Shop"))
        try await browser.authorize(TestSignIn(server, client).parameters(parameters.map { ($0.0, $0.1) }))
    }

    private func write(_ words: JSONValue, _ language: String = "en", organization: String? = nil) async throws {
        var message: JSONObject = ["locale": .string(language), "translations": words]
        if let organization { message["organizationId"] = .string(organization) } else { message["instance"] = true }
        try await server.call("zitadel.settings.v2.SettingsService/SetHostedLoginTranslation", .object(message))
    }

    @Test func `OpenID Connect Core §3.1.2.1: ui_locales comes before the browser's languages`() async throws {
        try await ask([("ui_locales", "fr-FR de")])
        #expect(language == "de")
    }

    @Test func `pages speak somebody's own language once that person has proven who it is`() async throws {
        try await ask([("ui_locales", "en")])
        try await browser.submit("form", [("loginName", "heidi")])
        #expect(language == "en", "a name alone tells nothing")
        try await browser.submit("form", [("password", "wrong")])
        #expect(language == "en")
        try await browser.open("\(Self.base)/login")
        try await browser.submit("form", [("loginName", "heidi")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(browser.title == "Sie sind angemeldet")
        // Somebody else begins in the browser's language again.
        try await browser.follow("Anderes Konto verwenden")
        #expect(language == "en")
    }

    @Test func `a choice counts for more than an account`() async throws {
        try await browser.signIn("heidi")
        try #require(language == "de")
        try await browser.follow("English")
        try await browser.follow("Change password")
        #expect(language == "en")
    }

    @Test func `an administrator's words stand in place of ours, as text`() async throws {
        try await write([
            "loginname": ["title": "Hello <b>you</b>", "description": "\"Welcome\""], "common": ["back": 7],
            "unknown": ["key": "x"],
        ])
        try await browser.open("\(Self.base)/loginname")
        #expect(browser.title == "Hello &lt;b&gt;you&lt;/b&gt;")
        #expect(browser.text.contains("&quot;Welcome&quot;"))
        browser.language = "de"
        try await browser.open("\(Self.base)/loginname")
        #expect(browser.title == "Anmelden")
    }

    @Test func `an organization's words come before the instance's, once it is known`() async throws {
        try await write(["loginname": ["title": "All"], "password": ["verify": ["title": "All"]]])
        try await write(["password": ["verify": ["title": "Ours"]]], organization: server.organizationID)
        try await browser.open("\(Self.base)/loginname")
        #expect(browser.title == "All")
        try await browser.submit("form", [("loginName", "minnie")])
        #expect(browser.title == "Ours")
    }

    @Test func `names of people and applications stand where the words want them`() async throws {
        try await write(["signedin": ["title": "Welcome {user}! {other}"]])
        try await browser.signIn("minnie")
        #expect(browser.title == "Welcome minnie Mouse! {other}")
    }

    @Test func `words that are too long, and none at all, leave ours`() async throws {
        try await write(["loginname": ["title": .string(String(repeating: "x", count: 1001)), "register": ""]])
        try await browser.open("\(Self.base)/loginname")
        #expect(browser.title == "Sign in")
        #expect(browser.text.contains("Create an account"))
    }

    @Test func `both languages can be rewritten in the same places`() throws {
        let folder = "../Sources/Login/Wording"
        func keys(_ language: String) throws -> Set<String> {
            var found: Set<String> = []
            for part in ["", "+Factors", "+Account", "+Requests"] {
                let text = try Fixture.text("\(folder)/\(language)Wording\(part).swift")
                found.formUnion(
                    text.components(" own(").dropFirst().compactMap { $0.between("\"", "\"") })
            }
            return found
        }
        let english = try keys("English")
        #expect(english.count > 50)
        #expect(try keys("German") == english)
    }
}
