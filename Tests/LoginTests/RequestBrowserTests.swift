internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// Login CSRF against the applications: whoever signs in to the request of somebody else signs that person in as
/// themselves, and neither `state`, `nonce` nor PKCE tells (RFC 9700 §4.7).
@Suite("Login pages: a request of an application is taken up by the browser in which it began")
struct RequestBrowserTests {
    let fixture: LoginFixture
    let application: TestSignIn

    init() async throws {
        try await self.init(LoginFixture())
    }

    private init(_ fixture: LoginFixture) async throws {
        self.fixture = fixture
        let client = try await fixture.server.addClient("app", project: try await fixture.server.addProject("Shop"))
        application = TestSignIn(fixture.server, client)
    }

    /// The same with a public URL over TLS, which the cookies depend on.
    private static func overTLS() async throws -> RequestBrowserTests {
        let fixture = LoginFixture(try await TestServer(issuer: "https://id.example"))
        try await fixture.addHuman("minnie")
        return try await RequestBrowserTests(fixture)
    }

    private func member(_ name: String, of browser: TestBrowser) throws -> String? {
        let location = try #require(browser.page?.fields["Location"], "\(browser.address) \(browser.text)")
        try #require(location.hasPrefix("\(TestSignIn.redirectURI)?"), "\(location)")
        return try TestSignIn.members(of: location)[name]
    }

