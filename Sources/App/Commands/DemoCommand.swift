internal import Crypto
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import Platform

/// `alcazar demo`: the real service on a store that is thrown away, filled with examples.
enum DemoCommand {
    /// - Parameter asJSON: prints one line for programs instead of commands for people.
    static func run(environment: [String: String], asJSON: Bool) async throws {
        // Before there is anything to tidy up: a demo that is stopped while it starts ends as any other.
        let signals = await ProcessSignals()
        let folder = FileManager.default.temporaryDirectory.appending(path: "alcazar-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { remove(folder) }
        var configuration = try Configuration(environment: environment)
        configuration.store.address = StoreAddress(sqlitePath: folder.appending(path: "demo.db").path)
        configuration.masterKey = .value(MasterKey.random().bytes)
        configuration.firstInstance.machine = .init(
            username: "demo-admin", name: "Demo administrator", tokenExpiry: .distantFuture)
        configuration.outbound.console = { Output.text($0.consoleText) }
        let log = Output.log(minimum: max(configuration.logLevel, .warning))
        let store = try await OpenStore(configuration, log: log)
        guard let token = try await store.setUpIfEmpty(configuration)?.machine?.personalAccessToken else {
            throw StartError("the demo's store is not empty")
        }
        let running = try await RunningService(configuration, store, log: log)
        let application = SampleApplication(issuer: configuration.externalURL)
        let sample = try await SampleServer(application, log: log)
        let demo = try await DemoData.create(
            running.service, administratorToken: token, folder: folder.path, externalURL: configuration.externalURL,
            sampleURL: sample.origin)
        application.open(
            with: SampleProvider(
                issuer: configuration.externalURL, client: demo.sample.client, origin: sample.origin, clock: .system))
        Output.text(asJSON ? demo.json.text + "\n" : demo.instructions)
        try await running.serve(until: signals)
        await sample.stop()
    }

    /// The store's connections take files of theirs away when they are released, on threads of their own. A removal that
    /// meets that fails, and is tried again.
    private static func remove(_ folder: URL) {
        for _ in 0..<100 where FileManager.default.fileExists(atPath: folder.path) {
            // A folder that stays behind after all holds nothing that anybody needs.
            try? FileManager.default.removeItem(at: folder)
        }
    }
}
