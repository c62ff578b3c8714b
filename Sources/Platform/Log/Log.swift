/// One JSON object per line. What is logged are facts with names; secrets have no place here.
package struct Log: Sendable {
    package enum Level: String, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        package static func < (lhs: Level, rhs: Level) -> Bool {
            let order = Level.allCases
            return order.firstIndex(of: lhs) ?? 0 < order.firstIndex(of: rhs) ?? 0
        }
    }

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

    package func debug(_ message: StaticString, _ facts: KeyValuePairs<String, JSONValue> = [:]) {
        write(.debug, message, facts)
    }

    package func info(_ message: StaticString, _ facts: KeyValuePairs<String, JSONValue> = [:]) {
        write(.info, message, facts)
    }

    package func warning(_ message: StaticString, _ facts: KeyValuePairs<String, JSONValue> = [:]) {
        write(.warning, message, facts)
    }

    package func error(_ message: StaticString, _ facts: KeyValuePairs<String, JSONValue> = [:]) {
        write(.error, message, facts)
    }

    private func write(_ level: Level, _ message: StaticString, _ facts: KeyValuePairs<String, JSONValue>) {
        guard level >= minimum else { return }
        var line: JSONObject = [
            "time": .string(clock.now().rfc3339), "level": .string(level.rawValue),
            "message": .string(message.description),
        ]
        if let request = LogContext.current {
            line.append("requestId", .string(request.requestID))
            if let trace = request.traceID { line.append("traceId", .string(trace)) }
            if let route = request.route { line.append("route", .string(route)) }
        }
        for (name, value) in facts { line[name] = value }
        var writer = JSONWriter()
        writer.append(line)
        sink(writer.bytes + [0x0A])
    }
}

/// What every line of one request carries.
package struct LogContext: Sendable {
    @TaskLocal package static var current: LogContext?

    package let requestID: String
    package let traceID: String?
    package var route: String?

    package init(requestID: String, traceID: String? = nil, route: String? = nil) {
        self.requestID = requestID
        self.traceID = traceID
        self.route = route
    }
}
