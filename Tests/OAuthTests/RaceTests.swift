internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Races")
struct RaceTests {
    private static let users = "zitadel.user.v2.UserService"

    let server: TestServer

    init() async throws {
        server = try await TestServer()
    }

    private func statuses(
        _ count: Int, _ call: @escaping @Sendable (Int) async throws -> TestResponse
    ) async throws -> [HTTPStatus: Int] {
        try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for number in 0..<count { group.addTask { try await call(number).status } }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    @Test func `of fifty users of one name exactly one is made, whatever the case`() async throws {
        let outcomes = try await statuses(50) { number in
            try await server.tryCall(
                "\(Self.users)/CreateUser",
                [
                    "organizationId": .string(server.organizationID),
                    "username": number.isMultiple(of: 2) ? "svc" : "SVC", "machine": ["name": "svc"],
                ])
        }
        #expect(outcomes == [.ok: 1, .conflict: 49])
    }

    @Test func `of fifty deactivations exactly one happens`() async throws {
        let machine = try await server.addMachine("svc")
        let outcomes = try await statuses(50) { _ in
            try await server.tryCall("\(Self.users)/DeactivateUser", ["userId": .string(machine.id)])
        }
        #expect(outcomes == [.ok: 1, .badRequest: 49])
    }

    @Test func `of fifty new secrets the last one counts and no other`() async throws {
        let machine = try await server.addMachine("svc")
        let secrets = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await server.text(
                        server.call("\(Self.users)/AddSecret", ["userId": .string(machine.id)]), "clientSecret")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(secrets).count == 50)
        var working = 0
        for secret in secrets + [machine.secret] {
            let form = [
                ("grant_type", "client_credentials"), ("scope", "openid"), ("client_id", "svc"),
                ("client_secret", secret),
            ]
            if try await server.post("/oauth/v2/token", form).status == .ok { working += 1 }
        }
        #expect(working == 1)
    }

    @Test(arguments: ["DeactivateUser ReactivateUser", "LockUser UnlockUser"])
    func `when a deactivation has returned, no token that was issued before is active`(calls: String) async throws {
        let calls = calls.split(separator: " ")
        let api = try await server.addAPI("api", project: try await server.addProject("p"))
        let scope = "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud"
        let machines = [
            try await server.addMachine("opaque"),
            try await server.addMachine("jwt", accessTokenType: "ACCESS_TOKEN_TYPE_JWT"),
        ]
        let users: [JSONValue] = machines.map { ["userId": .string($0.id)] }
        let (stream, continuation) = AsyncStream<String>.makeStream()
        let workers = Task {
            defer { continuation.finish() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask { try await Self.issue(server, machines[number % 2], scope, to: continuation) }
                }
                try await group.waitForAll()
            }
        }
        var before: [String] = []
        var all: [String] = []
        for await token in stream {
            all.append(token)
            guard all.count == 200 else { continue }
            before = all
            for user in users { try await server.call("\(Self.users)/\(calls[0])", user) }
        }
        try await workers.value
        #expect(before.count == 200)
        for token in all { #expect(try await server.introspect(token, by: api).json["active"] == false) }
        server.clock.advance(by: .seconds(1))
        for user in users { try await server.call("\(Self.users)/\(calls[1])", user) }
        for token in before { #expect(try await server.introspect(token, by: api).json["active"] == false) }
        let fresh = try await server.accessToken(machines[0], scope: scope)
        #expect(try await server.introspect(fresh, by: api).json["active"] == true)
    }

    /// Asks for tokens until none is given. The clock moves, as it does in life. Issuing one never waits, so each round
    /// makes room for the other tasks.
    private static func issue(
        _ server: TestServer, _ machine: TestServer.TestMachine, _ scope: String,
        to tokens: AsyncStream<String>.Continuation
    ) async throws {
        while true {
            let response = try await server.token(machine, scope: scope)
            guard response.status == .ok else { return }
            tokens.yield(try server.text(response.json, "access_token"))
            server.clock.advance(by: .milliseconds(1))
            await Task.yield()
        }
    }

    @Test func `when a revocation has returned, the token is active nowhere`() async throws {
        let machine = try await server.addMachine("svc")
        let api = try await server.addAPI("api", project: try await server.addProject("p"))
        let scope = "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let token = try await server.accessToken(machine, scope: scope)
                    let response = try await server.post(
                        "/oauth/v2/revoke", [("token", token)], authorization: api.authorization)
                    #expect(response.status == .ok)
                    #expect(try await server.introspect(token, by: api).json["active"] == false)
                }
            }
            try await group.waitForAll()
        }
    }
}
