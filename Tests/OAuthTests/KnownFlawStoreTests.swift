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
