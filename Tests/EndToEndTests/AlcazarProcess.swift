internal import Foundation
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

#if canImport(FoundationNetworking)
    internal import FoundationNetworking
#endif

/// The program as its users run it: a process with its own folder, spoken to over a socket.
final class AlcazarProcess: Sendable {
    let folder: String
    let port: Int
    private let environment: [String: String]
    private let process = Mutex<ChildProcess?>(nil)

    /// - Parameter folder: of an earlier process, to go on with its store.
    init(folder: String? = nil, port: Int? = nil, settings: [String: String] = [:]) throws {
        self.folder = folder ?? NSTemporaryDirectory() + "alcazar-e2e-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        // Below the ports that the system gives to clients, of which there are many while tests run.
        self.port = port ?? Int.random(in: 10000..<32000)
        environment = ["ALCAZAR_LISTEN": "127.0.0.1:\(self.port)", "ALCAZAR_EVENTLOOPS": "2"]
            .merging(settings) { $1 }
    }

    /// The program beside the test's own executable.
    private static var executable: String {
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "alcazar").path
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], in folder: String = NSTemporaryDirectory(), settings: [String: String] = [:]
    ) async throws -> (status: Int32, output: String, error: String) {
        try await ChildProcess.run(executable, arguments, environment: settings, in: folder)
    }

    /// Starts the program and does not wait.
    @discardableResult
    func launch(_ arguments: [String]) throws -> ChildProcess {
        let process = try ChildProcess(Self.executable, arguments, environment: environment, in: folder)
        self.process.withLock { $0 = process }
        return process
    }

    /// Starts the program and waits until it is ready.
    func start(_ arguments: [String] = ["serve"]) async throws {
        let process = try launch(arguments)
        for _ in 0..<600 {
            if await (try? get("/debug/ready"))?.status == 200 { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotReady(output: printed + process.error)
    }

    var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    /// What the program has written to standard output.
    var printed: String { process.withLock { $0?.output ?? "" } }

    /// The log, as far as it was read.
    var logged: String { process.withLock { $0?.error ?? "" } }

    /// - Returns: the exit code, once the process is gone.
    @discardableResult
    func end(_ signal: Int32) -> Int32 {
        guard let process = process.withLock({ $0 }) else { return 0 }
        process.signal(signal)
        return process.wait()
    }

    struct NotReady: Error {
        let output: String
    }

    struct Answer: Sendable {
        let status: Int
        let body: Data
        /// What the answer says of itself in `X-Request-Id`.
        let requestID: String?

        var json: JSONValue { get throws { try JSONValue(parsing: body) } }
    }

    func get(_ path: String, token: String? = nil, fields: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, body: nil, type: nil, token: token, fields: fields)
    }

    func call(_ method: String, _ message: JSONValue, token: String) async throws -> Answer {
        try await send("POST", "/\(method)", body: Data(message.utf8), type: "application/json", token: token)
    }

    func form(_ path: String, _ body: String) async throws -> Answer {
        try await send("POST", path, body: Data(body.utf8), type: "application/x-www-form-urlencoded", token: nil)
    }

    private func send(
        _ method: String, _ path: String, body: Data?, type: String?, token: String?, fields: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = method
        request.httpBody = body
        request.timeoutInterval = 10
        if let type { request.setValue(type, forHTTPHeaderField: "Content-Type") }
        for (name, value) in fields { request.setValue(value, forHTTPHeaderField: name) }
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = response as? HTTPURLResponse
        return Answer(
            status: answer?.statusCode ?? 0, body: data,
            requestID: answer?.value(forHTTPHeaderField: "X-Request-Id"))
    }
}
