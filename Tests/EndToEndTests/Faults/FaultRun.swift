internal import Foundation
internal import Testing

/// A service under load that meets faults, and what came of them.
final class FaultRun {
    let ledger = Ledger()
    let world: LoadWorld
    let url: String
    private(set) var alcazar: AlcazarProcess
    private(set) var findings = StoreAudit.Findings()
    private(set) var faults = 0
    private let settings: [String: String]

    /// - Parameter url: of the store; by default an SQLite file in the service's folder.
    init(url: String? = nil, settings: [String: String] = [:], folder: String? = nil) async throws {
        var settings = LoadWorld.settings.merging(settings) { $1 }
        if let url { settings["ALCAZAR_DATABASE_URL"] = url }
        self.settings = settings
        alcazar = try AlcazarProcess(folder: folder, settings: settings)
        self.url = url ?? "sqlite:\(alcazar.folder)/alcazar.db"
        try await alcazar.start()
        world = try await LoadWorld(alcazar)
    }

    deinit {
        alcazar.end(SIGKILL)
        // Litter in the temporary directory fails no test.
        try? FileManager.default.removeItem(atPath: alcazar.folder)
    }

    var client: KeepAliveClient { KeepAliveClient(port: alcazar.port) }

    /// Runs the load while the body makes a fault happen and pass.
    func underLoad(_ body: () async throws -> Void) async throws {
        let load = Load(world, ledger, ports: [alcazar.port])
        load.start()
        do {
            try await body()
            faults += 1
        } catch {
            await load.stop()
            throw error
        }
        await load.stop()
    }

    /// The moment of a fault is what a test varies; it waits for nothing.
    func someTime() async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: 10...300)))
    }

    func kill() async {
        let alcazar = alcazar
        _ = await onThread { alcazar.end(SIGKILL) }
    }

    func start() async throws {
        alcazar = try AlcazarProcess(folder: alcazar.folder, port: alcazar.port, settings: settings)
        try await alcazar.start()
    }

    /// Asks until the answer is the expected one.
    /// - Returns: how long it took.
    @discardableResult
    func wait(
        _ limit: Duration = .seconds(15), until isRight: (KeepAliveClient) -> Bool,
        at place: SourceLocation = #_sourceLocation
    ) async throws -> Duration {
        let begin = ContinuousClock.now
        let client = client
        while !isRight(client) {
            try #require(begin.duration(to: .now) < limit, sourceLocation: place)
            try await Task.sleep(for: .milliseconds(5))
        }
        return begin.duration(to: .now)
    }

    /// Compares what clients were told with what the store has and the service answers.
    func verify(sample: Int = 50) async throws {
        let audit = try await StoreAudit(url: url)
        findings = try await audit.compare(with: ledger)
        await audit.close()
        for token in ledger.revokedTokens(sample: sample) where try await isActive(token) {
            ledger.count { $0.wronglyActive += 1 }
        }
        let live = ledger.liveTokens
        for _ in 0..<min(sample, live.count) {
            guard let token = live.randomElement() else { break }
            if try await !isActive(token) { ledger.count { $0.wronglyInactive += 1 } }
        }
        #expect(findings == StoreAudit.Findings())
        #expect(ledger.counts.wronglyActive == 0)
        #expect(ledger.counts.wronglyInactive == 0)
        #expect(ledger.counts.unexpected == [:])
        try #require(ledger.counts.unexpected.isEmpty && findings == StoreAudit.Findings())
    }

    /// What the service says of a token as soon as it says anything.
    private func isActive(_ token: Ledger.Token) async throws -> Bool {
        var isActive = false
        try await wait { client in
            guard let found = (try? client.introspect(token.text, world))?.isActive else { return false }
            isActive = found
            return true
        }
        return isActive
    }

    /// - Parameter title: what the faults were.
    func report(_ title: String) {
        #expect(ledger.counts.acknowledged > faults)
        FaultReport.line(title, faults: faults, ledger, findings)
    }
}
