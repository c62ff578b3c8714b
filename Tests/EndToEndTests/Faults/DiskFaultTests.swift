internal import Foundation
internal import TestSupport
internal import Testing

@Suite("Faults: the disk under SQLite", .serialized, .enabled(if: FaultPlan.isAsked))
struct DiskFaultTests {
    @Test(arguments: DiskShim.Fault.allCases)
    func `a disk that fails loses nothing that was acknowledged, and no restart is needed`(
        fault: DiskShim.Fault
    ) async throws {
        let disk = try await DiskShim()
        let run = try await FaultRun(settings: disk.settings)
        for round in 0..<FaultPlan.current.diskFaults {
            try await run.underLoad {
                try await run.someTime()
                try disk.set(fault)
                try await Self.expectNoChange(run, "\(fault.rawValue)-\(round)")
                try await run.someTime()
                // Now and then the fault ends with the process.
                if round % 2 == 1 { await run.kill() }
                try disk.set(nil)
                if round % 2 == 1 { try await run.start() }
                try await Self.expectChange(run, "\(fault.rawValue)-\(round)-after")
            }
            try await run.verify()
        }
        run.report("SQLite, disk: \(fault)")
    }

    @Test func `a file system without room loses nothing, and the service goes on when there is room`() async throws {
        guard let disk = try await SmallDisk(megabytes: 48) else {
            return FaultReport.line("SQLite, full file system", "not run, for lack of the right to mount")
        }
        let run = try await FaultRun(folder: disk.path)
        for round in 0..<FaultPlan.current.diskFaults {
            try await run.underLoad {
                try await run.someTime()
                try disk.fill()
                try await Self.expectNoChange(run, "full-\(round)", isStrict: false)
                try await run.someTime()
                if round % 2 == 1 { await run.kill() }
                try disk.empty()
                if round % 2 == 1 { try await run.start() }
                try await Self.expectChange(run, "full-\(round)-after")
            }
            try await run.verify()
        }
        run.report("SQLite, full file system")
    }

    /// Waits for the first change that fails. From then on nothing is said to be done, and what only reads goes on.
    /// - Parameter isStrict: where it is not, a small change may find room: then it has to be done as it says.
    private static func expectNoChange(_ run: FaultRun, _ name: String, isStrict: Bool = true) async throws {
        var number = 0
        try await run.wait { client in
            number += 1
            return (try? client.createUser("\(name)-\(number)", run.world).status) == 503
        }
        let client = run.client
        for (number, machine) in run.world.machines.enumerated() {
            let issued = try client.token(machine, run.world)
            let token = try #require(issued.text("access_token"), "\(issued.head)")
            let answer = try client.revoke(token, by: machine)
            if answer.status == 200, !isStrict {
                run.ledger.revoked(.init(text: token, machine: number))
                continue
            }
            #expect(answer.status == 503 && answer.asksToWait, "\(answer.head)")
            // It may be revoked or not; it must not be said to be.
            #expect(try client.introspect(token, run.world).status == 200)
        }
    }

    private static func expectChange(_ run: FaultRun, _ name: String) async throws {
        var number = 0
        try await run.wait { client in
            number += 1
            return (try? client.createUser("\(name)-\(number)", run.world).status) == 200
        }
    }
}
