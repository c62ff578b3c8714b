internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// The modules of the OpenID conformance suite's plans "Basic OP" and "Form Post OP" that need a person. Each test has the
/// name of its module; the second plan runs the same modules with `response_mode=form_post`.
@Suite("OpenID conformance: Basic OP and Form Post OP, with a person")
struct BasicOPTests {
    enum Plan: String, Sendable, CaseIterable, CustomTestStringConvertible {
        case basic, formPost

        var parameters: [(name: String, value: String)] {
            self == .formPost ? [("response_mode", "form_post")] : []
        }

        var method: HTTPMethod { self == .formPost ? .post : .get }
        var testDescription: String { rawValue }
    }

    /// Asks for a sign-in, in which the person types name and password, and takes the tokens.
    private func signIn(
        _ scene: Scene, _ plan: Plan, _ more: [(name: String, value: String)] = []
    ) async throws -> RelyingParty.Identity {
        let request = try await scene.application.ask(scene.browser, plan.parameters + more)
        try await scene.signIn()
        let identity = try await scene.application.identity(request, scene.browser)
        #expect(scene.application.received(request)?.method == plan.method)
        #expect(identity.claims.subject == scene.person.id)
        return identity
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-server`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let identity = try await signIn(scene, plan)
            #expect(identity.claims["azp"] == .string(scene.application.clientID))
            let userinfo = try await scene.server.get("/oidc/v1/userinfo", token: identity.accessToken)
            #expect(userinfo.status == .ok)
            let claims = try userinfo.json
            #expect(claims["sub"] == .string(scene.person.id))
            #expect(claims["given_name"] == "Minnie" && claims["email_verified"] == true)
            #expect(try await scene.browser.text.contains("Back at the shop"))
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-display-page`(_ plan: Plan) async throws {
        try await Scene.play { scene in _ = try await signIn(scene, plan, [("display", "page")]) }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-display-popup`(_ plan: Plan) async throws {
        try await Scene.play { scene in _ = try await signIn(scene, plan, [("display", "popup")]) }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-prompt-login`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let first = try await signIn(scene, plan)
            scene.server.clock.advance(by: .seconds(2))
            let request = try await scene.application.ask(scene.browser, plan.parameters + [("prompt", "login")])
            try await scene.proveAgain()
            let second = try await scene.application.identity(request, scene.browser)
            #expect(second.claims.subject == first.claims.subject)
            #expect(try second.authenticatedAt > first.authenticatedAt)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-prompt-none-not-logged-in`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let request = try await scene.application.ask(scene.browser, plan.parameters + [("prompt", "none")])
            let answer = try await scene.application.answer(to: request, scene.browser)
            #expect(answer["error"] == "login_required" && answer["code"] == nil)
            #expect(answer["iss"] == scene.server.issuer)
            #expect(answer.method == plan.method)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-prompt-none-logged-in`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let first = try await signIn(scene, plan)
            scene.server.clock.advance(by: .seconds(2))
            let request = try await scene.application.ask(scene.browser, plan.parameters + [("prompt", "none")])
            let second = try await scene.application.identity(request, scene.browser)
            #expect(second.claims.subject == first.claims.subject)
            #expect(try second.authenticatedAt == first.authenticatedAt)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-max-age-1`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let first = try await signIn(scene, plan)
            scene.server.clock.advance(by: .seconds(2))
            let request = try await scene.application.ask(scene.browser, plan.parameters + [("max_age", "1")])
            try await scene.proveAgain()
            let second = try await scene.application.identity(request, scene.browser)
            #expect(try second.authenticatedAt > first.authenticatedAt)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-max-age-10000`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let first = try await signIn(scene, plan, [("max_age", "10000")])
            scene.server.clock.advance(by: .seconds(2))
            let request = try await scene.application.ask(scene.browser, plan.parameters + [("max_age", "10000")])
            try await scene.goOn(request)
            let second = try await scene.application.identity(request, scene.browser)
            #expect(try second.authenticatedAt == first.authenticatedAt)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-id-token-hint`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let first = try await signIn(scene, plan)
            let request = try await scene.application.ask(
                scene.browser, plan.parameters + [("prompt", "none"), ("id_token_hint", first.idToken)])
            let second = try await scene.application.identity(request, scene.browser)
            #expect(second.claims.subject == first.claims.subject)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-login-hint`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let hint = [(name: "login_hint", value: scene.person.loginName)]
            let request = try await scene.application.ask(scene.browser, plan.parameters + hint)
            // Who it is stands on the page already.
            let name = try await scene.browser.element(.field("Login name or e-mail address"))
            #expect(try await name.property("value") == .string(scene.person.loginName))
            try await scene.browser.click(.button("Continue"))
            try await scene.enterPassword()
            let identity = try await scene.application.identity(request, scene.browser)
            #expect(identity.claims.subject == scene.person.id)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-ui-locales`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let request = try await scene.application.ask(scene.browser, plan.parameters + [("ui_locales", "se de")])
            #expect(try await scene.browser.element("html").attribute("lang") == "de")
            try await scene.browser.type(scene.person.loginName, into: "input[name=loginName]")
            try await scene.browser.click("main form button.primary")
            try await scene.browser.type(scene.person.password, into: "input[name=password]")
            try await scene.browser.click("main form button.primary")
            _ = try await scene.application.identity(request, scene.browser)
        }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-claims-locales`(_ plan: Plan) async throws {
        try await Scene.play { scene in _ = try await signIn(scene, plan, [("claims_locales", "se")]) }
    }

    @Test(arguments: Plan.allCases)
    func `oidcc-ensure-request-with-acr-values-succeeds`(_ plan: Plan) async throws {
        try await Scene.play { scene in _ = try await signIn(scene, plan, [("acr_values", "1 2")]) }
    }

    /// Section 3.1.2.3 of OpenID Connect Core: `none` does not turn into a page for the person.
    @Test(arguments: Plan.allCases)
    func `an id token hint of somebody else does not go through silently`(_ plan: Plan) async throws {
        try await Scene.play { scene in
            let first = try await signIn(scene, plan)
            try await scene.browser.clearCookies()
            let other = try await scene.server.addPerson("mickey")
            let request = try await scene.application.ask(scene.browser)
            try await scene.signIn(as: other)
            _ = try await scene.application.identity(request, scene.browser)
            let silent = try await scene.application.ask(
                scene.browser, plan.parameters + [("prompt", "none"), ("id_token_hint", first.idToken)])
            let answer = try await scene.application.answer(to: silent, scene.browser)
            #expect(answer["error"] == "login_required")
        }
    }
}
