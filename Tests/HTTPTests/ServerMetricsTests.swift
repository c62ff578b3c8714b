internal import HTTP
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("What a server counts")
struct ServerMetricsTests {
    private static let duration = "alcazar_http_request_duration_seconds"
    private let metrics = Metrics()

    private var read: PrometheusText {
        get throws { try PrometheusText(parsing: metrics.text) }
    }

    private func requests(_ route: String, _ status: String) throws -> Double? {
        try read.value("\(Self.duration)_count", ["route": route, "status": status])
    }

    @Test func `each answer counts once, under the name of its route and its status`() async throws {
        try await RunningServer.with(metrics: metrics, configure: { $0.eventLoops = 2 }) { address, _ in
            let requests =
                "GET /users/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n"
                + "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n\r\n"
            for _ in 0..<5 { _ = try await RunningServer.exchange(address, requests) }
        }
        #expect(try requests("user", "200") == 5)
        #expect(try requests("unmatched", "404") == 5)
        #expect(try requests("options", "204") == 5)
        #expect(try requests("refused", "400") == 5)
        #expect(try read.samples("\(Self.duration)_count").count == 4)
        #expect(try read.value("alcazar_http_connections_accepted_total") == 5)
        #expect(try #require(try read.value("\(Self.duration)_sum", ["route": "user"])) > 0)
    }

    @Test func `labels are words of the program, whatever is sent`() async throws {
        try await RunningServer.with(metrics: metrics) { address, _ in
            for line in [
                "GET /users/\"} HTTP/1.1", "GET /s3cret HTTP/1.1", "S3CRET / HTTP/1.1", "GET /?s3cret HTTP/1.1",
                "GET / HTTP/9.9", "s3cret",
            ] {
                _ = try await RunningServer.exchange(address, "\(line)\r\nHost: s3cret\r\n\r\n")
            }
        }
        let names = RunningServer.routes.map(\.name) + ["options", "unmatched", "refused"]
        let text = try read
        #expect(text.values(of: "route", in: "\(Self.duration)_count").isSubset(of: names))
        #expect(text.values(of: "loop", in: "alcazar_event_loop_turn_duration_seconds_count") == ["0"])
        #expect(!metrics.text.lowercased().contains("s3cret"))
    }

    @Test func `a duration lies in the bucket that it belongs to`() async throws {
        let slow = Route(.get, "/slow", "slow") { _ in
            // A handler that has to wait, by the only clock there is.
            try? await Task.sleep(for: .milliseconds(30))
            return .empty(.noContent)
        }
        try await RunningServer.with([slow], metrics: metrics) { address, _ in
            _ = try await RunningServer.exchange(address, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        let text = try read
        #expect(text.value("\(Self.duration)_bucket", ["route": "slow", "le": "0.025"]) == 0)
        #expect(text.value("\(Self.duration)_bucket", ["route": "slow", "le": "10"]) == 1)
        #expect(try #require(text.value("\(Self.duration)_sum", ["route": "slow"])) >= 0.03)
    }

    @Test func `connections and requests are counted while they last`() async throws {
        let entered = AsyncStream<Void>.makeStream()
        let leave = AsyncStream<Void>.makeStream()
        let route = Route(.get, "/held", "held") { _ in
            entered.continuation.yield()
            for await _ in leave.stream { break }
            return .empty(.noContent)
        }
        try await RunningServer.with([route], metrics: metrics) { address, _ in
            let idle = try await RawClient.connect(to: address)
            try await idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await idle.responses(1)
            let busy = try await RawClient.connect(to: address)
            try await busy.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")
            for await _ in entered.stream { break }
            #expect(try read.value("alcazar_http_connections") == 2)
            #expect(try read.value("alcazar_http_requests_in_flight") == 1)
            leave.continuation.yield()
            #expect(try await busy.responses(1).first?.status == 204)
        }
        #expect(try read.value("alcazar_http_connections") == 0)
        #expect(try read.value("alcazar_http_requests_in_flight") == 0)
    }

    @Test func `a connection over the limit is counted`() async throws {
        try await RunningServer.with(metrics: metrics, configure: { $0.limits.connectionsPerLoop = 1 }) { address, _ in
            let first = try await RawClient.connect(to: address)
            try await first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await first.responses(1)
            let second = try await RawClient.connect(to: address)
            _ = try? await second.readToEnd()  // The server may have reset it.
            #expect(try read.value("alcazar_http_connections_refused_total") == 1)
        }
    }

    @Test func `a loop that is held up shows it`() async throws {
        let blocking = Route(.get, "/block", "block") { _ in
            let watch = Stopwatch()
            while watch.nanoseconds < 60_000_000 {}
            return .empty(.noContent)
        }
        try await RunningServer.with([blocking], metrics: metrics) { address, _ in
            _ = try await RunningServer.exchange(address, "GET /block HTTP/1.1\r\nHost: a\r\n\r\n")
        }
        let text = try read
        let name = "alcazar_event_loop_turn_duration_seconds"
        let all = try #require(text.value("\(name)_count"))
        #expect(try #require(text.value("\(name)_bucket", ["le": "0.05"])) < all)
        #expect(try #require(text.value("\(name)_sum")) >= 0.06)
    }
}
