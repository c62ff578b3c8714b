internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 6749 §4.1.3 and RFC 7636: authorization codes")
struct AuthorizationCodeTests {
    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
    }

    @Test func `a code gives an ID token, an access token and a refresh token`() async throws {
        let url = try await signIn.callback(session: session)
        let members = try TestSignIn.members(of: url)
        #expect(url.hasPrefix("\(TestSignIn.redirectURI)?"))
        #expect(members["state"] == "st&ate=1")
        #expect(members["iss"] == TestServer.issuer)
        let response = try await signIn.redeem(#require(members["code"]))
        #expect(response.status == .ok)
        #expect(response.fields["Cache-Control"] == "no-store")
        let tokens = try response.json
        #expect(tokens["token_type"] == "Bearer")
        #expect(tokens["scope"] == "openid profile email offline_access")
        #expect(tokens["refresh_token"]?.stringValue?.isEmpty == false)
        let idToken = try JWTParts(server.text(tokens, "id_token"))
        #expect(idToken.claims["sub"] == .string(user))
        #expect(idToken.claims["nonce"] == "n-0S6")
        #expect(idToken.claims["azp"] == .string(signIn.client.clientID))
        #expect(idToken.claims["sid"] == .string(session.id))
        #expect(idToken.claims["amr"] == ["pwd"])
        #expect(idToken.claims["auth_time"]?.integerValue == server.clock.now.seconds)
        let access = try server.text(tokens, "access_token")
        #expect(idToken.claims["at_hash"] == .string(SignatureAlgorithm.rs256.leftHalfHash(of: access)))
        let userInfo = try await server.get("/oidc/v1/userinfo", token: access).json
        #expect(userInfo["sub"] == .string(user))
        #expect(userInfo["email"] == "road@acme.example")
        #expect(userInfo["given_name"] == "Road")
    }

    @Test func `an API application of the same project introspects the token`() async throws {
        let tokens = try await signIn.tokens(session: session)
        let api = try await server.addAPI("api", project: signIn.client.projectID)
        let answer = try await server.introspect(server.text(tokens, "access_token"), by: api).json
        #expect(answer["active"] == true)
        #expect(answer["client_id"] == .string(signIn.client.clientID))
        #expect(answer["sub"] == .string(user))
        #expect(answer["amr"] == ["pwd"])
    }

    @Test(
        arguments: [
            ([("code", nil)], "invalid_request"), ([("code", "")], "invalid_request"),
            ([("redirect_uri", nil)], "invalid_request"), ([("code", "x")], "invalid_grant"),
            ([("redirect_uri", "https://app.example/callback/")], "invalid_grant"),
            ([("code_verifier", nil)], "invalid_grant"),
            ([("code_verifier", "wrong-verifier-wrong-verifier-wrong-verifier-x")], "invalid_grant"),
            ([("code_verifier", TestSignIn.challenge)], "invalid_grant"),
        ] as [([(String, String?)], String)])
    func `a wrong request is refused and does not spend the code`(
        changes: [(String, String?)], error: String
    ) async throws {
        let code = try await signIn.code(session: session)
        let refused = try await signIn.redeem(code, changes)
        #expect(refused.status == .badRequest)
        #expect(try refused.json["error"] == .string(error))
        #expect(try await signIn.redeem(code).status == .ok)
    }

    @Test func `a code counts for a minute`() async throws {
        let early = try await signIn.code(session: session)
        server.clock.advance(by: .milliseconds(59_999))
        #expect(try await signIn.redeem(early).status == .ok)
        let late = try await signIn.code(session: session)
        server.clock.advance(by: .seconds(60))
        #expect(try await signIn.redeem(late).json["error"] == "invalid_grant")
    }

    @Test func `of many who redeem a code at once one gets tokens`() async throws {
        let code = try await signIn.code(session: session)
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<8 { group.addTask { try await signIn.redeem(code).status } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
    }

    @Test func `a confidential client may leave PKCE out, but not the half of it`() async throws {
        let web = TestSignIn(
            server,
            try await server.addClient(
                "confidential", project: signIn.client.projectID,
                ["applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST"]))
        let none: [(String, String?)] = [("code_challenge", nil), ("code_challenge_method", nil)]
        let code = try await web.code(none, session: session)
        let downgraded = try await web.redeem(code)
        #expect(try downgraded.json["error"] == "invalid_grant")
        #expect(try await web.redeem(code, [("code_verifier", nil), ("client_secret", nil)]).status == .unauthorized)
        #expect(try await web.redeem(code, [("code_verifier", nil), ("client_secret", "x")]).status == .unauthorized)
        #expect(try await web.redeem(code, [("code_verifier", nil)]).status == .ok)
    }

    @Test func `a refresh token needs offline_access and the grant`() async throws {
        let online = try await signIn.tokens([("scope", "openid")], session: session)
        #expect(online["refresh_token"] == nil)
        let without = TestSignIn(
            server,
            try await server.addClient(
                "without", project: signIn.client.projectID, ["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]]))
        #expect(try await without.tokens(session: session)["refresh_token"] == nil)
    }

    @Test func `the session and the user must be there when the code is redeemed`() async throws {
        let code = try await signIn.code(session: session)
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession",
            ["sessionId": .string(session.id), "sessionToken": .string(session.token)])
        #expect(try await signIn.redeem(code).json["error"] == "invalid_grant")
        let other = try await signIn.code(session: server.signIn(user))
        try await server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": .string(user)])
        #expect(try await signIn.redeem(other).json["error"] == "invalid_grant")
    }

    @Test func `the response modes carry the same members`() async throws {
        let fragment = try await signIn.callback([("response_mode", "fragment")], session: session)
        #expect(fragment.hasPrefix("\(TestSignIn.redirectURI)#"))
        #expect(try TestSignIn.members(of: fragment)["code"]?.isEmpty == false)
        let page = try await signIn.callback(
            [("response_mode", "form_post"), ("state", "\"><script>")], session: session)
        #expect(page.hasPrefix("\(TestServer.issuer)/oauth/v2/authorize/callback?response="))
        let response = try await server.get(String(page.dropFirst(TestServer.issuer.count)))
        #expect(response.status == .ok)
        #expect(response.text.contains("action=\"\(TestSignIn.redirectURI)\""))
        #expect(response.text.contains("name=\"code\""))
        #expect(response.text.contains("value=\"&quot;&gt;&lt;script&gt;\""))
        let policy = try #require(response.fields["Content-Security-Policy"])
        #expect(policy.contains("form-action https: https://app.example;"))
        #expect(!policy.contains("unsafe"))
        server.clock.advance(by: .seconds(60))
        let late = try await server.get(String(page.dropFirst(TestServer.issuer.count)))
        #expect(late.status == .badRequest)
        let forged = try await server.get("/oauth/v2/authorize/callback?response=AAAA")
        #expect(forged.status == .badRequest)
    }
}
