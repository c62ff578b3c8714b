internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: what protects sign-ins with identity providers (RFC 9700 §4.4, §4.7)")
struct ProviderProtectionTests {
    private static let base = LoginFixture.base

    @Test func `an answer counts in the browser only that was sent`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            let mine = fixture.login.browser()
            try await mine.open("\(Self.base)/loginname")
            let answer = try await fixture.signInThere(fixture.departure(of: mine))
            // An attacker's answer in somebody else's browser, one that was here before and one that was not.
            for victim in [fixture.login.browser(), try await fixture.login.signedIn()] {
                try await victim.open(answer)
                #expect(victim.page?.status == .badRequest && victim.text.contains("IDP-Answ1"))
            }
            #expect(try await fixture.people("donald@duck.example").isEmpty)
            // It was not used up by that.
            try await fixture.bring(answer, to: mine)
            #expect(try await fixture.people("donald@duck.example").count == 1)
        }
    }

    @Test func `an answer counts once`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            let answer = try await fixture.signInThere(fixture.departure(of: browser))
            let back = try #require(await browser.open(answer).fields["Location"])
            let path = String(back.dropFirst(fixture.server.issuer.count))
            try await browser.open(path)
            #expect(try await fixture.people("donald@duck.example").count == 1)
            #expect(try await browser.open(answer).text.contains("IDP-Answ1"))
            // And so does the way from there into a session.
            try await browser.open(path)
            #expect(browser.page?.status == .badRequest && browser.text.contains("IDP-nme4gszsvx"), "\(browser.text)")
        }
    }

    @Test func `nobody is brought into the sign-in of another intent`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            let victim = fixture.login.browser()
            try await victim.open("\(Self.base)/loginname")
            let own = try await fixture.departure(of: victim)
            // What a client of the API was told, put into the address that the victim's browser comes back to.
            let attacker = fixture.login.browser()
            try await attacker.open("\(Self.base)/loginname")
            let answer = try await fixture.signInThere(fixture.departure(of: attacker))
            let other = try #require(await attacker.open(answer).fields["Location"])
            let foreign = try TestSignIn.members(of: other)
            let mine = try #require(await victim.open(fixture.signInThere(own)).fields["Location"])
            let step = try #require(TestSignIn.members(of: mine)["s"])
            let form = Form([("s", step), ("id", foreign["id"] ?? ""), ("token", foreign["token"] ?? "")])
            try await victim.open("\(Self.base)/idp/return?\(form.encoded)")
            #expect(victim.path == "\(Self.base)/loginname")
            #expect(try await fixture.people("donald@duck.example").isEmpty)
        }
    }

    @Test func `one network is sent there so many times`() async throws {
        try await ProviderFixture.run([:]) { fixture in
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            _ = try await fixture.departure(of: browser)
            let link = browser.address
            for _ in 1..<RequestLimit.providerSignIns.greatestCount { try await browser.open(link) }
            #expect(browser.page?.fields["Location"]?.hasPrefix(fixture.provider.issuer) == true)
            try await browser.open(link)
            #expect(browser.path == "\(Self.base)/loginname")
            #expect(browser.text.contains("There were too many attempts."), "\(browser.text)")
            fixture.server.clock.advance(by: RequestLimit.providerSignIns.span)
            try await browser.open("\(Self.base)/loginname")
            _ = try await fixture.departure(of: browser)
        }
    }

    @Test func `whoever says no there is told so here`() async throws {
        try await ProviderFixture.run([:]) { fixture in
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            let departure = try await fixture.departure(of: browser)
            let state = try #require(TestSignIn.members(of: departure)["state"])
            let form = Form([("state", state), ("error", "access_denied"), ("iss", fixture.provider.issuer)])
            try await fixture.bring("/idps/callback/\(fixture.idp)?\(form.encoded)", to: browser)
            #expect(browser.path == "\(Self.base)/loginname")
            #expect(browser.text.contains("You were not signed in there."))
        }
    }

    @Test func `a provider that is not offered is no way in`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            #expect(browser.text.contains("Sign in with Castle"))
            let before = try await fixture.signInThere(fixture.departure(of: browser))
            try await fixture.server.manage(.delete, "/admin/v1/policies/login/idps/\(fixture.idp)")
            try await browser.open("\(Self.base)/loginname")
            #expect(!browser.text.contains("Castle"))
            let step = try #require(browser.forms.first?.fields.first { $0.0 == "s" }?.1)
            let form = Form([("s", step), ("provider", fixture.idp)])
            try await browser.open("\(Self.base)/idp?\(form.encoded)")
            #expect(browser.text.contains("You cannot sign in there at present."))
            // Nor for those who were there already.
            try await fixture.bring(before, to: browser)
            #expect(browser.path == "\(Self.base)/loginname", "\(browser.text)")
        }
    }

    @Test(arguments: ["policy", "provider"])
    func `a provider that was switched off is no way in for those who are linked`(what: String) async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            try await fixture.visit(fixture.login.browser())
            let browser = fixture.login.browser()
            try await browser.open("\(Self.base)/loginname")
            let answer = try await fixture.signInThere(fixture.departure(of: browser))
            if what == "policy" {
                try await fixture.login.set(login: ["allowUsernamePassword": true, "allowExternalIdp": false])
            } else {
                try await fixture.server.manage(.post, "/admin/v1/idps/\(fixture.idp)/_deactivate", [:])
            }
            try await fixture.bring(answer, to: browser)
            #expect(browser.path == "\(Self.base)/loginname", "\(browser.text)")
        }
    }
}
