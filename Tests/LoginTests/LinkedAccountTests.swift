internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: linked accounts")
struct LinkedAccountTests {
    private static let base = LoginFixture.base

    @Test func `who has an account here links it by signing in once`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            #expect(browser.path == "\(Self.base)/idp/account" && !browser.forms.contains { $0.id == "form" })
            try await browser.submit("link", [("action", "link")])
            #expect(browser.text.contains("Sign in once as usual.") && !browser.text.contains("Sign in with Castle"))
            try await browser.submit("form", [("loginName", "minnie")])
            try await browser.submit("form", [("password", LoginFixture.password)])
            #expect(browser.path == "\(Self.base)/idp/link")
            #expect(browser.title == "Link your account at Castle?" && browser.text.contains("donald"))
            #expect(try await fixture.links(of: "minnie").isEmpty)
            try await browser.submit("form", [("action", "link")])
            #expect(browser.path == "\(Self.base)/signedin" && browser.text.contains("The account is linked."))
            #expect(try await fixture.links(of: "minnie").count == 1)
            let again = fixture.login.browser()
            try await fixture.visit(again)
            #expect(again.path == "\(Self.base)/signedin" && again.text.contains("minnie"))
        }
    }

    @Test func `an old proof links nothing`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true]) { fixture in
            let browser = try await fixture.login.signedIn()
            fixture.server.clock.advance(by: .minutes(20))
            try await fixture.visit(browser)
            try await browser.submit("link", [("action", "link")])
            try await browser.open("\(Self.base)/accounts?s=\(step(of: browser))")
            let session = try #require(browser.text.between("name=\"session\" value=\"", "\""))
            try await browser.submit("form", [("session", session)])
            #expect(browser.path == "\(Self.base)/password" && browser.text.contains("confirm that it is you"))
            #expect(try await fixture.links(of: "minnie").isEmpty)
            try await browser.submit("form", [("password", LoginFixture.password)])
            #expect(browser.path == "\(Self.base)/idp/link")
            // The proof may grow old on this page too.
            fixture.server.clock.advance(by: .minutes(16))
            try await browser.submit("form", [("action", "link")])
            #expect(browser.path == "\(Self.base)/password" && browser.text.contains("confirm that it is you"))
            try await browser.submit("form", [("password", LoginFixture.password)])
            try await browser.submit("form", [("action", "link")])
            #expect(try await fixture.links(of: "minnie").count == 1)
        }
    }

    @Test func `RFC 9700 §4.7: who took it for the usual sign-in gives nobody the run of their account`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            try await browser.submit("link", [("action", "link")])
            try await browser.submit("form", [("loginName", "minnie")])
            try await browser.submit("form", [("password", LoginFixture.password)])
            try await browser.submit("form", [("action", "decline")])
            #expect(browser.path == "\(Self.base)/signedin" && !browser.text.contains("The account is linked."))
            #expect(try await fixture.links(of: "minnie").isEmpty)
            // The next step has forgotten it.
            try await browser.open("\(Self.base)/idp/link?s=\(step(of: browser))")
            #expect(browser.path == "\(Self.base)/signedin")
        }
    }

    @Test func `an account at a provider that is not offered any more is not linked`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            try await browser.submit("link", [("action", "link")])
            try await browser.submit("form", [("loginName", "minnie")])
            try await browser.submit("form", [("password", LoginFixture.password)])
            try await fixture.server.manage(.delete, "/admin/v1/policies/login/idps/\(fixture.idp)")
            try await browser.submit("form", [("action", "link")])
            #expect(browser.text.contains("You cannot sign in there at present."))
            #expect(try await fixture.links(of: "minnie").isEmpty)
        }
    }

    @Test func `who is signed in links an account, sees it and ends it`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true]) { fixture in
            let browser = try await fixture.login.signedIn()
            try await browser.follow("Linked accounts")
            #expect(browser.text.contains("There is none yet."))
            let departure = try await fixture.departure(of: browser, by: "Link an account at Castle")
            try await fixture.bring(fixture.signInThere(departure), to: browser)
            #expect(browser.path == "\(Self.base)/idp/links" && browser.text.contains("The account is linked."))
            #expect(browser.text.contains("Castle") && browser.text.contains("donald"))
            #expect(try await fixture.links(of: "minnie").count == 1)
            try await browser.submit("")
            #expect(browser.text.contains("The account is no longer linked."))
            #expect(try await fixture.links(of: "minnie").isEmpty)
        }
    }

    @Test func `an account of somebody else is not taken over`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true, "isAutoCreation": true]) { fixture in
            try await fixture.visit(fixture.login.browser())
            let browser = try await fixture.login.signedIn()
            try await browser.follow("Linked accounts")
            let departure = try await fixture.departure(of: browser, by: "Link an account at Castle")
            try await fixture.bring(fixture.signInThere(departure), to: browser)
            #expect(browser.text.contains("This account is linked to somebody else here."))
            #expect(try await fixture.links(of: "minnie").isEmpty)
        }
    }

    @Test func `nobody links or ends that with an old proof`() async throws {
        try await ProviderFixture.run(["isLinkingAllowed": true]) { fixture in
            let browser = try await fixture.login.signedIn()
            try await browser.follow("Linked accounts")
            fixture.server.clock.advance(by: .minutes(20))
            try await browser.follow("Link an account at Castle")
            #expect(browser.path == "\(Self.base)/password")
        }
    }

    @Test func `the only way in stays`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            try await fixture.server.manage(
                .put, "/admin/v1/policies/login",
                ["allowUsernamePassword": true, "allowExternalIdp": true, "mfaInitSkipLifetime": "0s"])
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            // The pages speak the language that the provider has told.
            try await browser.follow("Verknüpfte Konten")
            try await browser.submit("")
            #expect(browser.text.contains("Ohne das könnten Sie sich nicht mehr anmelden."))
            let user = try #require(await fixture.people("donald@duck.example").first?["userId"]?.stringValue)
            #expect(try await fixture.links(of: user).count == 1)
        }
    }

    @Test func `where nothing can be linked there is no page to see`() async throws {
        try await ProviderFixture.run([:]) { fixture in
            let browser = try await fixture.login.signedIn()
            #expect(!browser.text.contains("Linked accounts"))
        }
    }

    /// The step of the page that is shown.
    private func step(of browser: TestBrowser) throws -> String {
        try #require(browser.forms.first?.fields.first { $0.0 == "s" }?.1)
    }
}
