internal import FoundationEssentials
internal import Glibc
internal import TestSupport
internal import Testing

@Suite("The demo")
struct DemoTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a demo that is stopped while it starts leaves nothing behind`(signal: Int32) async throws {
        let directory = try TemporaryDirectory()
        let demo = try AlcazarProcess(
            settings: ["ALCAZAR_EXTERNAL_URL": "http://localhost", "TMPDIR": directory.path])
        try demo.launch(["demo"])
        while try left(in: directory).isEmpty, demo.isRunning { await Task.yield() }
        #expect(try !left(in: directory).isEmpty)
        #expect(demo.end(signal) == 0)
        #expect(try left(in: directory) == [])
    }

    private func left(in directory: TemporaryDirectory) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
    }
}
