internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 7662: introspection")
struct IntrospectionTests {
    let server: TestServer
    let machine: TestServer.TestMachine
    let project: String
    let api: TestServer.TestApplication

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        project = try await server.addProject("p")
        api = try await server.addAPI("api", project: project)
    }

    private var audience: String { "urn:zitadel:iam:org:project:id:\(project):aud" }

    @Test(arguments: ["ACCESS_TOKEN_TYPE_BEARER", "ACCESS_TOKEN_TYPE_JWT"])
    func `an active token tells who, for whom and until when`(type: String) async throws {
        let machine = try await server.addMachine("typed", accessTokenType: type)
        let token = try await server.accessToken(machine, scope: "openid profile \(audience)")
        let response = try await server.introspect(token, by: api)
        #expect(response.status == .ok)
        #expect(response.fields["Cache-Control"] == "no-store")
        let json = try response.json
        let now = server.clock.now.seconds
        #expect(json["active"] == true)
        #expect(json["sub"] == .string(machine.id))
        #expect(json["client_id"] == "typed")
        #expect(json["username"] == "typed")
        #expect(json["preferred_username"] == "typed")
        #expect(json["name"] == "typed")
        #expect(json["token_type"] == "Bearer")
        #expect(json["iss"] == .string(TestServer.issuer))
        #expect(json["aud"] == [.string(project)])
        #expect(json["scope"] == .string("openid profile \(audience)"))
        #expect(json["iat"] == .integer(now))
        #expect(json["nbf"] == .integer(now))
        #expect(json["auth_time"] == .integer(now))
        #expect(json["exp"] == .integer(now + 43200))
        #expect(json["amr"] == ["pwd"])
        #expect(json["jti"]?.stringValue?.isEmpty == false)
    }

    @Test func `a personal access token is active at every application`() async throws {
        let json = try await server.introspect(server.administratorToken, by: api).json
        #expect(json["active"] == true)
        #expect(json["client_id"] == nil)
        #expect(json["auth_time"] == nil)
        #expect(json["exp"] == 253_402_300_799)
        #expect(json["aud"] == [.string(api.clientID), .string(project)])
        #expect(json["username"] == "root")
        #expect(json["urn:zitadel:iam:user:resourceowner:id"] == .string(server.organizationID))
        #expect(json["urn:zitadel:iam:user:resourceowner:primary_domain"] == "zitadel.localhost")
    }

    @Test func `roles of the caller's project are told as they are now`() async throws {
        let token = try await server.accessToken(machine, scope: audience)
        #expect(try await server.introspect(token, by: api).json["urn:zitadel:iam:org:project:roles"] == nil)
        let authorization = try await server.authorize(machine.id, "deployer", project: project)
        let roles: JSONValue = [
            "deployer": .object(JSONObject(dictionaryLiteral: (server.organizationID, "zitadel.localhost")))
        ]
        var json = try await server.introspect(token, by: api).json
        #expect(json["urn:zitadel:iam:org:project:roles"] == roles)
        #expect(json["urn:zitadel:iam:org:project:\(project):roles"] == roles)
        try await server.call(
            "zitadel.authorization.v2.AuthorizationService/DeactivateAuthorization", ["id": .string(authorization)])
        json = try await server.introspect(token, by: api).json
        #expect(json["active"] == true)
        #expect(json["urn:zitadel:iam:org:project:roles"] == nil)
    }

    @Test func `metadata is told in base64url without padding`() async throws {
        try await server.call(
            "zitadel.user.v2.UserService/SetUserMetadata",
            ["userId": .string(machine.id), "metadata": [["key": "plan", "value": "VmFsdWU="]]])
        let token = try await server.accessToken(machine, scope: "urn:zitadel:iam:user:metadata \(audience)")
        let json = try await server.introspect(token, by: api).json
        #expect(json["urn:zitadel:iam:user:metadata"] == ["plan": "VmFsdWU"])
    }

    @Test func `a client outside of the audience learns nothing`() async throws {
        let other = try await server.addAPI("other", project: try await server.addProject("other"))
        let token = try await server.accessToken(machine, scope: audience)
        #expect(try await server.introspect(token, by: other).text == #"{"active":false}"#)
        let unaimed = try await server.accessToken(machine, scope: "openid")
        #expect(try await server.introspect(unaimed, by: api).text == #"{"active":false}"#)
    }

    @Test(arguments: ["", "x", "a.b.c", "alc_pat_", "alc_pat_AAAA", "eyJhbGciOiJub25lIn0.e30."])
    func `what is no token is inactive, and no token at all is a fault`(token: String) async throws {
        let response = try await server.introspect(token, by: api)
        if token.isEmpty {
            #expect(response.status == .badRequest)
            #expect(try response.json["error"] == "invalid_request")
        } else {
            #expect(response.status == .ok)
            #expect(response.text == #"{"active":false}"#)
        }
    }

    @Test func `an ID token is no access token`() async throws {
        let answer = try await server.token(machine, scope: "openid \(audience)").json
        let idToken = try server.text(answer, "id_token")
        #expect(try await server.introspect(idToken, by: api).text == #"{"active":false}"#)
    }

    @Test func `a token ends to the second`() async throws {
        let token = try await server.accessToken(machine, scope: audience)
        server.clock.advance(by: .hours(12) - .milliseconds(1))
        #expect(try await server.introspect(token, by: api).json["active"] == true)
        server.clock.advance(by: .milliseconds(1))
        #expect(try await server.introspect(token, by: api).text == #"{"active":false}"#)
    }

    @Test(
        arguments: [
            (nil, nil), ("wrong", nil), (nil, "Bearer x"), ("", nil),
        ] as [(String?, String?)])
    func `a caller that does not prove itself is refused with 401`(
        secret: String?, authorization: String?
    ) async throws {
        var form = [("token", server.administratorToken)]
        if authorization == nil { form.append(("client_id", api.clientID)) }
        if let secret { form.append(("client_secret", secret)) }
        let response = try await server.post("/oauth/v2/introspect", form, authorization: authorization)
        #expect(response.status == .unauthorized)
        #expect(try response.json["error"] == "invalid_client")
        #expect(response.fields["WWW-Authenticate"]?.hasPrefix("Basic ") == true)
    }

    @Test func `a machine user may not introspect`() async throws {
        let response = try await server.post(
            "/oauth/v2/introspect",
            [("token", server.administratorToken), ("client_id", "svc"), ("client_secret", machine.secret)])
        #expect(response.status == .unauthorized)
    }

    @Test func `an application introspects with a signed assertion, once per jti`() async throws {
        let signing = try await server.addSigningAPI("signing", project: project)
        let token = try await server.accessToken(machine, scope: audience)
        let assertion = try signing.key.assertion(at: server.clock.now, changing: ["jti": "1"])
        func introspect() async throws -> TestResponse {
            try await server.post(
                "/oauth/v2/introspect",
                [
                    ("token", token), ("client_assertion", assertion),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ])
        }
        #expect(try await introspect().json["active"] == true)
        #expect(try await introspect().status == .unauthorized)
        let bySecret = try await server.post(
            "/oauth/v2/introspect",
            [("token", token), ("client_id", signing.key.owner), ("client_secret", "any")])
        #expect(bySecret.status == .unauthorized)
    }

    @Test func `RFC 9701: the answer is signed when the caller asks`() async throws {
        let token = try await server.accessToken(machine, scope: audience)
        let response = try await server.post(
            "/oauth/v2/introspect", [("token", token)], authorization: api.authorization,
            accept: "application/token-introspection+jwt")
        #expect(response.fields["Content-Type"] == "application/token-introspection+jwt")
        let parts = try JWTParts(response.text)
        #expect(parts.header["typ"] == "token-introspection+jwt")
        #expect(parts.claims["aud"] == .string(api.clientID))
        #expect(parts.claims["iss"] == .string(TestServer.issuer))
        #expect(parts.claims["token_introspection"]?["active"] == true)
        #expect(try await server.introspect(response.text, by: api).text == #"{"active":false}"#)
    }
}
