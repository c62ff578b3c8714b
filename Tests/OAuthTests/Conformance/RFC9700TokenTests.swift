internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// Each duty of an authorization server in RFC 9700 about tokens, clients and metadata.
@Suite("RFC 9700: best current practice, tokens")
struct RFC9700TokenTests {
    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
    }

    private func refreshToken() async throws -> String {
        try await server.text(signIn.tokens(session: session), "refresh_token")
    }

    @Test func `RFC 9700 §2.2.2, §4.14: a refresh token is rotated, and its reuse ends the family`() async throws {
        let first = try await refreshToken()
        let second = try await server.text(signIn.refresh(first).json, "refresh_token")
        #expect(first != second)
        server.clock.advance(by: .seconds(11))
        #expect(try await signIn.refresh(first).json["error"] == "invalid_grant")
        #expect(try await signIn.refresh(second).json["error"] == "invalid_grant")
    }

    @Test func `RFC 9700 §4.14: a refresh token is bound to its application and its scope`() async throws {
        let other = TestSignIn(server, try await server.addClient("other", project: signIn.client.projectID))
        let token = try await refreshToken()
        #expect(try await other.refresh(token).json["error"] == "invalid_grant")
        #expect(try await signIn.refresh(token, [("scope", "openid phone")]).json["error"] == "invalid_scope")
        #expect(try await signIn.refresh(token).status == .ok)
    }

    @Test func `RFC 9700 §4.14: a refresh token ends when it is not used, when it is revoked, and with the password`()
        async throws
    {
        let revoked = try await refreshToken()
        let response = try await server.post(
            "/oauth/v2/revoke", [("token", revoked)] + signIn.client.credentials)
        #expect(response.status == .ok)
        #expect(try await signIn.refresh(revoked).json["error"] == "invalid_grant")
        let known = try await refreshToken()
        try await server.call(
            "zitadel.user.v2.UserService/SetPassword",
            ["userId": .string(user), "newPassword": ["password": "Another-1-Passw0rd"]])
        #expect(try await signIn.refresh(known).json["error"] == "invalid_grant")
        let session = try await server.signIn(user, password: "Another-1-Passw0rd")
        let idle = try await server.text(signIn.tokens(session: session), "refresh_token")
        server.clock.advance(by: .days(30))
        #expect(try await signIn.refresh(idle).json["error"] == "invalid_grant")
    }

    @Test func `RFC 9700 §2.3: a token is for its audience and its scope alone`() async throws {
        let token = try await server.text(signIn.tokens([("scope", "openid email")], session: session), "access_token")
        let stranger = try await server.addAPI("stranger", project: try await server.addProject("Elsewhere"))
        #expect(try await server.introspect(token, by: stranger).json == ["active": false])
        let own = try await server.addAPI("own", project: signIn.client.projectID)
        let introspected = try await server.introspect(token, by: own).json
        #expect(introspected["active"] == true && introspected["scope"] == "openid email")
        let userInfo = try await server.get("/oidc/v1/userinfo", token: token).json
        #expect(userInfo["email"] != nil && userInfo["name"] == nil && userInfo["phone_number"] == nil)
        let administration = try await server.tryCall("zitadel.user.v2.UserService/ListUsers", [:], token: token)
        #expect(administration.status == .unauthorized)
    }

    @Test func `RFC 9700 §2.4: nobody gets a token for a user's password`() async throws {
        let metadata = try await server.get("/.well-known/oauth-authorization-server").json
        #expect(metadata["grant_types_supported"]?.arrayValue?.contains("password") == false)
        let response = try await server.post(
            "/oauth/v2/token",
            [("grant_type", "password"), ("username", "road"), ("password", "Secr3t-P4ssword!"), ("scope", "openid")]
                + signIn.client.credentials)
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "unsupported_grant_type")
    }

    @Test func `RFC 9700 §2.5: applications can authenticate with a key`() async throws {
        let metadata = try await server.get("/.well-known/oauth-authorization-server").json
        for endpoint in ["token", "introspection", "revocation"] {
            let methods = metadata["\(endpoint)_endpoint_auth_methods_supported"]?.arrayValue
            #expect(methods?.contains("private_key_jwt") == true)
            #expect(methods?.contains("client_secret_jwt") == false)
        }
        let (_, key) = try await server.addSigningAPI("signing", project: signIn.client.projectID)
        let response = try await server.post(
            "/oauth/v2/introspect",
            [
                ("token", "x"), ("client_assertion", try key.assertion(at: server.clock.now)),
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ])
        #expect(try response.json == ["active": false])
    }

    /// Those with a secret may: OpenID Connect Core §3.1.2.1 allows it, and ZITADEL's web applications have it.
    @Test(arguments: [
        "http://app.example/callback", "http://localhost.evil.example/callback", "http://10.0.0.1/callback",
    ])
    func `RFC 9700 §2.6: over plain HTTP no code goes to an application without a secret, but on the own machine`(
        uri: String
    ) async throws {
        for type in ["WEB", "USER_AGENT", "NATIVE"] {
            let made = TestSignIn(
                server,
                try await server.addClient(
                    "plain \(type)", project: signIn.client.projectID,
                    [
                        "redirectUris": [.string(uri), "http://localhost:4711/callback"],
                        "applicationType": .string("OIDC_APP_TYPE_\(type)"),
                    ]))
            let response = try await made.authorize([("redirect_uri", uri)])
            #expect(response.status == .badRequest && response.fields["Location"] == nil, "\(type)")
            let own = try await made.authorize([("redirect_uri", "http://localhost:4711/callback")])
            #expect((own.status == .seeOther) == (type != "USER_AGENT"), "\(type)")
        }
    }

    @Test func `RFC 9700 §2.6: scripts of other origins reach tokens, keys and metadata, but not the authorization`()
        async throws
    {
        func answer(_ method: HTTPMethod, _ path: String) async throws -> TestResponse {
            try await server.send(HTTPRequest(method, path, fields: ["Origin": "https://spa.example"]))
        }
        for (method, path) in [
            (HTTPMethod.post, "/oauth/v2/token"), (.get, "/oauth/v2/keys"), (.get, "/oidc/v1/userinfo"),
            (.get, "/.well-known/openid-configuration"), (.get, "/.well-known/oauth-authorization-server"),
        ] {
            let allowed = try await answer(method, path).fields["Access-Control-Allow-Origin"]
            #expect(allowed == "https://spa.example", "\(path)")
        }
        for path in ["/oauth/v2/authorize", "/oauth/v2/authorize/callback", "/ui/v2/login/loginname"] {
            let closed = try await answer(.get, path)
            #expect(closed.fields["Access-Control-Allow-Origin"] == nil, "\(path)")
            let preflight = try await server.send(
                HTTPRequest(
                    .options, path,
                    fields: ["Origin": "https://spa.example", "Access-Control-Request-Method": "GET"]))
            #expect(preflight.fields["Access-Control-Allow-Origin"] == nil, "\(path)")
        }
    }

    @Test func `RFC 9700 §4.15: a client cannot take the name of a user in its tokens`() async throws {
        // The login name of a machine is its client_id, so the worst that it can choose is a person's identifier.
        let machine = try await server.addMachine(user)
        let tokens = try await server.token(machine, scope: "openid").json
        let claims = try JWTParts(server.text(tokens, "id_token")).claims
        #expect(claims["sub"] == .string(machine.id) && machine.id != user)
        let userInfo = try await server.get("/oidc/v1/userinfo", token: server.text(tokens, "access_token")).json
        #expect(userInfo["sub"] == .string(machine.id))
        let chosen = try await server.tryCall(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(server.organizationID), "userId": .string(user), "username": "another",
                "machine": ["name": "another"],
            ])
        #expect(chosen.status == .badRequest && chosen.text.contains("COMMAND-k2una"))
    }

    @Test func `RFC 9700 §4.3: no token is taken from a query`() async throws {
        let tokens = try await signIn.tokens(session: session)
        let access = try server.text(tokens, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo?access_token=\(access)").status == .unauthorized)
        #expect(try await server.get("/v2/users/me?access_token=\(server.administratorToken)").status == .unauthorized)
        let own = try await server.addAPI("own", project: signIn.client.projectID)
        let introspection = try await server.post(
            "/oauth/v2/introspect?token=\(access)", [], authorization: own.authorization)
        #expect(introspection.status == .badRequest)
    }

    @Test func `RFC 9700 §2.6: the metadata is published, and its issuer is the one in every token`() async throws {
        let metadata = try await server.get("/.well-known/oauth-authorization-server").json
        #expect(metadata == (try await server.get("/.well-known/openid-configuration").json))
        let tokens = try await signIn.tokens(session: session)
        #expect(try JWTParts(server.text(tokens, "id_token")).claims["iss"] == metadata["issuer"])
    }
}
