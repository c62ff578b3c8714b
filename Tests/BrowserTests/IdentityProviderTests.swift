internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// A person, an application, the service, and another service of ours as the identity provider, all with a real browser:
/// what cookies, redirects and the rules for forms make of the way there and back.
@Suite("In the browser: signing in with an identity provider")
struct IdentityProviderTests {
    /// - Parameter options: of the provider, as the API names them.
    private func play(
        _ options: JSONObject, _ body: (Scene, _ signInThere: () async throws -> Void) async throws -> Void
    ) async throws {
        try await TestServer.live(host: "127.0.0.1") { provider in
            let stranger = try await provider.addPerson("donald")
            try await Scene.play(allowedHosts: ["127.0.0.1"]) { scene in
                _ = try await scene.server.addProvider("Castle", servedBy: provider, options: options)
                try await scene.server.manage(
                    .put, "/admin/v1/policies/login",
                    ["allowUsernamePassword": true, "allowExternalIdp": true, "mfaInitSkipLifetime": "0s"])
                try await body(scene) {
                    try await scene.browser.click(.link("Sign in with Castle"))
                    // Both have the same page.
                    _ = try await scene.browser.wait(forURL: "\(provider.issuer)/")
                    try await scene.signIn(as: stranger)
                }
            }
        }
    }

    @Test func `a newcomer gets an account on the way, and the application its answer`() async throws {
        try await play(["isCreationAllowed": true, "isLinkingAllowed": true]) { scene, signInThere in
            let request = try await scene.application.ask(scene.browser)
            try await signInThere()
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/idp/account")
            #expect(try await scene.browser.text.contains("You have signed in at Castle as donald"))
            #expect(try await scene.browser.element(.field("First name")).property("value") == "Minnie")
            try await scene.browser.pictures("identity-account")
            try await scene.browser.click(.button("Create an account"))
            let identity = try await scene.application.identity(request, scene.browser)
            #expect(identity.claims.subject != scene.person.id)
        }
    }

    @Test func `somebody links the account that they have here`() async throws {
        try await play(["isLinkingAllowed": true]) { scene, signInThere in
            let request = try await scene.application.ask(scene.browser)
            try await signInThere()
            try await scene.browser.click(.button("I have an account here"))
            try await scene.signIn()
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/idp/link")
            #expect(try await scene.browser.text.contains("Link your account at Castle?"))
            try await scene.browser.pictures("identity-link")
            try await scene.browser.click(.button("Link"))
            let identity = try await scene.application.identity(request, scene.browser)
            #expect(identity.claims.subject == scene.person.id)
        }
    }
}