    /// Signs in on the pages to which the browser was sent.
    private func signIn(_ browser: TestBrowser) async throws {
        try await browser.submit("form", [("loginName", "minnie"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
    }

    private func expectGone(_ browser: TestBrowser, at page: String) async throws {
        let answer = try await browser.open(page)
        #expect(answer.status == .notFound, "\(page)")
        #expect(answer.text.contains("This sign-in is over.") && answer.text.contains("COMMAND-jae5P"), "\(page)")
    }

    @Test func `CVE-2026-7507: the names next to one lead nowhere`() async throws {
        let browser = fixture.browser()
        let page = try await browser.begin(application.parameters())
        let other = try await browser.begin(application.parameters())
        let start = "/ui/v2/login/login?authRequest=V2_"
        try #require(page.hasPrefix(start))
        let name = page.dropFirst(start.count)
        let number = try #require(Int(name.prefix { $0.isNumber }))
        let code = name.suffix(22)
        try #require(name == "\(number)_\(code)" && Base64URL.decode(String(code))?.count == 16)
        let changed = code.last == "A" ? "B" : "A"
        let near = (-3...3).filter { $0 != 0 }.map { "\(number + $0)_\(code)" }
        let malformed = [
            "", "\(number)", "\(number)_", "\(number)_\(code.dropLast())", "\(number)_\(code.dropLast())\(changed)",
            "\(number)_\(code)A", "0\(number)_\(code)", "\(number)_\(other.suffix(22))", "_\(code)",
        ]
        for guess in near + malformed { try await expectGone(browser, at: start + guess) }
        try await browser.open(page)
        try await signIn(browser)
        #expect(try member("code", of: browser) != nil)
    }

    @Test func `CVE-2026-7507: another browser can neither enter, cancel nor answer a request`() async throws {
        let browser = fixture.browser()
        let page = try await browser.begin(application.parameters([("login_hint", "minnie")]))
        try await browser.open(page)
        let (step, form) = (browser.address, try #require(browser.forms.first))
        let stranger = fixture.browser()
        for other in [stranger, try await fixture.signedIn()] {
            try await expectGone(other, at: page)
            // It has a key of its own after a request of its own.
            _ = try await other.begin(application.parameters())
            try await expectGone(other, at: page)
            #expect(try await other.open(step).status == .forbidden)
            for values in [[("action", "cancel")], [("loginName", "minnie"), ("action", "")]] {
                let fields = form.fields.filter { field in !values.contains { $0.0 == field.0 } }
                #expect(try await other.post(form.action, fields + values).status == .forbidden)
            }
        }
        try await browser.open(step)
        try await signIn(browser)
        #expect(try member("code", of: browser) != nil)
    }

    @Test func `a request that must not show a page is refused in another browser, and goes on in its own`()
        async throws
    {
        let browser = try await fixture.signedIn()
        let page = try await browser.begin(application.parameters([("prompt", "none")]))
        for other in [fixture.browser(), try await fixture.signedIn()] {
            try await other.open(page)
            #expect(try member("error", of: other) == "login_required")
        }
        try await browser.open(page)
        #expect(try member("code", of: browser) != nil)
    }

    @Test func `a frame whose cookies are kept back gets no page: nobody is signed in`() async throws {
        let frame = fixture.browser()
        frame.keepsCookies = false
        try await frame.authorize(application.parameters([("prompt", "none")]))
        #expect(try member("error", of: frame) == "login_required")
    }

    @Test(arguments: [false, true])
    func `who is signed in stays so when another site posts a request, and goes straight back`(
        isSecure: Bool
    ) async throws {
        let tests = isSecure ? try await Self.overTLS() : self
        let browser = try await tests.fixture.signedIn()
        for _ in 0..<2 {
            let before = browser.cookies
            let answer = try await browser.post(
                "/oauth/v2/authorize", tests.application.parameters(), isForeign: true)
            #expect(answer.fields.values("Set-Cookie").count == 1)
            let page = try #require(answer.fields["Location"]).trimmingPrefix(tests.fixture.server.issuer)
            let accounts = isSecure ? "__Host-alcazar-login" : "alcazar-login"
            #expect(browser.cookies[accounts] == before[accounts])
            try await browser.open(String(page))
            #expect(try tests.member("code", of: browser) != nil)
        }
    }

    @Test func `over TLS a browser keeps its key when another site posts, so a second tab goes on`() async throws {
        let tests = try await Self.overTLS()
        let browser = tests.fixture.browser()
        let first = try await browser.begin(tests.application.parameters())
        let key = try #require(browser.cookies["__Host-alcazar-browser"])
        let posted = try await browser.post("/oauth/v2/authorize", tests.application.parameters(), isForeign: true)
        let second = try #require(posted.fields["Location"]).trimmingPrefix(tests.fixture.server.issuer)
        #expect(browser.cookies["__Host-alcazar-browser"] == key)
        try await browser.open(first)
        try await tests.signIn(browser)
        #expect(try tests.member("code", of: browser) != nil)
        try await browser.open(String(second))
        #expect(try tests.member("code", of: browser) != nil)
    }

    @Test func `two tabs at once each get their answer`() async throws {
        let browser = fixture.browser()
        let pages = [
            try await browser.begin(application.parameters([("state", "one")])),
            try await browser.begin(application.parameters([("state", "two")])),
        ]
        try await browser.open(pages[0])
        let first = try #require(browser.forms.first)
        try await browser.open(pages[1])
        try await signIn(browser)
        #expect(try member("state", of: browser) == "two")
        let kept = first.fields.filter { $0.0 == "s" || $0.0 == "proof" }
        try await browser.post(first.action, kept + [("loginName", "minnie"), ("action", "")])
        try await browser.submit("form", [("password", LoginFixture.password)])
        #expect(try member("state", of: browser) == "one" && member("code", of: browser) != nil)
    }

    @Test(arguments: [
        (false, "alcazar-browser", "; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000"),
        (true, "__Host-alcazar-browser", "; Path=/; HttpOnly; SameSite=None; Secure; Max-Age=7776000"),
    ])
    func `the key is 128 bits that only browsers see, and is made once`(
        isSecure: Bool, name: String, attributes: String
    ) async throws {
        let tests = isSecure ? try await Self.overTLS() : self
        let browser = tests.fixture.browser()
        func begin() async throws -> String {
            _ = try await browser.begin(tests.application.parameters())
            let field = try #require(browser.page?.fields["Set-Cookie"])
            try #require(field.hasPrefix("\(name)=") && field.hasSuffix(attributes), "\(field)")
            return String(field.dropFirst(name.count + 1).dropLast(attributes.count))
        }
        let key = try await begin()
        #expect(Base64URL.decode(key)?.count == 16)
        #expect(try await begin() == key)
        for bad in ["", "x", "\(key)A", String(key.dropLast(2)), String(repeating: "A", count: 4096)] {
            browser.set(cookie: name, to: bad)
            let new = try await begin()
            #expect(new != key && new != bad && Base64URL.decode(new)?.count == 16)
        }
    }
}
