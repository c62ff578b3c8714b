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
}
