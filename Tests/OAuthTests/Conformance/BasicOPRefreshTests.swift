internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// The module of the plans "Basic OP" and "Form Post OP" about refresh tokens.
@Suite("OpenID conformance: Basic OP and Form Post OP, refresh tokens")
struct BasicOPRefreshTests {
    let world: ConformanceWorld

    init() async throws {
        world = try await ConformanceWorld()
    }

    private func refresh(_ token: String, by client: TestServer.TestClient? = nil) async throws -> TestResponse {
        try await world.token([("grant_type", "refresh_token"), ("refresh_token", token)], by: client)
    }

    @Test(arguments: BasicPlan.allCases)
    func `oidcc-refresh-token`(_ plan: BasicPlan) async throws {
        let metadata = try await world.server.get("/.well-known/openid-configuration").json
        #expect(metadata["grant_types_supported"]?.arrayValue?.contains("refresh_token") == true)
        // OpenID Connect Core §11 asks for prompt=consent with offline_access.
        let first = try await world.signIn(plan, [("scope", "openid offline_access"), ("prompt", "consent")])
        let token = try world.server.text(first.tokens, "refresh_token")
        // RFC 6749 appendix A.17.
        #expect(token.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        world.server.clock.advance(by: .seconds(1))
        let response = try await refresh(token)
        #expect(response.status == .ok && response.fields["Cache-Control"] == "no-store")
        let renewed = try response.json
        let access = try world.server.text(renewed, "access_token")
        #expect(access != first.accessToken)
        #expect(try await world.server.get("/oidc/v1/userinfo", token: access).status == .ok)
        try await compare(world.server.text(renewed, "id_token"), with: first)
        try await bindToClient(plan)
    }

    /// OpenID Connect Core §12.2: another ID token tells of the same sign-in.
    private func compare(_ idToken: String, with first: ConformanceWorld.Identity) async throws {
        let claims = try await world.verified(idToken, for: world.client)
        for name in ["iss", "sub", "aud", "azp", "auth_time", "sid"] {
            #expect(claims[name] != nil && claims[name] == first.claims[name], "\(name)")
        }
        #expect(claims["nonce"] == nil || claims["nonce"] == first.claims["nonce"])
        #expect(try #require(claims["iat"]?.integerValue) > #require(first.claims["iat"]?.integerValue))
    }

    /// The second client's token is worth nothing to the first one.
    private func bindToClient(_ plan: BasicPlan) async throws {
        let second = try await ConformanceWorld.addClient(
            "second", to: world.project, of: world.server, method: "BASIC")
        let form = world.parameters(plan, of: second, [("scope", "openid offline_access"), ("prompt", "consent")])
        let answer = try await world.answer(to: world.send(form))
        let tokens = try await world.token(
            [
                ("grant_type", "authorization_code"), ("code", try #require(answer["code"])),
                ("redirect_uri", TestSignIn.redirectURI),
            ], by: second
        ).json
        let token = try world.server.text(tokens, "refresh_token")
        let refused = try await refresh(token)
        #expect(refused.status == .badRequest)
        #expect(try refused.json["error"] == "invalid_grant")
        #expect(try await refresh(token, by: second).status == .ok)
    }
}
