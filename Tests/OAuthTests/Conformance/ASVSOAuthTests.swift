internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// The items for authorization servers and OpenID providers, by their numbers. Those of authentication and sessions are
/// with the tests of the API.
@Suite("OWASP ASVS 5.0 V10: OAuth and OIDC")
struct ASVSOAuthTests {
    private static let confidential: JSONObject = [
        "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST",
    ]

    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
    }

    private func add(_ name: String, _ settings: JSONObject) async throws -> TestSignIn {
        TestSignIn(server, try await server.addClient(name, project: signIn.client.projectID, settings))
    }

    private func error(_ response: TestResponse) throws -> String? {
        try TestSignIn.members(of: #require(response.fields["Location"], "\(response.text)"))["error"]
    }

    @Test func `10.4.1: redirect URIs are on a list of the application's own, and compared exactly`() async throws {
        let other = try await add("other", ["redirectUris": ["https://other.example/callback"]])
        #expect(try await other.authorize([("redirect_uri", "https://other.example/callback")]).status == .seeOther)
        let foreign = try await other.authorize([("redirect_uri", TestSignIn.redirectURI)])
        #expect(foreign.status == .badRequest && foreign.fields["Location"] == nil)
    }

    @Test func `10.4.2: a code counts once, and its second use revokes what the first gave`() async throws {
        let code = try await signIn.code(session: session)
        let tokens = try await signIn.redeem(code).json
        let refresh = try await signIn.refresh(server.text(tokens, "refresh_token")).json
        #expect(try await signIn.redeem(code).json["error"] == "invalid_grant")
        for given in [tokens, refresh] {
            let access = try server.text(given, "access_token")
            #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
            #expect(try await signIn.refresh(server.text(given, "refresh_token")).json["error"] == "invalid_grant")
        }
    }

    @Test func `10.4.3: a code lives a minute`() async throws {
        let (early, late) = (try await signIn.code(session: session), try await signIn.code(session: session))
        server.clock.advance(by: .seconds(59))
        #expect(try await signIn.redeem(early).status == .ok)
        server.clock.advance(by: .seconds(1))
        #expect(try await signIn.redeem(late).json["error"] == "invalid_grant")
    }

    @Test func `10.4.4: an application has the grants that it is registered for, and never a password`() async throws {
        let device = try await add("device", ["grantTypes": ["OIDC_GRANT_TYPE_DEVICE_CODE"]])
        #expect(try await error(device.authorize()) == "unauthorized_client")
        let web = try await add("web", ["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]])
        let begun = try await server.post(
            "/oauth/v2/device_authorization", web.client.credentials + [("scope", "openid")])
        #expect(try begun.json["error"] == "unauthorized_client")
        for (grant, refusal) in [
            ("urn:ietf:params:oauth:grant-type:device_code", "unauthorized_client"),
            ("refresh_token", "unauthorized_client"), ("client_credentials", "unauthorized_client"),
            ("urn:ietf:params:oauth:grant-type:token-exchange", "unauthorized_client"),
            ("password", "unsupported_grant_type"), ("implicit", "unsupported_grant_type"),
        ] {
            let form = [
                ("grant_type", grant), ("device_code", "x"), ("refresh_token", "x"), ("username", "road"),
                ("password", "Secr3t-P4ssword!"), ("scope", "openid"), ("subject_token", "x"),
                ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ]
            let response = try await server.post("/oauth/v2/token", form + web.client.credentials)
            let error = try response.json["error"]?.stringValue
            #expect(error == refusal || (grant == "client_credentials" && error == "invalid_client"), "\(grant)")
        }
    }

    @Test func `10.4.5: a refresh token that is used again ends the family`() async throws {
        let first = try await server.text(signIn.tokens(session: session), "refresh_token")
        let next = try await signIn.refresh(first).json
        server.clock.advance(by: .seconds(11))
        #expect(try await signIn.refresh(first).json["error"] == "invalid_grant")
        #expect(try await signIn.refresh(server.text(next, "refresh_token")).json["error"] == "invalid_grant")
        let access = try server.text(next, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
    }

    @Test func `10.4.6: codes are bound by PKCE, and plain is none`() async throws {
        #expect(try await error(signIn.authorize([("code_challenge_method", "plain")])) == "invalid_request")
        let code = try await signIn.code(session: session)
        #expect(try await signIn.redeem(code, [("code_verifier", nil)]).json["error"] == "invalid_grant")
    }

    @Test func `10.4.7: nobody registers an application without being asked who they are`() async throws {
        let metadata = try await server.get("/.well-known/openid-configuration").json
        #expect(metadata["registration_endpoint"] == nil)
        for path in ["/oauth/v2/register", "/oidc/v1/register", "/register", "/connect/register"] {
            #expect(try await server.post(path, []).status == .notFound)
        }
        let message: JSONValue = ["projectId": .string(signIn.client.projectID), "name": "x"]
        let anonymous = try await server.send(
            HTTPRequest(
                .post, "/zitadel.application.v2.ApplicationService/CreateApplication",
                fields: ["Content-Type": "application/json"], body: message.utf8))
        #expect(anonymous.status == .unauthorized)
    }

    @Test func `10.4.8: a refresh token has a last end, however often it is used`() async throws {
        var token = try await server.text(signIn.tokens(session: session), "refresh_token")
        for _ in 0..<4 {
            server.clock.advance(by: .days(20))
            token = try await server.text(signIn.refresh(token).json, "refresh_token")
        }
        server.clock.advance(by: .days(10))
        #expect(try await signIn.refresh(token).json["error"] == "invalid_grant")
    }

    @Test func `10.4.9: users end their tokens themselves`() async throws {
        let tokens = try await signIn.tokens(session: session)
        let access = try server.text(tokens, "access_token")
        let own = try await server.tryCall(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)],
            token: session.token)
        #expect(own.status == .ok)
        #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
        let again = try await server.signIn(user)
        try await server.call(
            "zitadel.user.v2.UserService/SetPassword",
            [
                "userId": .string(user), "currentPassword": "Secr3t-P4ssword!",
                "newPassword": ["password": "Another-1-Passw0rd"],
            ], token: again.token)
        #expect(try await signIn.refresh(server.text(tokens, "refresh_token")).json["error"] == "invalid_grant")
    }

    @Test(
        arguments: [[("client_secret", nil)], [("client_secret", "wrong")], [("client_secret", "")]]
            as [[(String, String?)]])
    func `10.4.10: an application that has a secret shows it at every endpoint`(
        change: [(String, String?)]
    ) async throws {
        let web = try await add("web", Self.confidential)
        let code = try await web.code(session: session)
        #expect(try await web.redeem(code, change).status == .unauthorized)
        let tokens = try await web.redeem(code).json
        let refresh = try server.text(tokens, "refresh_token")
        #expect(try await web.refresh(refresh, change).status == .unauthorized)
        let secret = change.first?.1.map { [("client_secret", $0)] } ?? []
        let form = [("token", refresh), ("client_id", web.client.clientID)] + secret
        #expect(try await server.post("/oauth/v2/revoke", form).status == .unauthorized)
        #expect(try await server.post("/oauth/v2/introspect", form).status == .unauthorized)
        #expect(try await web.refresh(refresh).status == .ok)
    }

    @Test func `10.4.11: a token has the scopes that were asked for and known, and no others`() async throws {
        let tokens = try await signIn.tokens([("scope", "openid unknown email admin")], session: session)
        #expect(tokens["scope"] == "openid email")
        #expect(tokens["refresh_token"] == nil)
        let own = try await server.addAPI("own", project: signIn.client.projectID)
        let introspected = try await server.introspect(server.text(tokens, "access_token"), by: own).json
        #expect(introspected["scope"] == "openid email")
        #expect(introspected["name"] == nil && introspected["phone_number"] == nil)
    }

    @Test func `10.4.16: applications can authenticate with a key of which the service knows the public half`()
        async throws
    {
        let project = signIn.client.projectID
        let web = try await add(
            "signing",
            ["applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"])
        let made = try await server.call(
            "zitadel.application.v2.ApplicationService/CreateApplicationKey",
            ["applicationId": .string(web.client.id), "projectId": .string(project)])
        let key = try TestKey(file: server.keyFile(made, "keyDetails"))
        let code = try await web.code(session: session)
        #expect(try await web.redeem(code).status == .unauthorized)
        let assertion: [(String, String?)] = [
            ("client_assertion", try key.assertion(at: server.clock.now)),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ]
        #expect(try await web.redeem(code, assertion).status == .ok)
    }

    @Test func `10.6.1: an application gets the response types that it is registered for`() async throws {
        for type in ["id_token", "id_token token"] {
            #expect(try await error(signIn.authorize([("response_type", type)])) == "unauthorized_client")
        }
        for type in ["token", "code token", "code id_token", "code id_token token"] {
            #expect(try await error(signIn.authorize([("response_type", type)])) == "unsupported_response_type")
        }
    }
}
