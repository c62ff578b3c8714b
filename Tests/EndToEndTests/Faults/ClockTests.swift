internal import App
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Faults: the clock")
struct ClockTests {
    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
    }

    private var scope: String { "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud" }

    private func isActive(_ token: String) async throws -> Bool? {
        try await server.introspect(token, by: api).json["active"]?.boolValue
    }

    private func revoke(_ token: String) async throws {
        let response = try await server.post(
            "/oauth/v2/revoke",
            [("token", token), ("client_id", machine.clientID), ("client_secret", machine.secret)])
        #expect(response.status == .ok)
    }

    private func change(_ transition: String) async throws {
        try await server.call(
            "zitadel.user.v2.UserService/\(transition)User", ["userId": .string(machine.id)])
    }

    @Test(arguments: [Duration.hours(-1), .days(-400), .hours(1), .days(400)])
    func `identifiers go on growing when the clock jumps`(jump: Duration) async throws {
        let before = try await server.addMachine("before")
        server.clock.advance(by: jump)
        let after = try await server.addMachine("after")
        #expect(try #require(Int64(before.id)) < #require(Int64(after.id)))
    }

    @Test func `a revoked token stays revoked when the clock runs ahead, the clean-up runs and the clock is put right`()
        async throws
    {
        let token = try await server.accessToken(machine, scope: scope)
        try await revoke(token)
        server.clock.advance(by: .hours(35))
        await server.service.jobs.runOnce()
        server.clock.advance(by: .hours(-35))
        #expect(try await isActive(token) == false)
        // A day after its expiry nobody can mistake it for a valid one any more.
        server.clock.advance(by: .hours(36))
        await server.service.jobs.runOnce()
        let expired = server.clock.now
        #expect(try await server.database.removeExpired(at: expired) == 0)
        server.clock.advance(by: .hours(-36))
        #expect(try await isActive(token) == true)
    }

    @Test func `a token from before the clock was set back does not outlive a deactivation`() async throws {
        let token = try await server.accessToken(machine, scope: scope)
        server.clock.advance(by: .hours(-1))
        try await change("Deactivate")
        #expect(try await isActive(token) == false)
        try await change("Reactivate")
        #expect(try await isActive(token) == false)
        let next = try await server.accessToken(machine, scope: scope)
        #expect(try await isActive(next) == true)
    }

    @Test(arguments: ["ACCESS_TOKEN_TYPE_BEARER", "ACCESS_TOKEN_TYPE_JWT"])
    func `a token counts although the clock of the node that changed its user last is ahead`(type: String) async throws
    {
        server.clock.advance(by: .seconds(4))
        let machine = try await server.addMachine("ahead", accessTokenType: type)
        server.clock.advance(by: .seconds(-4))
        let token = try await server.accessToken(machine, scope: scope)
        #expect(try await isActive(token) == true)
        let personal = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        #expect(try await isActive(server.text(personal, "token")) == true)
    }
}
