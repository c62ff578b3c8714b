internal import Crypto
internal import Foundation
internal import Platform
internal import SQL
internal import TestSupport
internal import Testing

/// Three processes on one PostgreSQL. What one node answered holds at once on the others.
@Suite("Several nodes", .serialized, .enabled(if: FaultPlan.isAsked))
struct NodesTests {
    let group: NodeGroup
    let world: LoadWorld
    let clients: [KeepAliveClient]

    init() async throws {
        group = try await NodeGroup()
        world = try await LoadWorld(try group.first)
        clients = group.nodes.map { KeepAliveClient(port: $0.port) }
    }

    private func token(_ machine: Int, at node: Int) throws -> String {
        try #require(try clients[node].token(world.machines[machine], world).text("access_token"))
    }

    private func call(_ method: String, _ message: JSONValue, at node: Int) throws -> KeepAliveClient.Answer {
        let answer = try clients[node].send(
            "POST", "/zitadel.\(method)", authorization: "Bearer \(world.administratorToken)", body: message.text)
        try #require(answer.status == 200, "\(method): \(String(decoding: answer.body, as: UTF8.self))")
        return answer
    }

    @Test(arguments: [0, 3])
    func `what one node says counts on the others with their next request`(machine: Int) throws {
        defer { group.end() }
        for round in 0..<20 {
            let (a, b, c) = (round % 3, (round + 1) % 3, (round + 2) % 3)
            let user: JSONValue = ["userId": .string(world.machines[machine].id)]
            let first = try token(machine, at: a)
            #expect(try clients[b].introspect(first, world).isActive == true)
            #expect(try clients[c].introspect(first, world).isActive == true)

            #expect(try clients[a].revoke(first, by: world.machines[machine]).status == 200)
            #expect(try clients[b].introspect(first, world).isActive == false)
            #expect(try clients[c].introspect(first, world).isActive == false)

            let second = try token(machine, at: c)
            #expect(try clients[a].introspect(second, world).isActive == true)
            _ = try call("user.v2.UserService/DeactivateUser", user, at: b)
            #expect(try clients[a].introspect(second, world).isActive == false)
            #expect(try clients[c].introspect(second, world).isActive == false)
            #expect(try clients[a].token(world.machines[machine], world).status != 200)
            _ = try call("user.v2.UserService/ReactivateUser", user, at: c)
            #expect(try clients[a].introspect(second, world).isActive == false)
            let third = try token(machine, at: a)
            #expect(try clients[b].introspect(third, world).isActive == true)
        }
    }

    @Test func `of fifty uses of one assertion over three nodes exactly one wins`() async throws {
        defer { group.end() }
        let file = try String(contentsOfFile: "\(try group.first.folder)/root.json", encoding: .utf8)
        let key = try TestKey(file: JSONValue(parsing: Array(file.utf8)))
        for round in 0..<3 {
            let assertion = try key.assertion(at: WallClock.system.now(), changing: ["jti": .string("once-\(round)")])
            let form =
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&scope=openid&assertion=\(assertion)"
            let statuses = await withTaskGroup(of: Int.self) { tasks in
                for number in 0..<50 {
                    let port = group.nodes[number % 3].port
                    tasks.addTask {
                        await onThread {
                            let answer = try? KeepAliveClient(port: port).send(
                                "POST", "/oauth/v2/token", type: "application/x-www-form-urlencoded", body: form)
                            return answer?.status ?? 0
                        }
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } == 1, "\(statuses)")
            #expect(statuses.count { $0 == 400 } == 49, "\(statuses)")
        }
    }

    @Test func `a key that one node activates is served and used by the others within a second`() throws {
        defer { group.end() }
        for round in 0..<3 {
            // All nodes know the keys of now.
            for client in clients { #expect(try client.send("GET", "/oauth/v2/keys").status == 200) }
            let created = try call("webkey.v2.WebKeyService/CreateWebKey", ["ed25519": [:]], at: round)
            let id = try #require(created.text("id"))
            _ = try call("webkey.v2.WebKeyService/ActivateWebKey", ["id": .string(id)], at: round)
            let begin = ContinuousClock.now
            // A token of the new key is known everywhere at once.
            let token = try token(3, at: round)
            for client in clients { #expect(try client.introspect(token, world).isActive == true) }
            for other in [(round + 1) % 3, (round + 2) % 3] {
                while true {
                    let age = begin.duration(to: .now)
                    let published = try clients[other].send("GET", "/oauth/v2/keys")
                    let signed = try self.token(3, at: other)
                    let isServed = String(decoding: published.body, as: UTF8.self).contains("\"\(id)\"")
                    if isServed, try keyID(of: signed) == id { break }
                    // Asked a second after the answer at the latest, a node knows.
                    try #require(age < .seconds(1))
                    usleep(10_000)
                }
            }
        }
    }

    private func keyID(of token: String) throws -> String? {
        let header = try #require(Base64URL.decode(String(token.prefix { $0 != "." })))
        return try JSONValue(parsing: header)["kid"]?.stringValue
    }

    @Test func `nodes that start at once set the store up once, and have numbers of their own`() async throws {
        group.end()
        for _ in 0..<FaultPlan.current.starts {
            let group = try await NodeGroup(4)
            defer { group.end() }
            #expect(group.nodes.count { $0.printed.contains("The store was set up.") } == 1)
            let audit = try await StoreAudit(url: group.url)
            #expect(try await audit.column("SELECT name AS value FROM organizations") == ["ZITADEL"])
            #expect(try await audit.column("SELECT username AS value FROM users WHERE type = 'human'").count == 1)
            #expect(try await audit.column("SELECT id AS value FROM web_keys WHERE state = 'active'").count == 1)
            #expect(try await audit.column("SELECT CAST(value AS TEXT) AS value FROM counters") == ["4"])
            await audit.close()
            let world = try await LoadWorld(try group.first)
            for node in group.nodes {
                let answer = try KeepAliveClient(port: node.port).token(world.machines[0], world)
                #expect(answer.status == 200)
            }
        }
    }

    @Test func `a rolling restart under load fails no request`() async throws {
        defer { group.end() }
        let ledger = RollingLedger()
        let clients = RollingLoad(world, ledger, ports: group.nodes.map(\.port))
        clients.start(6)
        for _ in 0..<FaultPlan.current.rollingRestarts {
            for node in group.nodes {
                #expect(await onThread { node.end(SIGTERM) } == 0)
                try await node.start()
            }
        }
        await clients.stop()
        let counts = ledger.counts
        FaultReport.line("rolling restart", "\(counts)")
        #expect(counts.failed == [:])
        #expect(counts.answered > 100)
    }
}

/// Blocking work beside the tests' own threads.
func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in
        let thread = Thread { continuation.resume(returning: body()) }
        thread.start()
    }
}
