internal import Foundation

/// How much the fault tests do: nothing with a plain `swift test`, because they take the whole machine, and other tests
/// measure time; a little with `make test` (`ALCAZAR_FAULTS=short`), much with `make faults` (`ALCAZAR_FAULTS=long`).
struct FaultPlan: Sendable {
    private static let asked = ProcessInfo.processInfo.environment["ALCAZAR_FAULTS"] ?? ""

    static let isAsked = !asked.isEmpty
    static let current = asked == "long" ? long : short

    /// How often the service is killed, on each engine.
    let kills: Int
    /// How often PostgreSQL is stopped and killed.
    let serverFaults: Int
    /// How often the disk fails, in each of its ways.
    let diskFaults: Int
    /// How often nodes start together on an empty store.
    let starts: Int
    let rollingRestarts: Int

    private static let short = FaultPlan(kills: 5, serverFaults: 2, diskFaults: 2, starts: 2, rollingRestarts: 1)
    private static let long = FaultPlan(kills: 200, serverFaults: 15, diskFaults: 12, starts: 5, rollingRestarts: 5)
}

/// The figures of a run, for people: on standard output, and in the file that `ALCAZAR_FAULTS_REPORT` names.
enum FaultReport {
    static func line(_ title: String, _ figures: String) {
        let line = "\(title): \(figures)\n"
        // Not by way of a buffer, which would go with a run that is given up.
        FileHandle.standardOutput.write(Data(line.utf8))
        guard let path = ProcessInfo.processInfo.environment["ALCAZAR_FAULTS_REPORT"] else { return }
        // A report that cannot be written is no fault of the service.
        let file = FileHandle(forWritingAtPath: path)
        _ = try? file?.seekToEnd()
        try? file?.write(contentsOf: Data(line.utf8))
    }

    static func line(_ title: String, faults: Int, _ ledger: Ledger, _ findings: StoreAudit.Findings) {
        let counts = ledger.counts
        line(
            title,
            "\(faults) faults, \(counts.acknowledged) changes acknowledged, \(findings.lost) lost, "
                + "\(findings.torn) torn, \(counts.introspected) introspections, \(counts.wronglyActive) wrongly active, "
                + "\(counts.wronglyInactive) wrongly inactive, \(counts.unavailable) answered 503, "
                + "\(counts.unanswered) unanswered")
    }
}
