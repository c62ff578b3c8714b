/// One JSON object per line. What is logged are facts with names; secrets have no place here.
package struct Log: Sendable {
    package enum Level: String, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        private var weight: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            case .error: 3
            }
        }

        package static func < (lhs: Level, rhs: Level) -> Bool { lhs.weight < rhs.weight }
    }

    /// Named values. A line that nobody wants does not even ask for them.
    package typealias Facts = KeyValuePairs<String, JSONValue>

    private let minimum: Level
    private let clock: WallClock
    private let sink: @Sendable ([UInt8]) -> Void

    /// - Parameter sink: receives one line with its line feed.
    package init(
        minimum: Level = .info, clock: WallClock = .system, sink: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.minimum = minimum
        self.clock = clock
        self.sink = sink
    }

    /// Drops everything: for tests that do not look at the log.
    package static let none = Log(minimum: .error, sink: { _ in })

    /// Whether lines of this level are kept.
    package func isWritten(_ level: Level) -> Bool { level >= minimum }

    package func debug(_ message: StaticString, _ facts: @autoclosure () -> Facts = [:]) {
        if isWritten(.debug) { write(.debug, message, facts()) }
    }

    package func info(_ message: StaticString, _ facts: @autoclosure () -> Facts = [:]) {
        if isWritten(.info) { write(.info, message, facts()) }
    }

    package func warning(_ message: StaticString, _ facts: @autoclosure () -> Facts = [:]) {
        if isWritten(.warning) { write(.warning, message, facts()) }
    }

    package func error(_ message: StaticString, _ facts: @autoclosure () -> Facts = [:]) {
        if isWritten(.error) { write(.error, message, facts()) }
    }

    private func write(_ level: Level, _ message: StaticString, _ facts: Facts) {
        var line: JSONObject = [
            "time": .string(clock.now().rfc3339), "level": .string(level.rawValue),
            "message": .string(message.description),
        ]
        LogContext.current?.append(to: &line)
        for (name, value) in facts { line[name] = value }
        var writer = JSONWriter()
        writer.append(line)
        sink(writer.bytes + [0x0A])
    }
}
