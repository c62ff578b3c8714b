internal import Platform
internal import Synchronization

/// Collects what is logged.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var log: Log {
        Log(sink: { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
    }
}
