internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 7523 §2.2: private_key_jwt")
struct PrivateKeyJWTTests {
    let server: TestServer
    let key: TestKey

    init() async throws {
        server = try await TestServer()
        key = try TestKey(file: server.administratorKeyFile)
    }

    private func token(_ assertion: String, _ more: [(String, String)] = []) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "client_credentials"), ("scope", "openid"), ("client_assertion", assertion),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ] + more)
    }

    @Test(arguments: [nil, "user id", "root"] as [String?])
    func `a machine user's key authenticates it for client credentials`(clientID: String?) async throws {
        let name = clientID.map { [("client_id", $0 == "user id" ? key.owner : $0)] } ?? []
        let response = try await token(try key.assertion(at: server.clock.now), name)
        #expect(response.status == .ok)
        let idToken = try JWTParts(server.text(response.json, "id_token"))
        #expect(idToken.claims["sub"] == .string(key.owner))
        #expect(idToken.claims["client_id"] == "root")
        #expect(idToken.claims["amr"] == nil)
    }

    @Test func `the login name may be the subject`() async throws {
        let assertion = try key.assertion(at: server.clock.now, changing: ["iss": "root", "sub": "root"])
        #expect(try await token(assertion).status == .ok)
    }

    @Test(
        arguments: [
            ["iss": "someone", "sub": "someone"], ["sub": nil], ["aud": "https://other.example"], ["exp": nil],
            ["exp": 1_767_607_200], ["iat": 1_767_603_599],
        ] as [[String: JSONValue?]])
    func `a wrong assertion is an unknown client`(changes: [String: JSONValue?]) async throws {
        let response = try await token(try key.assertion(at: server.clock.now, changing: changes))
        #expect(response.status == .unauthorized)
        #expect(try response.json["error"] == "invalid_client")
        #expect(response.fields["WWW-Authenticate"] != nil)
    }

    @Test func `an assertion is used once, for whatever endpoint`() async throws {
        let assertion = try key.assertion(at: server.clock.now, changing: ["jti": "x"])
        #expect(try await token(assertion).status == .ok)
        #expect(try await token(assertion).status == .unauthorized)
        let grant = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("scope", "openid"),
                ("assertion", assertion),
            ])
        #expect(try grant.json["error"] == "invalid_grant")
        let underTheOtherName = try key.assertion(
            at: server.clock.now, changing: ["iss": "root", "sub": "root", "jti": "x"])
        #expect(try await token(underTheOtherName).status == .unauthorized)
    }

    @Test func `a client identifier of somebody else beside the assertion is refused`() async throws {
        let response = try await token(try key.assertion(at: server.clock.now), [("client_id", "somebody")])
        #expect(response.status == .unauthorized)
    }

    @Test func `a wrong assertion type is a wrong request`() async throws {
        let response = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "client_credentials"), ("scope", "openid"),
                ("client_assertion", try key.assertion(at: server.clock.now)), ("client_assertion_type", "saml"),
            ])
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_request")
    }
}
