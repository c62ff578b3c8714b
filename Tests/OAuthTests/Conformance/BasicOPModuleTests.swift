internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// The modules of the OpenID conformance suite's plans "Basic OP" and "Form Post OP" for which nobody has to sit in front
/// of a browser. Each test has the name of its module. Those that need a person are in the tests of the browser.
@Suite("OpenID conformance: Basic OP and Form Post OP, without a person")
struct BasicOPModuleTests {
    let world: ConformanceWorld

    init() async throws {
        world = try await ConformanceWorld()
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-response-type-missing`(_ plan: BasicPlan) async throws {
        let response = try await world.send(world.parameters(plan, [("response_type", nil)]))
        let answer = try world.refusal(of: response, plan)
        #expect(["invalid_request", "unsupported_response_type"].contains(answer["error"]))
        #expect(answer["state"] == "st-8xLOxBtZp8")
        #expect(answer["iss"] == world.server.issuer)
        #expect(answer["code"] == nil)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-idtoken-signature`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan)
        #expect(identity.header["alg"] == "RS256")
        let keyID = try #require(identity.header["kid"])
        let keys = try await world.server.get("/oauth/v2/keys").json["keys"]?.arrayValue ?? []
        #expect(keys.count { $0["kid"] == keyID } == 1)
        #expect(keys.allSatisfy { $0["kid"]?.stringValue?.isEmpty == false })
    }

    /// Not supported, which certification allows. No parameter brings it about either.
    @Test(arguments: BasicPlan.allCases)
    func `oidcc-idtoken-unsigned`(_ plan: BasicPlan) async throws {
        let metadata = try await world.server.get("/.well-known/openid-configuration").json
        #expect(metadata["id_token_signing_alg_values_supported"] == ["RS256"])
        let identity = try await world.signIn(plan, [("id_token_signed_response_alg", "none")])
        #expect(identity.header["alg"] == "RS256")
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-userinfo-get`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan)
        #expect(try await world.userInfo(identity) == ["sub": .string(world.user)])
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-userinfo-post-header`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan)
        let response = try await world.server.post(
            "/oidc/v1/userinfo", [], authorization: "Bearer \(identity.accessToken)")
        #expect(response.status == .ok)
        #expect(try response.json["sub"] == .string(world.user))
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-userinfo-post-body`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan)
        let response = try await world.server.post("/oidc/v1/userinfo", [("access_token", identity.accessToken)])
        #expect(response.status == .ok)
        #expect(try response.json["sub"] == .string(world.user))
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-ensure-request-without-nonce-succeeds-for-code-flow`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan, [("nonce", nil)])
        #expect(identity.claims["nonce"] == nil)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-ensure-request-with-unknown-parameter-succeeds`(_ plan: BasicPlan) async throws {
        _ = try await world.signIn(plan, [("extra", "foobar")])
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-codereuse`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan)
        let second = try await world.redeem(#require(identity.answer["code"]))
        #expect(second.status == .badRequest)
        #expect(try second.json["error"] == "invalid_grant")
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-codereuse-30seconds`(_ plan: BasicPlan) async throws {
        let identity = try await world.signIn(plan)
        world.server.clock.advance(by: .seconds(30))
        _ = try await world.userInfo(identity)
        let second = try await world.redeem(#require(identity.answer["code"]))
        #expect(second.status == .badRequest)
        #expect(try second.json["error"] == "invalid_grant")
        let userInfo = try await world.server.get("/oidc/v1/userinfo", token: identity.accessToken)
        #expect(userInfo.status == .unauthorized)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-ensure-registered-redirect-uri`(_ plan: BasicPlan) async throws {
        let response = try await world.send(
            world.parameters(plan, [("redirect_uri", "https://app.example/callback/unregistered")]))
        #expect(response.status == .badRequest)
        #expect(response.fields["Location"] == nil)
        #expect(response.fields["Content-Type"] == "text/html; charset=utf-8")
        #expect(!response.text.contains("<form"))
        #expect(!response.text.contains("/unregistered\""))
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-ensure-post-request-succeeds`(_ plan: BasicPlan) async throws {
        let form = world.parameters(plan)
        let response = try await world.server.post("/oauth/v2/authorize", form)
        _ = try await world.identity(world.answer(to: response), plan, form)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-server-client-secret-post`(_ plan: BasicPlan) async throws {
        let client = try await ConformanceWorld.addClient(
            "by form", to: world.project, of: world.server, method: "POST")
        let answer = try await world.answer(to: world.send(world.parameters(plan, of: client)))
        let response = try await world.server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "authorization_code"), ("code", try #require(answer["code"])),
                ("redirect_uri", TestSignIn.redirectURI), ("client_id", client.clientID),
                ("client_secret", try #require(client.secret)),
            ])
        #expect(response.status == .ok)
        let claims = try await world.verified(world.server.text(response.json, "id_token"), for: client)
        #expect(claims.subject == world.user)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-ensure-request-with-valid-pkce-succeeds`(_ plan: BasicPlan) async throws {
        let form = world.parameters(
            plan, [("code_challenge", TestSignIn.challenge), ("code_challenge_method", "S256")])
        let code = try #require(try await world.answer(to: world.send(form))["code"])
        // Whoever sends a challenge is held to it, secret or not.
        #expect(try await world.redeem(code).json["error"] == "invalid_grant")
        let other = String(TestSignIn.verifier.reversed())
        #expect(try await world.redeem(code, [("code_verifier", other)]).json["error"] == "invalid_grant")
        let response = try await world.redeem(code, [("code_verifier", TestSignIn.verifier)])
        #expect(response.status == .ok)
        #expect(try response.json["id_token"]?.stringValue?.isEmpty == false)
    }
}
