internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("No access token is longer than requests can carry")
struct AccessTokenLengthTests {
    private static let exchange = "urn:ietf:params:oauth:grant-type:token-exchange"
    private static let accessToken = "urn:ietf:params:oauth:token-type:access_token"

    let server: TestServer

    init() async throws {
        server = try await TestServer()
    }

    /// For so many projects.
    private static func scope(projects count: Int) -> String {
        let scopes = (0..<count).map { "urn:zitadel:iam:org:project:id:\(348_000_000_000_000_000 + $0):aud" }
        return (["openid"] + scopes).joined(separator: " ")
    }

    private func expectRefused(_ response: TestResponse) throws {
        #expect(response.status == .badRequest)
        let json = try response.json
        #expect(json["error"] == "invalid_scope")
        #expect(json["error_description"] == "The access token would be too long for a request: ask for fewer scopes")
    }

    private func setNotes(_ user: String, _ count: Int) async throws {
        let notes = Base64.encode([UInt8](repeating: 0x61, count: count))
        try await server.call(
            "zitadel.user.v2.UserService/SetUserMetadata",
            ["userId": .string(user), "metadata": [["key": "notes", "value": .string(notes)]]])
    }

    @Test(arguments: ["BEARER", "JWT"])
    func `the longest one is good at every endpoint, over sockets and beside other fields`(
        type: String
    ) async throws {
        try await TestServer.live { server in
            let machine = try await server.addMachine("svc", accessTokenType: "ACCESS_TOKEN_TYPE_\(type)")
            let project = try await server.addProject("Shop")
            let api = try await server.addAPI("api", project: project)
            let own = "urn:zitadel:iam:org:project:id:\(project):aud"
            var longest = ""
            for count in 85...125 {
                let response = try await server.token(machine, scope: "\(Self.scope(projects: count)) \(own)")
                guard response.status == .ok else {
                    try expectRefused(response)
                    break
                }
                longest = try server.text(response.json, "access_token")
            }
            #expect((AccessToken.greatestLength - 120...AccessToken.greatestLength).contains(longest.utf8.count))
            let userInfo = try await ChildProcess.run(
                "curl",
                [
                    "-sf", "-H", "Authorization: Bearer \(longest)", "-H",
                    "Cookie: other=\(String(repeating: "c", count: 3500))",
                    "\(server.issuer)/oidc/v1/userinfo",
                ])
            #expect(userInfo.status == 0 && userInfo.output.contains(machine.id))
            #expect(try await server.introspect(longest, by: api).json["active"] == true)
            let revoked = try await server.post(
                "/oauth/v2/revoke", [("token", longest)], authorization: api.authorization)
            #expect(revoked.status == .ok)
            #expect(try await server.introspect(longest, by: api).json["active"] == false)
        }
    }

    @Test func `what a JWT tells of its subject counts; in an opaque token it is not`() async throws {
        for (type, status) in [("JWT", HTTPStatus.badRequest), ("BEARER", .ok)] {
            let machine = try await server.addMachine("svc-\(type)", accessTokenType: "ACCESS_TOKEN_TYPE_\(type)")
            let scope = "openid urn:zitadel:iam:user:metadata"
            #expect(try await server.token(machine, scope: scope).status == .ok)
            try await setNotes(machine.id, 9000)
            let response = try await server.token(machine, scope: scope)
            #expect(response.status == status)
            if status != .ok { try expectRefused(response) }
            #expect(try await server.token(machine, scope: "openid").status == .ok)
        }
    }

    @Test func `a sign-in is refused before anybody signs in, unless it gives no access token`() async throws {
        let client = try await server.addClient(
            "web", project: server.addProject("Shop"),
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN"],
                "grantTypes": [
                    "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_DEVICE_CODE",
                ],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        let signIn = TestSignIn(server, client)
        func authorize(_ count: Int, _ type: String) async throws -> String {
            let form = signIn.parameters([("scope", Self.scope(projects: count)), ("response_type", type)])
                .filter { type == "code" || !$0.0.hasPrefix("code_") }
            return try await #require(server.post("/oauth/v2/authorize", form).fields["Location"])
        }
        #expect(try await authorize(100, "code").contains("authRequest="))
        let refused = try await TestSignIn.members(of: authorize(130, "code"))
        #expect(refused["error"] == "invalid_scope")
        #expect(
            refused["error_description"] == "The access token would be too long for a request: ask for fewer scopes")
        #expect(try await authorize(130, "id_token").contains("authRequest="))
        func device(_ count: Int) async throws -> TestResponse {
            try await server.post(
                "/oauth/v2/device_authorization", client.credentials + [("scope", Self.scope(projects: count))])
        }
        #expect(try await device(100).status == .ok)
        try expectRefused(await device(130))
    }

