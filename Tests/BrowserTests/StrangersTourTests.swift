internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The pages that have to do with others: identity providers, and applications of other organizations.
@Suite("A tour of the login pages: identity providers and applications of strangers")
struct StrangersTourTests {
    private static let languages = ["en", "de"]

    @Test(arguments: languages) func `an account elsewhere`(language: String) async throws {
        try await TestServer.live(host: "127.0.0.1") { provider in
            let stranger = try await provider.addPerson("donald")
            try await Tour.take(in: language, allowedHosts: ["127.0.0.1"]) { tour in
                _ = try await tour.server.addProvider(
                    "Castle", servedBy: provider, options: ["isCreationAllowed": true, "isLinkingAllowed": true])
                try await tour.server.manage(
                    .put, "/admin/v1/policies/login",
                    ["allowUsernamePassword": true, "allowExternalIdp": true, "mfaInitSkipLifetime": "0s"])
                try await tour.open("login")
                try await tour.look("login-name-providers", at: "loginname")
                try await tour.signIn(at: provider, as: stranger)
                try await tour.look("identity-account", at: "idp/account")
                try await tour.press("button[value=link]")
                try await tour.look("login-name-to-link", at: "loginname")
                try await tour.send([("loginName", tour.scene.person.loginName)])
                try await tour.send([("password", tour.scene.person.password)])
                try await tour.look("identity-link", at: "idp/link")
                try await tour.press("button.primary")
                try await tour.follow("idp/links")
                try await tour.look("linked-accounts", at: "idp/links")
                try await tour.press("button.danger")
                try await tour.look("linked-accounts-none", at: "idp/links")
            }
        }
    }

    @Test(arguments: languages) func `what an application of strangers may do`(language: String) async throws {
        try await Tour.take(in: language) { tour in
            let strangers = try await tour.server.addOrganization("Strangers")
            try await RelyingParty.open(at: tour.server, named: "Gadget", of: strangers) { gadget in
                try await tour.signIn()
                let scope = "openid profile email offline_access urn:zitadel:iam:org:project:id:zitadel:aud"
                let request = try await gadget.ask(tour.browser, [("scope", scope)])
                try await tour.look("consent", at: "consent")
                try await tour.press("button[value=allow]")
                _ = try await gadget.answer(to: request, tour.browser)
                try await tour.open("login")
                try await tour.press("button[name=session]")
                try await tour.follow("applications")
                try await tour.look("consents-some", at: "applications")
                try await tour.press("button.danger")
                try await tour.look("consents-withdrawn", at: "applications")
            }
        }
    }
}

extension Tour {
    /// Goes to a provider that is another service of ours, and signs in there.
    fileprivate func signIn(at provider: TestServer, as stranger: Scene.Person) async throws {
        try await press(".providers a")
        try await browser.wait(forURL: "\(provider.issuer)/")
        try await send([("loginName", stranger.loginName)])
        try await send([("password", stranger.password)])
    }
}
