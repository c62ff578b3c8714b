internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Limits of size: the bodies of a loop", .timeLimit(.minutes(15)))
struct BodyBudgetTests {
    enum Framing: CaseIterable {
        case length, chunked

        /// A message with a large body, but for its last piece.
        func beginning(_ path: String = "/echo") -> String {
            let head = "POST \(path) HTTP/1.1\r\nHost: a\r\n"
            let piece = String(repeating: "a", count: 100_000)
            return switch self {
            case .length: head + "Content-Length: 400001\r\n\r\n" + String(repeating: piece, count: 4)
            case .chunked:
                head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: "186A0\r\n\(piece)\r\n", count: 4)
            }
        }

        var end: String { self == .length ? "a" : "1\r\na\r\n0\r\n\r\n" }
    }

    private let metrics = Metrics()

    private var held: Double {
        get throws { try #require(try PrometheusText(parsing: metrics.text).value("alcazar_http_body_bytes")) }
    }

    /// - Parameter bodies: for how many of the large bodies there is room.
    private func serve(
        _ routes: [Route] = [], roomFor bodies: Int, _ configure: (inout HTTPConfiguration) -> Void = { _ in },
        _ body: (ListenAddress) async throws -> Void
    ) async throws {
        try await RunningServer.with(
            routes, metrics: metrics,
            configure: {
                $0.limits.bodyBytes = 410_000
                $0.limits.bodyBytesPerLoop = bodies * 410_000
                $0.timeouts.linger = .seconds(10)
                configure(&$0)
            }
        ) { address, _ in try await body(address) }
        #expect(try held == 0)
    }

    /// A connection whose body is all there but for its last piece.
    private func hold(_ framing: Framing, at address: ListenAddress) async throws -> RawClient {
        let before = try held
        let client = try await RawClient.connect(to: address)
        try await client.send(framing.beginning())
        // All but the part of each body that does not count.
        while try held < before + 400_000 - 65536 { try await Task.sleep(for: .milliseconds(10)) }
        return client
    }

    @Test(arguments: Framing.allCases)
    func `a body for which there is no room is refused, until another one is answered`(framing: Framing) async throws {
        try await serve(roomFor: 2) { address in
            let holders = [try await hold(.length, at: address), try await hold(.chunked, at: address)]
            for _ in 0..<3 {
                let late = try await RawClient.connect(to: address)
                // The refusal may come before everything was sent.
                try? await late.send(framing.beginning() + framing.end)
                let refusal = RawResponse.parse(try await late.readToEnd())
                #expect(refusal.map(\.status) == [503])
                #expect(refusal.first?.field("Retry-After") == "1")
                #expect(refusal.first?.field("Connection") == "close")
            }
            try await holders[0].send(Framing.length.end)
            #expect(try await holders[0].responses(1).first?.body.count == 400_001)
            let next = try await hold(framing, at: address)
            try await next.send(framing.end)
            #expect(try await next.responses(1).first?.body.count == 400_001)
            try await holders[1].send(Framing.chunked.end)
            #expect(try await holders[1].responses(1).first?.body.count == 400_001)
        }
    }

    @Test func `who fills it keeps nobody from sending a form`() async throws {
        try await serve(roomFor: 1) { address in
            let holder = try await hold(.length, at: address)
            for count in [0, 1, 65000] {
                let text = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(count)\r\n\r\n"
                let small = try await RawClient.connect(to: address)
                try await small.send(text + String(repeating: "b", count: count))
                #expect(try await small.responses(1).first?.body.count == count)
            }
            try await holder.send(Framing.length.end)
            #expect(try await holder.responses(1).map(\.status) == [200])
        }
    }

    @Test func `a body of the greatest size is served however little a loop may hold`() async throws {
        try await serve(roomFor: 0) { address in
            let client = try await RawClient.connect(to: address)
            try await client.send(Framing.length.beginning() + Framing.length.end)
            #expect(try await client.responses(1).map(\.status) == [200])
        }
    }

    @Test func `bodies that follow each other on a connection need the room of one`() async throws {
        try await serve(roomFor: 1) { address in
            let small = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
            let large = Framing.allCases.map { $0.beginning() + $0.end }.joined(separator: small)
            let responses = try await RunningServer.exchange(address, large + small + large)
            #expect(responses.map(\.body.count) == [400_001, 4, 400_001, 4, 400_001, 4, 400_001])
        }
    }

    // MARK: - However it ends

    @Test(arguments: Framing.allCases)
    func `a client that goes away gives back what it held`(framing: Framing) async throws {
        try await serve(roomFor: 1) { address in
            for _ in 0..<3 {
                let client = try await hold(framing, at: address)
                client.finish()
                #expect(RawResponse.parse(try await client.readToEnd()).map(\.status) == [400])
                #expect(try await eventually { try held == 0 })
            }
            for _ in 0..<3 {
                try await hold(framing, at: address).resetWhenClosed()
                #expect(try await eventually { try held == 0 })
            }
        }
    }

    @Test(arguments: Framing.allCases)
    func `a body that does not come to an end gives back what it held`(framing: Framing) async throws {
        try await serve(roomFor: 1, { $0.timeouts.body = .milliseconds(300) }) { address in
            for _ in 0..<3 {
                let client = try await RawClient.connect(to: address)
                try? await client.send(framing.beginning())  // The time may run out before.
                #expect(RawResponse.parse(try await client.readToEnd()).map(\.status) == [408])
            }
        }
    }

    @Test(arguments: [("x", 400), ("5000\r\n", 413)])
    func `a body that turns out wrong gives back what it held`(rest: String, status: Int) async throws {
        try await serve(roomFor: 1) { address in
            for _ in 0..<3 {
                let client = try await hold(.chunked, at: address)
                try await client.send(rest + "\r\n")
                #expect(RawResponse.parse(try await client.readToEnd()).map(\.status) == [status])
            }
        }
    }

    @Test func `a handler that takes too long holds its body no longer than it runs`() async throws {
        let slow = Route(.post, "/slow", "slow") { _ in
            // It ends by being cancelled.
            try? await Task.sleep(for: .seconds(60))
            return .text(.ok, "late")
        }
        try await serve([slow], roomFor: 1, { $0.timeouts.request = .milliseconds(500) }) { address in
            for _ in 0..<3 {
                let client = try await RawClient.connect(to: address)
                try? await client.send(Framing.length.beginning("/slow") + Framing.length.end)
                let statuses = RawResponse.parse(try await client.readToEnd()).map(\.status)
                #expect(statuses == [] || statuses == [408])
                #expect(try await eventually { try held == 0 })
            }
        }
    }
}
