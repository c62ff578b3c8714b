internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: a store that fails")
struct KnownFlawStoreTests {
    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication
    let token: String

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
        token = try await server.accessToken(
            machine, scope: "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud")
    }

    private func revoke(_ token: String) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/revoke",
            [("token", token), ("client_id", machine.clientID), ("client_secret", machine.secret)])
    }

    @Test func `CVE-2020-15223: a revocation that was not stored is not answered as one`() async throws {
        let created = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        let tokens = [token, try server.text(created, "token")]
        try await server.setDiskWritable(false)
        for token in tokens {
            let response = try await revoke(token)
            #expect(response.status == .serviceUnavailable)
            #expect(try response.json["error"] == "temporarily_unavailable")
            #expect(try await server.introspect(token, by: api).json["active"] == true)
        }
        try await server.setDiskWritable(true)
        for token in tokens {
            #expect(try await revoke(token).status == .ok)
            #expect(try await server.introspect(token, by: api).json["active"] == false)
        }
    }

    @Test func `an assertion whose use cannot be noted is not accepted`() async throws {
        let key = try TestKey(file: server.administratorKeyFile)
        let assertion = try key.assertion(at: server.clock.now, changing: ["jti": "once"])
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion),
            ("scope", "openid"),
        ]
        try await server.setDiskWritable(false)
        let refused = try await server.post("/oauth/v2/token", form)
        #expect(refused.status == .serviceUnavailable)
        #expect(try refused.json["error"] == "temporarily_unavailable")
        try await server.setDiskWritable(true)
        #expect(try await server.post("/oauth/v2/token", form).status == .ok)
    }

    @Test func `CVE-2020-15223: without a store nothing is said to be revoked, active or inactive`() async throws {
        await server.database.close()
        let introspection = try await server.introspect(token, by: api)
        let userInfo = try await server.get("/oidc/v1/userinfo", token: token)
        let issue = try await server.token(machine, scope: "openid")
        for response in [try await revoke(token), introspection, userInfo, issue] {
            #expect(response.status == .serviceUnavailable, "\(response.text)")
            #expect(response.fields["Retry-After"] == "1")
            #expect(try response.json["error"] == "temporarily_unavailable")
            #expect(response.text.internals == [])
        }
    }
}