    @Test func `the longest that a sign-in may ask for is issued and refreshed`() async throws {
        let (server, signIn, _, session) = try await TestSignIn.ofRoad()
        var (allowed, request) = (0, "")
        for count in 95...125 {
            let asked = try await signIn.authorize([("scope", Self.scope(projects: count) + " offline_access")])
            let location = try #require(asked.fields["Location"])
            guard let start = location.firstRange(of: "authRequest=") else { break }
            (allowed, request) = (count, String(location[start.upperBound...]))
        }
        #expect(allowed > 100 && allowed < 120)
        let answer = try await signIn.answer(request, session: session)
        let code = try #require(TestSignIn.members(of: server.text(answer.json, "callbackUrl"))["code"])
        let tokens = try await signIn.redeem(code)
        try #require(tokens.status == .ok, "\(tokens.text)")
        let refreshed = try await signIn.refresh(server.text(tokens.json, "refresh_token"))
        #expect(refreshed.status == .ok)
        let accessToken = try server.text(refreshed.json, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: accessToken).status == .ok)
    }

    @Test func `a JWT that has become too long is refused at a refresh, and fewer scopes help`() async throws {
        let client = try await server.addClient(
            "jwt", project: server.addProject("Shop"), ["accessTokenType": "OIDC_TOKEN_TYPE_JWT"])
        let signIn = TestSignIn(server, client)
        let user = try await server.addPerson("road")
        let tokens = try await signIn.tokens(
            [("scope", "openid offline_access urn:zitadel:iam:user:metadata")], session: server.signIn(user))
        try await setNotes(user, 9000)
        let refreshToken = try server.text(tokens, "refresh_token")
        try expectRefused(await signIn.refresh(refreshToken))
        #expect(try await signIn.refresh(refreshToken, [("scope", "openid offline_access")]).status == .ok)
    }

    @Test(arguments: ["fragment", "form_post"])
    func `an application that gets its tokens with the answer is told there`(mode: String) async throws {
        let client = try await server.addClient(
            "spa", project: server.addProject("Shop"),
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"], "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT", "accessTokenType": "OIDC_TOKEN_TYPE_JWT",
            ])
        let signIn = TestSignIn(server, client)
        let user = try await server.addPerson("road")
        try await setNotes(user, 9000)
        let url = try await signIn.callback(
            [
                ("response_type", "id_token token"), ("response_mode", mode),
                ("scope", "openid urn:zitadel:iam:user:metadata"),
            ], session: server.signIn(user))
        guard mode == "form_post" else {
            let members = try TestSignIn.members(of: url)
            #expect(members["error"] == "invalid_scope" && members["state"] == "st&ate=1")
            #expect(members["id_token"] == nil)
            return
        }
        let page = try await server.get(String(url.dropFirst(server.issuer.count))).text
        #expect(page.contains("name=\"error\" value=\"invalid_scope\"") && !page.contains("id_token"))
    }

    @Test func `an exchange is refused whose JWT would be longer than the opaque token was`() async throws {
        let project = try await server.addProject("Shop")
        let client = try await server.addClient(
            "web", project: project,
            ["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE"]])
        let machine = try await server.addMachine("svc")
        let own = "urn:zitadel:iam:org:project:id:\(project):aud"
        func jwt(_ count: Int) async throws -> TestResponse {
            let token = try await server.accessToken(machine, scope: "\(Self.scope(projects: count)) \(own)")
            return try await server.post(
                "/oauth/v2/token",
                client.credentials + [
                    ("grant_type", Self.exchange), ("subject_token", token),
                    ("subject_token_type", Self.accessToken),
                    ("requested_token_type", "urn:ietf:params:oauth:token-type:jwt"),
                ])
        }
        #expect(try await jwt(90).status == .ok)
        try expectRefused(await jwt(114))
    }
}
