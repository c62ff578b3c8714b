internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had")
struct KnownFlawTests {
    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication
    let scope: String

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
        scope = "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud"
    }

    /// Everything that the machine user can show, and what it gets for it.
    private struct Credentials {
        let opaque: String
        let jwt: String
        let personal: String
        let key: TestKey
    }

    private func credentials() async throws -> Credentials {
        let opaque = try await server.accessToken(machine, scope: scope)
        try await server.call(
            "zitadel.user.v2.UserService/UpdateUser",
            ["userId": .string(machine.id), "machine": ["accessTokenType": "ACCESS_TOKEN_TYPE_JWT"]])
        let jwt = try await server.accessToken(machine, scope: scope)
        let personal = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        let key = try await server.call(
            "zitadel.user.v2.UserService/AddKey",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        return Credentials(
            opaque: opaque, jwt: jwt, personal: try server.text(personal, "token"),
            key: try TestKey(file: server.keyFile(key, "keyContent")))
    }

    private func exchange(_ key: TestKey) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("scope", scope),
                ("assertion", try key.assertion(at: server.clock.now)),
            ])
    }

    private func expectDead(_ credentials: Credentials) async throws {
        for token in [credentials.opaque, credentials.jwt, credentials.personal] {
            #expect(try await server.introspect(token, by: api).text == #"{"active":false}"#)
            #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .unauthorized)
        }
        #expect(try await server.token(machine, scope: scope).status == .unauthorized)
        #expect(try await exchange(credentials.key).json["error"] == "invalid_grant")
        let call = try await server.tryCall(
            "zitadel.user.v2.UserService/GetUserByID", ["userId": .string(machine.id)], token: credentials.personal)
        #expect(call.status == .unauthorized)
    }

    @Test(arguments: ["DeactivateUser ReactivateUser", "LockUser UnlockUser"])
    func `CVE-2024-47000, CVE-2025-64521: an inactive user has nothing that works`(calls: String) async throws {
        let calls = calls.split(separator: " ")
        let credentials = try await credentials()
        for token in [credentials.opaque, credentials.jwt, credentials.personal] {
            #expect(try await server.introspect(token, by: api).json["active"] == true)
        }
        try await server.call("zitadel.user.v2.UserService/\(calls[0])", ["userId": .string(machine.id)])
        try await expectDead(credentials)
        server.clock.advance(by: .seconds(1))
        try await server.call("zitadel.user.v2.UserService/\(calls[1])", ["userId": .string(machine.id)])
        for token in [credentials.opaque, credentials.jwt, credentials.personal] {
            #expect(try await server.introspect(token, by: api).json["active"] == false)
        }
        #expect(try await server.token(machine, scope: scope).status == .ok)
        #expect(try await exchange(credentials.key).status == .ok)
    }

    @Test func `CVE-2026-55670: a deleted user has nothing that works, and its id starts anew elsewhere`()
        async throws
    {
        let credentials = try await credentials()
        try await server.call("zitadel.user.v2.UserService/DeleteUser", ["userId": .string(machine.id)])
        try await expectDead(credentials)
        server.clock.advance(by: .seconds(1))
        let other = try await server.addOrganization("Other")
        try await server.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(other), "userId": .string(machine.id), "username": "svc",
                "machine": ["name": "svc"],
            ])
        try await expectDead(credentials)
    }

    @Test func `CVE-2024-47060: an inactive organization has nothing that works`() async throws {
        let organization = try await server.addOrganization("Tenant")
        let machine = try await server.addMachine("tenant-svc", organization: organization)
        let token = try await server.accessToken(machine, scope: scope)
        #expect(try await server.introspect(token, by: api).json["active"] == true)
        try await server.call(
            "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(organization)])
        #expect(try await server.introspect(token, by: api).json["active"] == false)
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .unauthorized)
        #expect(try await server.token(machine, scope: scope).status == .unauthorized)
    }

    @Test func `CVE-2024-47060: an inactive project, or application, cannot introspect`() async throws {
        let token = try await server.accessToken(machine, scope: scope)
        let project: JSONValue = ["projectId": .string(api.projectID)]
        try await server.call("zitadel.project.v2.ProjectService/DeactivateProject", project)
        #expect(try await server.introspect(token, by: api).status == .unauthorized)
        try await server.call("zitadel.project.v2.ProjectService/ActivateProject", project)
        #expect(try await server.introspect(token, by: api).json["active"] == true)
        try await server.call(
            "zitadel.application.v2.ApplicationService/DeactivateApplication",
            ["applicationId": .string(api.id), "projectId": .string(api.projectID)])
        #expect(try await server.introspect(token, by: api).status == .unauthorized)
    }

    @Test func `CVE-2026-27840: no part and no altered form of a token is active`() async throws {
        let tokens = [try await server.accessToken(machine, scope: scope), server.administratorToken]
        for token in tokens {
            let characters = Array(token)
            for length in stride(from: 1, to: characters.count, by: 11) {
                let (head, tail) = (String(characters[..<length]), String(characters[length...]))
                for part in [head, tail] where !part.isEmpty {
                    #expect(try await server.introspect(part, by: api).json["active"] == false)
                }
            }
            for index in stride(from: 8, to: characters.count, by: 5) {
                var altered = characters
                altered[index] = altered[index] == "A" ? "B" : "A"
                #expect(try await server.introspect(String(altered), by: api).json["active"] == false)
            }
            #expect(try await server.introspect(token + "A", by: api).json["active"] == false)
            #expect(try await server.introspect(token + "=", by: api).json["active"] == false)
        }
    }

    @Test func `CVE-2026-33132: a foreign organization's scope is refused by every grant`() async throws {
        let foreign = "openid urn:zitadel:iam:org:id:\(try await server.addOrganization("Foreign"))"
        #expect(try await server.token(machine, scope: foreign).json["error"] == "invalid_scope")
        let key = try TestKey(file: server.administratorKeyFile)
        let response = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("scope", foreign),
                ("assertion", try key.assertion(at: server.clock.now)),
            ])
        #expect(try response.json["error"] == "invalid_scope")
        let own = "openid urn:zitadel:iam:org:id:\(server.organizationID)"
        #expect(try await server.token(machine, scope: own).status == .ok)
    }

    @Test func `CVE-2024-29892: metadata never takes the place of a claim`() async throws {
        let names = ["sub", "iss", "aud", "exp", "active", "urn:zitadel:iam:org:project:roles"]
        try await server.call(
            "zitadel.user.v2.UserService/SetUserMetadata",
            [
                "userId": .string(machine.id),
                "metadata": .array(names.map { ["key": .string($0), "value": "ZXZpbA=="] }),
            ])
        let token = try await server.accessToken(machine, scope: "\(scope) urn:zitadel:iam:user:metadata")
        let json = try await server.introspect(token, by: api).json
        #expect(json["sub"] == .string(machine.id))
        #expect(json["iss"] == .string(TestServer.issuer))
        #expect(json["active"] == true)
        #expect(json["urn:zitadel:iam:org:project:roles"] == nil)
        #expect(json["urn:zitadel:iam:user:metadata"]?["sub"] == "ZXZpbA")
    }

    @Test func `CVE-2026-4282: no kind of token stands in for another`() async throws {
        let answer = try await server.token(machine, scope: scope).json
        let idToken = try server.text(answer, "id_token")
        let access = try server.text(answer, "access_token")
        let grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        for token in [access, idToken, server.administratorToken] {
            let response = try await server.post(
                "/oauth/v2/token", [("grant_type", grant), ("assertion", token), ("scope", "openid")])
            #expect(try response.json["error"] == "invalid_grant")
        }
        #expect(try await server.get("/oidc/v1/userinfo", token: idToken).status == .unauthorized)
        let assertion = try TestKey(file: server.administratorKeyFile).assertion(at: server.clock.now)
        #expect(try await server.get("/oidc/v1/userinfo", token: assertion).status == .unauthorized)
        #expect(try await server.introspect("alc_pat_" + access, by: api).json["active"] == false)
        let bare = server.administratorToken.dropFirst("alc_pat_".count)
        #expect(try await server.introspect(String(bare), by: api).json["active"] == false)
    }

    @Test func `CVE-2026-16093: an assertion that is there but not used does not count`() async throws {
        let assertion = try TestKey(file: server.administratorKeyFile).assertion(at: server.clock.now)
        let response = try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "client_credentials"), ("scope", "openid"), ("client_id", "root"),
                ("client_assertion", assertion),
            ])
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_request")
    }

    @Test func `a token for another audience does not open the administration API`() async throws {
        let token = try await server.accessToken(machine, scope: scope)
        let message: JSONValue = ["userId": .string(machine.id)]
        let refused = try await server.tryCall("zitadel.user.v2.UserService/GetUserByID", message, token: token)
        #expect(refused.status == .unauthorized)
        let own = try await server.accessToken(
            machine, scope: "openid urn:zitadel:iam:org:project:id:zitadel:aud")
        let allowed = try await server.tryCall("zitadel.user.v2.UserService/GetUserByID", message, token: own)
        #expect(allowed.status == .ok)
    }

    @Test func `CVE-2025-62513: no secret stands in the log`() async throws {
        let credentials = try await credentials()
        _ = try await exchange(credentials.key)
        _ = try await server.introspect(credentials.opaque + "x", by: api)
        _ = try await server.get("/oidc/v1/userinfo", token: credentials.jwt + "x")
        _ = try await server.post(
            "/oauth/v2/token",
            [("grant_type", machine.secret), ("client_id", "svc"), ("client_secret", "wrong-\(machine.secret)")])
        let secrets = [
            machine.secret, api.secret, credentials.opaque, credentials.jwt, credentials.personal,
            server.administratorToken,
        ]
        #expect(!server.log.lines.isEmpty)
        for line in server.log.lines {
            for secret in secrets { #expect(!line.contains(secret)) }
        }
    }
}
