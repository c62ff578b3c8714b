internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// A provider that says what it likes, on the pages.
@Suite("OIDC Core §3.1.2.1, §2 (auth_time): a new proof at an identity provider")
struct ProviderNewProofTests {
    private static let base = LoginFixture.base

    private struct Fixture {
        let login: LoginFixture
        let provider: TestProvider
        let idp: String

        /// Comes back from the provider.
        func comeBack(_ departure: String, to browser: TestBrowser) async throws {
            let query = Form(try provider.answer(to: departure).map { (name: $0.0, value: $0.1) })
            try await browser.open("/idps/callback/\(idp)?\(query.encoded)")
            let location = try #require(browser.page?.fields["Location"], "\(browser.text)")
            try await browser.open(String(location.dropFirst(login.server.issuer.count)))
        }
    }

    private func run(kind: IdentityProvider.Kind = .oidc, _ body: (Fixture) async throws -> Void) async throws {
        let clock = TestClock()
        try await TestProvider.serve(clock: clock) { provider in
            let login = LoginFixture(try await TestServer(allowedHosts: ["localhost"], clock: clock))
            try await login.addHuman("minnie")
            let settings: JSONObject = ["name": "Corp", "providerOptions": ["isLinkingAllowed": true]]
            let idp =
                switch kind {
                case .oidc: try await login.server.addOpenIDProvider(provider, settings)
                case .oauth: try await login.server.addOAuthProvider(provider, settings)
                }
            try await login.server.manage(.post, "/admin/v1/policies/login/idps", ["idpId": .string(idp)])
            try await body(Fixture(login: login, provider: provider, idp: idp))
        }
    }

    private func departure(of browser: TestBrowser, by words: String) async throws -> String {
        try await browser.follow(words)
        return try #require(browser.page?.fields["Location"], "\(browser.text)")
    }

    @Test func `who is not signed in is not asked twice`() async throws {
        try await run { fixture in
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            let asked = try TestSignIn.members(of: try await departure(of: browser, by: "Sign in with Corp"))
            #expect(asked["prompt"] == nil && asked["max_age"] == nil)
        }
    }

    @Test func `who has to prove it again is asked again there`() async throws {
        try await run { fixture in
            let browser = try await fixture.login.signedIn()
            fixture.login.server.clock.advance(by: .minutes(20))
            try await browser.follow("Linked accounts")
            try await browser.follow("Link an account at Corp")
            #expect(browser.path == "\(Self.base)/password")
            let asked = try TestSignIn.members(of: try await departure(of: browser, by: "Sign in with Corp"))
            #expect(asked["prompt"] == "login" && asked["max_age"] == "0")
        }
    }

    /// Seconds between the start and the proof of which the provider tells; `nil` where it tells nothing.
    @Test(arguments: [(-61, false), (-60, true), (0, true), (nil, true)] as [(Int64?, Bool)])
    func `an account is linked after a new proof, as far as the provider tells`(
        seconds: Int64?, isLinked: Bool
    ) async throws {
        try await run { fixture in
            let browser = try await fixture.login.signedIn()
            try await browser.follow("Linked accounts")
            let url = try await departure(of: browser, by: "Link an account at Corp")
            let asked = try TestSignIn.members(of: url)
            #expect(asked["prompt"] == "login" && asked["max_age"] == "0")
            let now = fixture.login.server.clock.now.seconds
            fixture.provider.behave { $0.claims["auth_time"] = .some(seconds.map { .integer(now + $0) }) }
            fixture.login.server.clock.advance(by: .minutes(2))
            try await fixture.comeBack(url, to: browser)
            #expect(browser.path == "\(Self.base)/idp/links")
            let words = isLinked ? "The account is linked." : "You were not asked there who you are."
            #expect(browser.text.contains(words), "\(browser.text)")
            let links = try await fixture.login.server.call(
                "zitadel.user.v2.UserService/ListIDPLinks", ["userId": "minnie"])
            #expect((links["result"]?.arrayValue?.count ?? 0) == (isLinked ? 1 : 0))
        }
    }

    @Test func `a time that is none proves nothing`() async throws {
        try await run { fixture in
            let browser = try await fixture.login.signedIn()
            try await browser.follow("Linked accounts")
            let url = try await departure(of: browser, by: "Link an account at Corp")
            fixture.provider.behave { $0.claims["auth_time"] = "yesterday" }
            try await fixture.comeBack(url, to: browser)
            #expect(browser.text.contains("The sign-in there did not work."), "\(browser.text)")
        }
    }

    @Test func `a server without OpenID Connect is taken at its word`() async throws {
        try await run(kind: .oauth) { fixture in
            let browser = try await fixture.login.signedIn()
            try await browser.follow("Linked accounts")
            let url = try await departure(of: browser, by: "Link an account at Corp")
            #expect(try TestSignIn.members(of: url)["prompt"] == nil)
            try await fixture.comeBack(url, to: browser)
            #expect(browser.text.contains("The account is linked."), "\(browser.text)")
        }
    }
}
