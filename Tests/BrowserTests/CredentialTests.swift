internal import JOSE
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// Passkeys, security keys and authenticator applications on the login pages, with the browser's own WebAuthn.
@Suite("A browser sets up and uses credentials")
struct CredentialTests {
    private static let account = "/ui/v2/login/signedin"

    /// Signs in without an application, and opens the list of what the account can be signed in with.
    private func openSetUp(_ scene: Scene) async throws {
        try await scene.browser.open("\(scene.server.issuer)/ui/v2/login/login")
        try await scene.signIn()
        try await scene.browser.wait(forURL: scene.server.issuer + Self.account)
        try await scene.browser.click(.link("Sign-in methods"))
    }

    private func choose(_ factor: String, _ scene: Scene) async throws {
        try await scene.browser.click(.css("button[name=factor][value=\(factor)]"))
    }

    @Test func `somebody makes a passkey and signs in to an application with nothing else`() async throws {
        try await Scene.play { scene in
            let authenticator = try await scene.browser.addAuthenticator()
            try await openSetUp(scene)
            try await choose("passkey", scene)
            try await scene.browser.pictures("passkey-set-up")
            try await scene.browser.click(.button("Create"))
            try await scene.browser.wait(until: "the passkey") { try await !authenticator.credentials.isEmpty }
            #expect(try await authenticator.credentials.first?["rpId"] == "localhost")
            try await scene.browser.wait(until: "the end of the set-up") {
                try await scene.browser.text.contains("It is set up.")
            }
            try await scene.browser.clearCookies()

            let request = try await scene.application.ask(scene.browser)
            try await scene.enterName()
            // Its button has the words of the page before.
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/passkey?")
            try await scene.browser.pictures("passkey")
            try await scene.browser.click(.button("Continue"))
            let identity = try await scene.application.identity(request, scene.browser)
            #expect(identity.claims.subject == scene.person.id)
            let methods = identity.claims["amr"]?.arrayValue ?? []
            #expect(methods.contains("mfa") && !methods.contains("pwd"))
        }
    }

    @Test func `a passkey of a person who is not recognised does not sign in`() async throws {
        try await Scene.play { scene in
            let authenticator = try await scene.browser.addAuthenticator()
            try await openSetUp(scene)
            try await choose("passkey", scene)
            try await scene.browser.click(.button("Create"))
            try await scene.browser.wait(until: "the passkey") { try await !authenticator.credentials.isEmpty }
            try await scene.browser.wait(until: "the end of the set-up") {
                try await scene.browser.text.contains("It is set up.")
            }
            try await scene.browser.clearCookies()
            try await authenticator.setUserVerified(false)
            let request = try await scene.application.ask(scene.browser)
            try await scene.enterName()
            // Its button has the words of the page before.
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/passkey?")
            try await scene.browser.click(.button("Continue"))
            let problem = try await scene.browser.element("#problem")
            try await scene.browser.wait(until: "what to do next") { try await problem.isDisplayed }
            #expect(try await problem.text.contains("choose another way"))
            #expect(scene.application.received(request) == nil)
        }
    }

    @Test func `an authenticator application is set up and asked for`() async throws {
        try await Scene.play { scene in
            try await openSetUp(scene)
            try await choose("totp", scene)
            #expect(try await scene.browser.element("svg[role=img]").accessibleName.contains("QR code"))
            try await scene.browser.click("summary")
            let secret = try await scene.browser.element(".secret").text.filter { $0 != " " }
            try await scene.browser.pictures("totp-set-up")
            let app = AuthenticatorApp(secret: secret)
            try await scene.browser.type(app.code(at: scene.server.clock.now), into: .field("Code"))
            try await scene.browser.click(.button("Confirm"))
            try await scene.browser.wait(until: "the end of the set-up") {
                try await scene.browser.text.contains("It is set up.")
            }
            try await scene.browser.clearCookies()
            scene.server.clock.advance(by: .seconds(60))

            let request = try await scene.application.ask(scene.browser)
            try await scene.signIn()
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/otp/time-based")
            try await scene.browser.pictures("totp")
            try await scene.browser.type("000000", into: .field("Code"))
            try await scene.browser.click(.button("Confirm"))
            #expect(try await scene.browser.element("[role=alert]").text.contains("This code is wrong."))
            try await scene.browser.type(app.code(at: scene.server.clock.now), into: .field("Code"))
            try await scene.browser.click(.button("Confirm"))
            let identity = try await scene.application.identity(request, scene.browser)
            #expect(identity.claims["amr"]?.arrayValue?.contains("otp") == true)
        }
    }

    @Test func `a link in a mail leads to a passkey`() async throws {
        try await Scene.play { scene in
            let authenticator = try await scene.browser.addAuthenticator()
            try await scene.server.call(
                "zitadel.user.v2.UserService/CreatePasskeyRegistrationLink",
                ["userId": .string(scene.person.id), "sendLink": [:]])
            let link = try #require(await scene.server.messages().last?.link)
            try await scene.browser.open(link)
            try await scene.browser.click(.button("Continue"))
            try await scene.browser.click(.button("Create"))
            try await scene.browser.wait(until: "the passkey") { try await !authenticator.credentials.isEmpty }
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/passkey?")
            try await scene.browser.click(.button("Continue"))
            try await scene.browser.wait(until: "the account, or the offer of another factor") {
                try await scene.browser.url.contains(Self.account)
            }
        }
    }
}
