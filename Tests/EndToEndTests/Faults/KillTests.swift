internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Faults: the service is killed", .serialized, .enabled(if: FaultPlan.isAsked))
struct KillTests {
    @Test(arguments: StoreEngine.allCases)
    func `a service that is killed under load keeps what it acknowledged, whole`(engine: StoreEngine) async throws {
        let schema = engine == .postgres ? try await PostgresServer.shared.value.makeSchema() : nil
        let run = try await FaultRun(url: schema?.url)
        for _ in 0..<FaultPlan.current.kills {
            try await run.underLoad {
                try await run.someTime()
                await run.kill()
            }
            try await run.start()
            try await run.verify()
        }
        run.report("service killed, \(engine)")
    }
}
