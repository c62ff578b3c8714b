internal import HTTP
internal import Platform
internal import Synchronization
internal import Testing

@Suite("Requests in the log")
struct RequestLogTests {
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let parent = "00-\(trace)-b7ad6b7169203331-01"

    private let recorder = Recorder()

    /// Keeps the lines of a log.
    private final class Recorder: Sendable {
        private let recorded = Mutex<[[UInt8]]>([])

        func log(_ minimum: Log.Level) -> Log {
            Log(minimum: minimum, sink: { line in self.recorded.withLock { $0.append(line) } })
        }

        var lines: [JSONValue] {
            get throws { try recorded.withLock { $0 }.map { try JSONValue(parsing: $0) } }
        }

        var text: String { recorded.withLock { $0 }.map { String(decoding: $0, as: UTF8.self) }.joined() }
    }

    private func lines(_ message: JSONValue) throws -> [JSONValue] {
        try recorder.lines.filter { $0["message"] == message }
    }

    @Test(arguments: [
        (["traceparent: \(parent)"], trace), (["Traceparent:  \(parent) "], trace), ([], nil),
        (["traceparent: \(parent)", "traceparent: \(parent)"], nil), (["traceparent: \(parent), \(parent)"], nil),
        (["traceparent: 00-\(trace.uppercased())-b7ad6b7169203331-01"], nil), (["traceparent:"], nil),
    ])
    func `a handler logs with request id, trace and route`(fields: [String], trace: String?) async throws {
        let log = recorder.log(.info)
        let route = Route(.get, "/log", "log") { _ in
            log.info("handled")
            return .empty(.noContent)
        }
        let head = (["GET /log HTTP/1.1", "Host: a"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
        let responses = try await RunningServer.with([route]) { address, _ in
            try await RunningServer.exchange(address, head + head)
        }
        let lines = try lines("handled")
        #expect(lines.map { $0["route"] } == ["log", "log"])
        #expect(lines.map { $0["traceId"]?.stringValue } == [trace, trace])
        #expect(lines.map { $0["spanId"]?.stringValue != nil } == [trace != nil, trace != nil])
        let ids = lines.compactMap { $0["requestId"]?.stringValue }
        #expect(ids == responses.compactMap { $0.field("X-Request-Id") })
        #expect(Set(ids).count == 2)
    }

    @Test func `every answer carries its request's id, also the one to what is no request`() async throws {
        let responses = try await RunningServer.with(log: recorder.log(.debug)) { address, _ in
            try await RunningServer.exchange(
                address,
                "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: mine\r\n\r\nGET /empty HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "GET /none HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n")
        }
        let ids = responses.compactMap { $0.field("X-Request-Id") }
        #expect(ids.count == 5)
        #expect(Set(ids).count == 5)
        #expect(ids.allSatisfy { $0.wholeMatch(of: #/[0-9a-z]{13}/#) != nil })
        let logged = try lines("request answered") + lines("a request was refused")
        #expect(logged.compactMap { $0["requestId"]?.stringValue } == ids)
    }

    @Test func `at level debug each request has one line, with nothing that was sent`() async throws {
        let route = Route(.get, "/who/{name}", "who") { _ in
            LogContext.identify(client: "c", user: "7")
            return .empty(.noContent)
        }
        try await RunningServer.with([route], log: recorder.log(.debug)) { address, _ in
            _ = try await RunningServer.exchange(
                address,
                "GET /who/s3cret?s3cret=s3cret HTTP/1.1\r\nHost: s3cret\r\nAuthorization: Bearer s3cret\r\n"
                    + "Cookie: s3cret\r\ntraceparent: s3cret\r\n\r\n"
                    + "S3CRET / HTTP/1.1\r\nHost: a\r\n\r\nGET /s3cret HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\ns3cret"
                    + "GET /s3cret s3cret\r\nHost: a\r\n\r\n")
        }
        let lines = try lines("request answered")
        #expect(lines.map { $0["level"] } == ["debug", "debug", "debug", "debug"])
        #expect(lines.map { $0["method"] } == ["GET", "other", "GET", "POST"])
        #expect(lines.map { $0["route"] } == ["who", "unmatched", "unmatched", "echo"])
        #expect(lines.map { $0["status"] } == [204, 405, 404, 200])
        #expect(lines.map { $0["address"] } == ["127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"])
        #expect(lines.allSatisfy { ($0["microseconds"]?.integerValue ?? -1) >= 0 })
        #expect(lines.map { $0["clientId"] } == ["c", nil, nil, nil])
        #expect(lines.map { $0["userId"] } == ["7", nil, nil, nil])
        #expect(try self.lines("a request was refused").count == 1)
        #expect(!recorder.text.lowercased().contains("s3cret"))
    }

    @Test func `at level info a request leaves no line`() async throws {
        try await RunningServer.with(log: recorder.log(.info)) { address, _ in
            _ = try await RunningServer.exchange(address, "GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n")
        }
        #expect(try recorder.lines.map { $0["message"] } == ["listening"])
    }
}
