internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Login pages: in which organization somebody arrives who comes from an identity provider")
struct ProviderHomeTests {
    private static let base = LoginFixture.base

    /// Gives the organization of strangers login settings of its own, which offer no provider. The page that asks for the
    /// name knows no organization, and offers those of the instance.
    private func offerNothing(_ fixture: ProviderFixture) async throws {
        try await fixture.server.manage(
            .post, "/management/v1/policies/login", ["allowUsernamePassword": true, "allowExternalIdp": true])
    }

    @Test(arguments: ["isAutoCreation", "isCreationAllowed", "isLinkingAllowed"])
    func `nobody arrives in an organization that does not offer the provider`(option: String) async throws {
        try await ProviderFixture.run(["\(option)": true]) { fixture in
            try await offerNothing(fixture)
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            #expect(browser.path == "\(Self.base)/loginname", "\(browser.text)")
            #expect(browser.text.contains("You cannot sign in there at present."))
            #expect(try await fixture.people("donald@duck.example").isEmpty)
        }
    }

    @Test func `nobody is found in an organization that does not offer the provider`() async throws {
        try await ProviderFixture.run(["autoLinking": "AUTO_LINKING_OPTION_EMAIL"]) { fixture in
            try await offerNothing(fixture)
            _ = try await fixture.addPerson("mini", email: "minnie@mouse.example")
            try await fixture.visit(fixture.login.browser(), as: "mini")
            #expect(try await fixture.links(of: "minnie").isEmpty)
        }
    }

    @Test func `an account is not made once the provider is not offered any more`() async throws {
        try await ProviderFixture.run(["isCreationAllowed": true]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            #expect(browser.path == "\(Self.base)/idp/account")
            try await fixture.server.manage(.delete, "/admin/v1/policies/login/idps/\(fixture.idp)")
            try await browser.submit("form")
            #expect(browser.text.contains("You cannot sign in there at present."), "\(browser.text)")
            #expect(try await fixture.people("donald@duck.example").isEmpty)
        }
    }

    @Test func `the organization stays the one that it was, whatever pages somebody sees`() async throws {
        try await ProviderFixture.run(["isCreationAllowed": true, "isLinkingAllowed": true]) { fixture in
            let other = try await fixture.server.addOrganization("Other")
            let project = try await fixture.server.addProject("Shop")
            let signIn = TestSignIn(fixture.server, try await fixture.server.addClient("web", project: project))
            let browser = fixture.login.browser()
            try await browser.authorize(
                signIn.parameters([("scope", "openid urn:zitadel:iam:org:id:\(other)")]))
            try await fixture.bring(fixture.signInThere(fixture.departure(of: browser)), to: browser)
            #expect(browser.path == "\(Self.base)/idp/account", "\(browser.text)")
            // Another page forgets what it does not need.
            try await browser.submit("link", [("action", "link")])
            let step = try #require(browser.forms.first?.fields.first { $0.0 == "s" }?.1)
            try await browser.open("\(Self.base)/idp/account?s=\(step)")
            try await browser.submit("form")
            let details = try await fixture.people("donald@duck.example").first?["details"]
            #expect(details?["resourceOwner"] == .string(other))
        }
    }

    @Test func `who only goes to a provider leaves nothing in the history`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            let before = try await events(fixture)
            let departure = try await fixture.departure(of: browser)
            #expect(try await events(fixture) == before)
            try await fixture.bring(fixture.signInThere(departure), to: browser)
            #expect(try await events(fixture) > before)
        }
    }

    private func events(_ fixture: ProviderFixture) async throws -> Int {
        try await fixture.server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT payload FROM events") { (row) throws(DomainError) in try row.text("payload") }
        }.count
    }
}
