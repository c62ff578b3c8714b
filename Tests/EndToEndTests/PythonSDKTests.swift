internal import Glibc
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ZITADEL's SDK for Python")
struct PythonSDKTests {
    /// A service that may ask identity providers on this machine.
    private static func start() async throws -> AlcazarProcess {
        let port = Int.random(in: 10000..<32000)
        let alcazar = try AlcazarProcess(
            port: port,
            settings: LifeTests.firstInstance.merging([
                "ALCAZAR_EXTERNAL_URL": "http://127.0.0.1:\(port)", "ALCAZAR_OUTBOUND_ALLOWEDHOSTS": "127.0.0.1",
            ]) { $1 })
        try await alcazar.start()
        return alcazar
    }

    @Test func `creates, gets, lists, updates and deletes, with each of its ways to authenticate`() async throws {
        let alcazar = try await Self.start()
        let result = try await ChildProcess.run(
            PythonEnvironment.interpreter(),
            [
                PythonEnvironment.path("sdk"), "http://127.0.0.1:\(alcazar.port)", "\(alcazar.folder)/root.pat",
                "\(alcazar.folder)/root.json",
            ])
        #expect(result.status == 0, "\(result.output)\n\(result.error)\n\(alcazar.logged)")
        #expect(
            result.output.split(separator: "\n").map(String.init)
                == ["authentication", "people", "machines", "projects", "sessions", "providers", "coverage"]
                .map { "\($0): passed" })
        #expect(alcazar.end(SIGTERM) == 0)
    }
}
