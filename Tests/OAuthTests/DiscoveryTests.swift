internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 8414 and OpenID Connect Discovery: metadata and keys")
struct DiscoveryTests {
    let server: TestServer

    init() async throws {
        server = try await TestServer()
    }

    @Test(arguments: ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"])
    func `the metadata lists what there is`(path: String) async throws {
        let response = try await server.get(path)
        #expect(response.status == .ok)
        let json = try response.json
        #expect(json["issuer"] == .string(TestServer.issuer))
        #expect(json["token_endpoint"] == .string("\(TestServer.issuer)/oauth/v2/token"))
        #expect(json["jwks_uri"] == .string("\(TestServer.issuer)/oauth/v2/keys"))
        #expect(json["id_token_signing_alg_values_supported"] == ["RS256"])
        #expect(
            json["grant_types_supported"] == [
                "authorization_code", "client_credentials", "implicit", "refresh_token",
                "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "urn:ietf:params:oauth:grant-type:token-exchange",
            ])
        #expect(json["subject_types_supported"] == ["public"])
        #expect(json["response_types_supported"] == ["code", "id_token", "id_token token"])
        #expect(json["response_modes_supported"] == ["query", "fragment", "form_post"])
        #expect(json["code_challenge_methods_supported"] == ["S256"])
        #expect(json["authorization_response_iss_parameter_supported"] == true)
        for endpoint in [
            "token_endpoint", "introspection_endpoint", "userinfo_endpoint", "revocation_endpoint",
            "device_authorization_endpoint", "end_session_endpoint",
        ] {
            let url = try #require(json[endpoint]?.stringValue)
            let answer = try await server.post(String(url.dropFirst(TestServer.issuer.count)), [])
            #expect(answer.status != .notFound)
        }
    }

    @Test func `the key set verifies ID tokens and says how long it may be kept`() async throws {
        let response = try await server.get("/oauth/v2/keys")
        #expect(response.fields["Cache-Control"] == "max-age=300, must-revalidate")
        let keys = try JWKSet(response.json)
        #expect(keys.keys.count == 2)
        #expect(try response.json["keys"]?[0]?["use"] == "sig")
        #expect(try response.json["keys"]?[0]?["d"] == nil)
        let machine = try await server.addMachine("svc")
        let answer = try await server.token(machine, scope: "openid").json
        let token = try server.text(answer, "id_token")
        let policy = JWTClaimPolicy(type: .jwt, issuers: [TestServer.issuer], audience: .contains(["svc"]))
        let verified = try JWTVerifier(policy).verify(token, at: server.clock.now) { keys.key(for: $0) }
        #expect(verified.claims.subject == machine.id)
        let atHash = verified.claims.members["at_hash"]?.stringValue
        #expect(atHash == SignatureAlgorithm.rs256.leftHalfHash(of: try server.text(answer, "access_token")))
    }

    @Test func `a JWT access token is typed and carries the scope`() async throws {
        let machine = try await server.addMachine("svc", accessTokenType: "ACCESS_TOKEN_TYPE_JWT")
        let token = try await server.accessToken(machine, scope: "profile")
        let parts = try JWTParts(token)
        #expect(parts.header["typ"] == "at+jwt")
        #expect(parts.claims["scope"] == "profile")
        #expect(parts.claims["client_id"] == "svc")
        #expect(parts.claims["aud"] == ["svc"])
    }

    @Test func `a new active key signs from then on, and the old one still verifies`() async throws {
        let api = try await server.addAPI("api", project: try await server.addProject("p"))
        let scope = "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud"
        let machine = try await server.addMachine("svc", accessTokenType: "ACCESS_TOKEN_TYPE_JWT")
        let before = try await server.accessToken(machine, scope: scope)
        let created = try await server.call(
            "zitadel.webkey.v2.WebKeyService/CreateWebKey", ["ecdsa": ["curve": "ECDSA_CURVE_P256"]])
        let id = try server.text(created, "id")
        #expect(try await server.get("/oauth/v2/keys").json["keys"]?.arrayValue?.count == 3)
        try await server.call("zitadel.webkey.v2.WebKeyService/ActivateWebKey", ["id": .string(id)])
        let after = try await server.accessToken(machine, scope: scope)
        #expect(try JWTParts(after).header["alg"] == "ES256")
        #expect(try JWTParts(after).header["kid"] == .string(id))
        for token in [before, after] {
            #expect(try await server.introspect(token, by: api).json["active"] == true)
        }
        let old = try #require(try JWTParts(before).header["kid"])
        try await server.call("zitadel.webkey.v2.WebKeyService/DeleteWebKey", ["id": old])
        #expect(try await server.introspect(before, by: api).json["active"] == false)
    }
}
