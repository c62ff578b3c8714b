internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Login pages: signing in with an identity provider, which is another service of ours")
struct ProviderSignInTests {
    private static let base = LoginFixture.base

    @Test func `somebody who is linked is signed in`() async throws {
        try await ProviderFixture.run([:]) { fixture in
            let id = try await fixture.addPerson("daisy")
            try await fixture.server.call(
                "zitadel.user.v2.UserService/AddIDPLink",
                [
                    "userId": "minnie",
                    "idpLink": ["idpId": .string(fixture.idp), "userId": .string(id), "userName": "daisy"],
                ])
            let browser = fixture.login.browser()
            try await fixture.visit(browser, as: "daisy")
            #expect(browser.path == "\(Self.base)/signedin", "\(browser.text)")
            #expect(browser.text.contains("minnie"))
        }
    }

    @Test func `a stranger is refused where nobody becomes anybody`() async throws {
        try await ProviderFixture.run([:]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            #expect(browser.path == "\(Self.base)/loginname")
            #expect(browser.text.contains("There is no account for you here."))
            #expect(try await fixture.people("donald@duck.example").isEmpty)
        }
    }

    @Test func `an account is made without asking, and found again the next time`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            for _ in 0..<2 {
                let browser = fixture.login.browser()
                try await fixture.visit(browser)
                // The provider vouches, but the person here may be asked to set up a second factor.
                #expect(["signedin", "mfa/set"].map { "\(Self.base)/\($0)" }.contains(browser.path), "\(browser.text)")
            }
            let people = try await fixture.people("donald@duck.example")
            #expect(people.count == 1)
            let human = people.first?["human"]
            #expect(human?["profile"]?["givenName"] == "Donald" && human?["profile"]?["familyName"] == "Duck")
            #expect(human?["profile"]?["preferredLanguage"] == "de")
            #expect(human?["email"]?["isVerified"] == true)
        }
    }

    @Test func `an account is made after a look at what the provider says`() async throws {
        let long = String(repeating: "ä", count: 200)
        try await ProviderFixture.run(["isCreationAllowed": true]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            #expect(browser.path == "\(Self.base)/idp/account")
            #expect(browser.text.contains("Castle") && browser.text.contains("value=\"donald@duck.example\""))
            #expect(!browser.forms.contains { $0.id == "link" })
            #expect(try await fixture.people("donald@duck.example").isEmpty)
            try await browser.submit("form", [("givenName", "")])
            #expect(browser.text.contains("Something is missing."))
            try await browser.submit("form", [("familyName", String(repeating: "ä", count: 201))])
            #expect(browser.text.contains("Something is too long."))
            try await browser.submit("form", [("username", "minnie")])
            #expect(browser.text.contains("There is an account with this address or name."))
            try await browser.submit("form", [("givenName", long), ("username", "don")])
            #expect(["signedin", "mfa/set"].map { "\(Self.base)/\($0)" }.contains(browser.path), "\(browser.text)")
            let human = try await fixture.people("donald@duck.example").first?["human"]
            #expect(human?["profile"]?["givenName"] == .string(long) && human?["email"]?["isVerified"] == true)
        }
    }

    @Test func `an address that the provider has not named is to be proven`() async throws {
        try await ProviderFixture.run(["isCreationAllowed": true]) { fixture in
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            try await browser.submit("form", [("email", "other@duck.example")])
            let human = try await fixture.people("other@duck.example").first?["human"]
            #expect(human != nil && human?["email"]?["isVerified"] == nil)
            #expect(await fixture.server.messages().last?.address == "other@duck.example")
        }
    }

    @Test func `an address that both have verified makes both accounts one`() async throws {
        try await ProviderFixture.run(["autoLinking": "AUTO_LINKING_OPTION_EMAIL"]) { fixture in
            _ = try await fixture.addPerson("mini", email: "MINNIE@mouse.example")
            let browser = fixture.login.browser()
            try await fixture.visit(browser, as: "mini")
            #expect(browser.path == "\(Self.base)/signedin", "\(browser.text)")
            #expect(try await fixture.links(of: "minnie").count == 1)
            // Nobody else becomes the same person by the same address.
            _ = try await fixture.addPerson("thief", email: "minnie@mouse.example")
            let other = fixture.login.browser()
            try await fixture.visit(other, as: "thief")
            #expect(other.path == "\(Self.base)/loginname" && other.text.contains("There is no account for you here."))
        }
    }

    @Test(arguments: [(true, false), (false, true), (false, false)])
    func `an address that one side only claims makes nothing one`(there: Bool, here: Bool) async throws {
        try await ProviderFixture.run(["autoLinking": "AUTO_LINKING_OPTION_EMAIL"]) { fixture in
            try await fixture.login.addHuman("daisy") { $0.isEmailVerified = here }
            _ = try await fixture.addPerson("fake", email: "daisy@mouse.example", isVerified: there)
            let browser = fixture.login.browser()
            try await fixture.visit(browser, as: "fake")
            #expect(browser.path == "\(Self.base)/loginname")
            #expect(try await fixture.links(of: "daisy").isEmpty)
        }
    }

    @Test func `nobody is found in another organization`() async throws {
        for option in ["AUTO_LINKING_OPTION_EMAIL", "AUTO_LINKING_OPTION_USERNAME"] {
            try await ProviderFixture.run(["autoLinking": .string(option)]) { fixture in
                let other = try await fixture.server.addOrganization("Other")
                try await fixture.login.addHuman("goofy", organization: other)
                _ = try await fixture.addPerson("goofy", email: "goofy@mouse.example")
                let browser = fixture.login.browser()
                try await fixture.visit(browser, as: "goofy")
                #expect(browser.path == "\(Self.base)/loginname")
                #expect(try await fixture.links(of: "goofy").isEmpty)
            }
        }
    }

    @Test func `a user name is enough where an administrator says so`() async throws {
        try await ProviderFixture.run(["autoLinking": "AUTO_LINKING_OPTION_USERNAME"]) { fixture in
            // What a service of ours says of a name has its domain in it.
            let name = try await fixture.provider.call(
                "zitadel.user.v2.UserService/GetUserByID", ["userId": .string(fixture.addPerson("mini"))]
            )["user"]?["preferredLoginName"]?.stringValue
            let here = try #require(name)
            try await fixture.login.addHuman(here)
            let browser = fixture.login.browser()
            try await fixture.visit(browser, as: "mini")
            #expect(try await fixture.links(of: here).count == 1, "\(browser.text)")
        }
    }

    @Test(arguments: [
        ("AUTO_LINKING_OPTION_USERNAME", true, 1), ("AUTO_LINKING_OPTION_USERNAME", false, 0),
        ("AUTO_LINKING_OPTION_EMAIL", false, 0),
    ])
    func `OIDC Core §5.7: an address that anybody can claim there is no user name`(
        option: String, isVerified: Bool, links: Int
    ) async throws {
        // Asked for nothing but the address, the provider says no name.
        try await ProviderFixture.run(
            ["autoLinking": .string(option)], settings: ["scopes": ["openid", "email"]]
        ) { fixture in
            try await fixture.login.addHuman("daisy@duck.example")
            _ = try await fixture.addPerson("mini", email: "daisy@duck.example", isVerified: isVerified)
            try await fixture.visit(fixture.login.browser(), as: "mini")
            #expect(try await fixture.links(of: "daisy@duck.example").count == links)
        }
    }

    @Test func `the profile follows the provider's where it is wanted`() async throws {
        for isWanted in [true, false] {
            try await ProviderFixture.run(["isAutoCreation": true, "isAutoUpdate": .bool(isWanted)]) { fixture in
                try await fixture.forceSecondFactor(false)
                try await fixture.visit(fixture.login.browser())
                try await fixture.renameDonald("Paperinik")
                fixture.server.clock.advance(by: .minutes(1))
                try await fixture.visit(fixture.login.browser())
                #expect(try await fixture.donaldsName == (isWanted ? "Paperinik" : "Donald"))
            }
        }
    }

    @Test func `the profile follows once the second factor is shown as well, and not before`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true, "isAutoUpdate": true]) { fixture in
            try await fixture.forceSecondFactor(false)
            try await fixture.visit(fixture.login.browser())
            try await fixture.renameDonald("Paperinik")
            try await fixture.forceSecondFactor(true)
            let browser = fixture.login.browser()
            try await fixture.visit(browser)
            #expect(browser.path == "\(Self.base)/mfa/set", "\(browser.text)")
            #expect(try await fixture.donaldsName == "Donald")
            // The same sign-in goes on.
            try await fixture.forceSecondFactor(false)
            try await browser.open(browser.address)
            try await browser.submit("skip", [("action", "skip")])
            #expect(browser.path == "\(Self.base)/signedin", "\(browser.text)")
            #expect(try await fixture.donaldsName == "Paperinik")
        }
    }

    @Test func `an application sends people straight there, and gets its answer`() async throws {
        try await ProviderFixture.run(["isAutoCreation": true]) { fixture in
            let project = try await fixture.server.addProject("Shop")
            let signIn = TestSignIn(fixture.server, try await fixture.server.addClient("web", project: project))
            try await fixture.server.manage(
                .put, "/admin/v1/policies/login",
                ["allowUsernamePassword": true, "allowExternalIdp": true, "mfaInitSkipLifetime": "0s"])
            let browser = fixture.login.browser()
            try await browser.authorize(
                signIn.parameters([("scope", "openid urn:zitadel:iam:org:idp:id:\(fixture.idp)")]))
            let departure = try #require(browser.page?.fields["Location"])
            #expect(try TestSignIn.members(of: departure)["prompt"] == nil)
            try await fixture.bring(fixture.signInThere(departure), to: browser)
            let answer = try #require(browser.page?.fields["Location"], "\(browser.text)")
            #expect(answer.hasPrefix(TestSignIn.redirectURI), "\(answer)")
            let code = try #require(TestSignIn.members(of: answer)["code"])
            let tokens = try await signIn.redeem(code).json
            let claims = try JWTParts(fixture.server.text(tokens, "id_token")).claims
            #expect(claims["sub"] == (try await fixture.people("donald@duck.example").first?["userId"]))
        }
    }

    @Test func `an application that wants a new proof has the provider ask for one`() async throws {
        try await ProviderFixture.run([:]) { fixture in
            let project = try await fixture.server.addProject("Shop")
            let signIn = TestSignIn(fixture.server, try await fixture.server.addClient("web", project: project))
            let scope = "openid urn:zitadel:iam:org:idp:id:\(fixture.idp)"
            let browser = fixture.login.browser()
            try await browser.authorize(signIn.parameters([("scope", scope), ("prompt", "login")]))
            #expect(try TestSignIn.members(of: #require(browser.page?.fields["Location"]))["prompt"] == "login")
            // Without a page nobody is sent anywhere.
            try await browser.authorize(signIn.parameters([("scope", scope), ("prompt", "none")]))
            #expect(browser.page?.fields["Location"]?.contains("error=login_required") == true)
        }
    }
}

extension ProviderFixture {
    fileprivate func forceSecondFactor(_ isForced: Bool) async throws {
        try await server.manage(
            .put, "/admin/v1/policies/login",
            [
                "allowUsernamePassword": true, "allowExternalIdp": true, "forceMfa": .bool(isForced),
                "mfaInitSkipLifetime": "0s",
            ])
    }

    fileprivate func renameDonald(_ name: String) async throws {
        let found = try await provider.call(
            "zitadel.user.v2.UserService/ListUsers",
            ["queries": [["emailQuery": ["emailAddress": "donald@duck.example"]]]])
        try await provider.call(
            "zitadel.user.v2.UserService/UpdateUser",
            [
                "userId": try #require(found["result"]?[0]?["userId"]),
                "human": ["profile": ["givenName": .string(name)]],
            ])
    }

    fileprivate var donaldsName: JSONValue? {
        get async throws { try await people("donald@duck.example").first?["human"]?["profile"]?["givenName"] }
    }
}
