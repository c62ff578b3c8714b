internal import Synchronization

/// Keeps the log's lines, so that a test can look for what must, and what must never, stand in them.
package final class LogRecorder: Sendable {
    private let recorded = Mutex<[String]>([])

    package init() {}

    package func append(_ line: [UInt8]) {
        recorded.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    package var lines: [String] { recorded.withLock { $0 } }
    package var text: String { lines.joined() }
}
