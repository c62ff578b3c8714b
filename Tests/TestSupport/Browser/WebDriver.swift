internal import Glibc
internal import Platform

/// Debian's `chromedriver`, which speaks W3C WebDriver, on a port of its own choice. One serves all tests of a process.
final class WebDriver: Sendable {
    private let process: ChildProcess
    private let port: UInt16

    /// Started by the first test that needs a browser.
    static let shared = Task { try await WebDriver() }

    /// The driver outlives no test run, however that ends: a shell waits for this process to be gone. The browsers hang on
    /// pipes of the driver and go with it. Gentler signals may be blocked in what a test starts.
    private static let script = """
        chromedriver --port=0 & driver=$!
        tail --pid="$1" -f /dev/null
        kill -KILL "$driver"
        """

    private init() async throws {
        process = try ChildProcess("sh", ["-c", Self.script, "sh", "\(getpid())"])
        port = try await Self.port(of: process)
    }

    /// - Returns: the member `value` of the answer.
    /// - Throws: `WebDriverError` for what the driver refuses.
    func send(_ method: String, _ path: String, _ message: JSONValue? = nil) async throws -> JSONValue {
        let body = method == "POST" ? (message ?? [:]).utf8 : []
        let answer = try await DriverConnection.exchange(method, path, body, port: port)
        let limits = JSONLimits(depth: 64, elements: 1_000_000)
        let value = try JSONValue(parsing: answer.body, limits: limits)["value"] ?? .null
        guard answer.status == 200 else { throw WebDriverError(path: path, value) }
        return value
    }

    private static func port(of process: ChildProcess) async throws -> UInt16 {
        for _ in 0..<1000 where process.isRunning {
            if let match = process.output.firstMatch(of: #/started successfully on port (\d+)/#),
                let port = UInt16(match.1)
            {
                return port
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw WebDriverError(
            path: "chromedriver", kind: "not started",
            message: "chromium-driver is needed (.ci/setup test): \(process.error)")
    }
}

/// What the driver answers instead of a result (W3C WebDriver §6.6).
package struct WebDriverError: Error, CustomStringConvertible {
    let path: String
    /// Such as `no such element`.
    package let kind: String
    package let message: String

    init(path: String, kind: String = "unusable answer", message: String = "") {
        self.path = path
        self.kind = kind
        self.message = message
    }

    init(path: String, _ value: JSONValue) {
        self.init(
            path: path, kind: value["error"]?.stringValue ?? "unknown error",
            message: value["message"]?.stringValue ?? value.text)
    }

    package var description: String { "\(kind) at \(path): \(message)" }
}
