internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 7009: revocation")
struct RevocationTests {
    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
    }

    private var audience: String { "urn:zitadel:iam:org:project:id:\(api.projectID):aud" }

    private func revoke(_ token: String, by machine: TestServer.TestMachine) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/revoke",
            [("token", token), ("client_id", machine.clientID), ("client_secret", machine.secret)])
    }

    @Test(arguments: ["ACCESS_TOKEN_TYPE_BEARER", "ACCESS_TOKEN_TYPE_JWT"])
    func `a machine user ends its own token, in either form`(type: String) async throws {
        let machine = try await server.addMachine("own", accessTokenType: type)
        let token = try await server.accessToken(machine, scope: audience)
        let other = try await server.accessToken(machine, scope: audience)
        let response = try await revoke(token, by: machine)
        #expect(response.status == .ok)
        #expect(response.body.isEmpty)
        #expect(try await server.introspect(token, by: api).json["active"] == false)
        #expect(try await server.introspect(other, by: api).json["active"] == true)
        #expect(try await revoke(token, by: machine).status == .ok)
    }

    @Test func `an application ends a token that is meant for it`() async throws {
        let token = try await server.accessToken(machine, scope: audience)
        let response = try await server.post(
            "/oauth/v2/revoke", [("token", token), ("token_type_hint", "refresh_token")],
            authorization: api.authorization)
        #expect(response.status == .ok)
        #expect(try await server.introspect(token, by: api).json["active"] == false)
    }

    @Test func `a machine user ends its personal access token`() async throws {
        let created = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        let token = try server.text(created, "token")
        #expect(try await server.introspect(token, by: api).json["active"] == true)
        #expect(try await revoke(token, by: machine).status == .ok)
        #expect(try await server.introspect(token, by: api).json["active"] == false)
    }

    @Test func `somebody else's token is refused and lives on`() async throws {
        let stranger = try await server.addMachine("stranger")
        let token = try await server.accessToken(machine, scope: audience)
        for foreign in [token, server.administratorToken] {
            let response = try await revoke(foreign, by: stranger)
            #expect(response.status == .badRequest)
            #expect(try response.json["error"] == "invalid_grant")
            #expect(try await server.introspect(foreign, by: api).json["active"] == true)
        }
        let other = try await server.addAPI("other", project: try await server.addProject("q"))
        let response = try await server.post(
            "/oauth/v2/revoke", [("token", token)], authorization: other.authorization)
        #expect(response.status == .badRequest)
    }

    @Test(arguments: ["x", "a.b.c", "alc_pat_zzz"])
    func `what is no token of ours is answered as revoked`(token: String) async throws {
        #expect(try await revoke(token, by: machine).status == .ok)
    }

    @Test func `the identifier of a token is not the token`() async throws {
        let token = try await server.accessToken(machine, scope: audience)
        let jti = try await server.text(server.introspect(token, by: api).json, "jti")
        #expect(try await revoke(jti, by: machine).status == .ok)
        #expect(try await server.introspect(token, by: api).json["active"] == true)
    }

    @Test func `a caller that does not prove itself and a missing token are refused`() async throws {
        let anonymous = try await server.post("/oauth/v2/revoke", [("token", "x"), ("client_id", "svc")])
        #expect(anonymous.status == .unauthorized)
        let missing = try await server.post(
            "/oauth/v2/revoke", [("client_id", "svc"), ("client_secret", machine.secret)])
        #expect(missing.status == .badRequest)
    }
}
