internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The modules of the OpenID conformance suite's plan "RP-initiated logout" in which a person is asked. Each test has the
/// name of its module.
@Suite("OpenID conformance: RP-initiated logout, with a person")
struct LogoutTests {
    private func signIn(_ scene: Scene) async throws -> RelyingParty.Identity {
        let request = try await scene.application.ask(scene.browser)
        try await scene.signIn()
        return try await scene.application.identity(request, scene.browser)
    }

    private func endSession(_ scene: Scene, _ parameters: [(name: String, value: String)]) async throws {
        let query = Form(parameters).encoded
        try await scene.browser.open("\(scene.server.issuer)/oidc/v1/end_session?\(query)")
    }

    /// Whether the service still knows the person.
    private func isSignedIn(_ scene: Scene) async throws -> Bool {
        let request = try await scene.application.ask(scene.browser, [("prompt", "none")])
        return try await scene.application.answer(to: request, scene.browser)["code"] != nil
    }

    @Test func `oidcc-rp-initiated-logout`() async throws {
        try await Scene.play { scene in
            let identity = try await signIn(scene)
            try await endSession(
                scene,
                [
                    ("id_token_hint", identity.idToken), ("state", "xyz"),
                    ("post_logout_redirect_uri", "\(scene.application.origin)/bye"),
                ])
            #expect(try await scene.browser.url == "\(scene.application.origin)/bye?state=xyz")
            #expect(try await !isSignedIn(scene))
        }
    }

    @Test func `oidcc-rp-initiated-logout-no-id-token-hint`() async throws {
        try await Scene.play { scene in
            _ = try await signIn(scene)
            try await endSession(
                scene,
                [
                    ("client_id", scene.application.clientID), ("state", "xyz"),
                    ("post_logout_redirect_uri", "\(scene.application.origin)/bye"),
                ])
            try await scene.browser.pictures("logout")
            // Nothing has happened before the person says so.
            try await scene.browser.click(.button("Sign out"))
            try await scene.browser.wait(forURL: "\(scene.application.origin)/bye?state=xyz")
            #expect(try await !isSignedIn(scene))
        }
    }

    @Test func `oidcc-rp-initiated-logout-no-params`() async throws {
        try await Scene.play { scene in
            _ = try await signIn(scene)
            try await endSession(scene, [])
            try await scene.browser.click(.button("Sign out"))
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/logout/done")
            try await scene.browser.pictures("signed-out")
            #expect(try await !isSignedIn(scene))
        }
    }

    @Test func `oidcc-rp-initiated-logout-only-state`() async throws {
        try await Scene.play { scene in
            _ = try await signIn(scene)
            try await endSession(scene, [("state", "xyz")])
            try await scene.browser.click(.button("Sign out"))
            try await scene.browser.wait(forURL: "\(scene.server.issuer)/ui/v2/login/logout/done")
        }
    }

    @Test func `who does not confirm stays signed in`() async throws {
        try await Scene.play { scene in
            _ = try await signIn(scene)
            try await endSession(scene, [])
            try await scene.browser.click(.link("Stay signed in"))
            #expect(try await isSignedIn(scene))
        }
    }
}
