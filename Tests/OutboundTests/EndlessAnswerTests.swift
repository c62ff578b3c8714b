internal import Outbound
internal import Platform
internal import TestSupport
internal import Testing

/// A server of another program that does not stop. It ends with this object.
private final class RudeServer: Sendable {
    private let process: ChildProcess
    private let port: Int64

    init() async throws {
        let process = try await ChildProcess(
            PythonEnvironment.interpreter(), ["-B", Fixture.path("outbound/rude.py")])
        _ = await eventually { process.output.contains("\n") || !process.isRunning }
        let greeting = try JSONValue(parsing: process.output.utf8)
        port = try #require(greeting["port"]?.integerValue)
        self.process = process
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}

@Suite("Requests to other servers: answers without an end", .timeLimit(.minutes(5)))
struct EndlessAnswerTests {
    private static func failure(_ path: String, within time: Duration) async throws -> OutboundError {
        let server = try await RudeServer()
        var limits = HTTPClient.Limits()
        limits.total = time
        limits.bodyBytes = 100_000
        let client = HTTPClient(.open, connections: 1, limits: limits)
        let error = await #expect(throws: OutboundError.self) {
            try await client.send(WebRequest(.get, server.url(path)))
        }
        return try #require(error)
    }

    @Test(arguments: ["/fields", "/interim", "/trailers", "/body"])
    func `it is read up to a limit`(path: String) async throws {
        let error = try await Self.failure(path, within: .seconds(250))
        #expect(error.kind == .tooLarge)
    }

    @Test func `a field is read up to a limit`() async throws {
        // The library's own, with a number that its versions differ in.
        let error = try await Self.failure("/line", within: .seconds(250))
        #expect(error.code != 28, "\(error)")
    }

    @Test(arguments: ["/trickle", "/trickling-fields", "/silence"])
    func `it is read for so long`(path: String) async throws {
        let error = try await Self.failure(path, within: .seconds(2))
        #expect(error.kind == .interrupted)
        #expect(error.code == 28)
    }
}
