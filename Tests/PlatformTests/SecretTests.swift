internal import Platform
internal import Synchronization
internal import Testing

@Suite("Secrets and the log")
struct SecretTests {
    @Test func `a secret does not show itself`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(describing: secret), String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.exposed == "hunter2")
    }

    @Test func `a line of the log is one JSON object with its facts`() throws {
        let lines = Mutex<[[UInt8]]>([])
        let clock = WallClock { Timestamp(seconds: 0) }
        let log = Log(minimum: .info, clock: clock, sink: { line in lines.withLock { $0.append(line) } })
        log.debug("too quiet")
        LogContext.$current.withValue(LogContext(requestID: "r1", route: "token")) {
            log.warning("refused", ["reason": "line\nfeed"])
        }
        let written = lines.withLock { $0 }
        #expect(written.count == 1)
        let line = try #require(written.first)
        #expect(line.last == 0x0A && line.count { $0 == 0x0A } == 1)
        let expected: JSONValue = [
            "time": "1970-01-01T00:00:00Z", "level": "warning", "message": "refused", "requestId": "r1",
            "route": "token", "reason": "line\nfeed",
        ]
        #expect(try JSONValue(parsing: line) == expected)
    }

    @Test func `a line of a request tells its trace, and who it came from since that is known`() throws {
        let lines = Mutex<[[UInt8]]>([])
        let log = Log(clock: WallClock { Timestamp(seconds: 0) }, sink: { line in lines.withLock { $0.append(line) } })
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        LogContext.$current.withValue(LogContext(requestID: "r1", trace: TraceParent(parent), route: "token")) {
            log.info("begun")
            LogContext.identify(client: "c")
            LogContext.identify(user: "1")
            log.info("known")
        }
        LogContext.identify(client: "nobody's")
        log.info("outside")
        let written = try lines.withLock { $0 }.map { try JSONValue(parsing: $0) }
        let common: JSONObject = [
            "time": "1970-01-01T00:00:00Z", "level": "info", "message": "begun", "requestId": "r1",
            "traceId": "0af7651916cd43dd8448eb211c80319c", "spanId": "b7ad6b7169203331", "route": "token",
        ]
        var known = common
        known["message"] = "known"
        known["clientId"] = "c"
        known["userId"] = "1"
        let outside: JSONObject = ["time": "1970-01-01T00:00:00Z", "level": "info", "message": "outside"]
        #expect(written == [.object(common), .object(known), .object(outside)])
    }

    @Test(arguments: Log.Level.allCases)
    func `a line below the level costs nothing, not even its facts`(minimum: Log.Level) {
        let written = Mutex<[String]>([])
        let asked = Mutex(0)
        let log = Log(minimum: minimum, sink: { _ in written.withLock { $0.append("") } })
        func fact() -> JSONValue {
            asked.withLock { $0 += 1 }
            return 1
        }
        log.debug("a", ["fact": fact()])
        log.info("a", ["fact": fact()])
        log.warning("a", ["fact": fact()])
        log.error("a", ["fact": fact()])
        let expected = [Log.Level.debug, .info, .warning, .error].filter { $0 >= minimum }.count
        #expect(written.withLock { $0.count } == expected)
        #expect(asked.withLock { $0 } == expected)
        #expect(log.isWritten(minimum))
    }
}
