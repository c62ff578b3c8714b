internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Faults: PostgreSQL", .serialized, .enabled(if: FaultPlan.isAsked))
struct PostgresFaultTests {
    @Test(arguments: [("stopped", SIGINT), ("killed", SIGKILL)])
    func `while the server is away the service says so, and goes on by itself when it is back`(
        what: String, signal: Int32
    ) async throws {
        let cluster = try await PostgresCluster()
        let run = try await FaultRun(url: cluster.url)
        var longest = Duration.zero
        for _ in 0..<FaultPlan.current.serverFaults {
            try await run.underLoad {
                try await run.someTime()
                await cluster.end(signal)
                try await Self.expectUnavailable(run)
                try await run.someTime()
                try await cluster.start()
                let pause = try await run.wait { (try? $0.send("GET", "/debug/ready").status) == 200 }
                longest = max(longest, pause)
                try await run.someTime()
            }
            try await run.verify()
        }
        run.report("PostgreSQL \(what)")
        FaultReport.line("PostgreSQL \(what)", "ready again after \(longest) at most")
    }

    @Test func `the death of one of the server's processes costs its connections, and nothing else`() async throws {
        let cluster = try await PostgresCluster()
        let run = try await FaultRun(url: cluster.url)
        for _ in 0..<FaultPlan.current.serverFaults {
            try await run.underLoad {
                try await run.someTime()
                try cluster.killOneBackend()
                try await run.wait { (try? $0.send("GET", "/debug/ready").status) == 200 }
                try await run.someTime()
            }
            try await run.verify()
        }
        run.report("PostgreSQL backend killed")
    }

    /// Every endpoint that needs the store is unavailable for the moment; none says that it did something, or that a
    /// token is inactive. When the server's first process was killed the others serve on until they notice.
    private static func expectUnavailable(_ run: FaultRun) async throws {
        var passes = 0
        try await run.wait { client in
            // Nothing answers in a better way once the last connection is gone.
            passes = statuses(client, run).allSatisfy { $0 == 503 } ? passes + 1 : 0
            return passes == 3
        }
        #expect(try run.client.send("GET", "/debug/healthz").status == 200)
    }

    private static func statuses(_ client: KeepAliveClient, _ run: FaultRun) -> [Int?] {
        let machine = run.world.machines[0]
        let token = run.ledger.liveTokens.first?.text ?? "none"
        let answers = [
            try? client.introspect(token, run.world), try? client.token(machine, run.world),
            try? client.createUser("x", run.world), try? client.send("GET", "/debug/ready"),
        ]
        for answer in answers.prefix(3) where answer?.status == 503 { #expect(answer?.asksToWait == true) }
        return answers.map { $0?.status }
    }
}
