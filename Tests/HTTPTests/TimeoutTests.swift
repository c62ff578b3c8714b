internal import HTTP
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Limits of time and number")
struct TimeoutTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `an idle connection is closed without a word`() async throws {
        try await RunningServer.with(configure: { $0.timeouts.idle = .milliseconds(500) }) { address, _ in
            let client = try await RawClient.connect(to: address)
            #expect(try await client.readToEnd().isEmpty)
            let used = try await RawClient.connect(to: address, sending: Self.get)
            #expect(RawResponse.parse(try await used.readToEnd()).map(\.status) == [200])
        }
    }

    @Test(arguments: ["G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX-A: "])
    func `fields that do not come to an end are answered with 408`(beginning: String) async throws {
        try await RunningServer.with(configure: { $0.timeouts.header = .milliseconds(80) }) { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send(beginning)
            #expect(RawResponse.parse(try await client.readToEnd()).map(\.status) == [408])
        }
    }

    @Test func `bytes that drip in do not extend the time`() async throws {
        try await RunningServer.with(configure: { $0.timeouts.header = .milliseconds(150) }) { address, _ in
            let client = try await RawClient.connect(to: address)
            let dripping = Task {
                try await client.send("GET / HTTP/1.1\r\n")
                while true {
                    try await Task.sleep(for: .milliseconds(10))
                    try await client.send("X-A: b\r\n")
                }
            }
            let statuses = RawResponse.parse(try await client.read { RawResponse.parse($0).count == 1 }).map(\.status)
            dripping.cancel()
            #expect(statuses == [408])
        }
    }

    @Test(arguments: ["Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n5\r\nabc"])
    func `a body that does not come is answered with 408`(rest: String) async throws {
        try await RunningServer.with(configure: { $0.timeouts.body = .milliseconds(80) }) { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\n" + rest)
            #expect(RawResponse.parse(try await client.readToEnd()).map(\.status) == [408])
        }
    }

    @Test func `a handler that takes too long is cancelled and its connection closed`() async throws {
        let wasCancelled = Mutex(false)
        let slow = Route(.get, "/slow", "slow") { _ in
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                wasCancelled.withLock { $0 = true }
            }
            return .text(.ok, "late")
        }
        try await RunningServer.with([slow], configure: { $0.timeouts.request = .milliseconds(80) }) { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.readToEnd().isEmpty)
        }
        #expect(wasCancelled.withLock { $0 })
    }

    @Test func `a reader that takes nothing is given up`() async throws {
        let ended = Mutex(false)
        let endless = Route(.get, "/endless", "endless") { _ in
            HTTPResponse(
                .ok,
                body: .stream { writer async throws(HTTPBodyWriter.Closed) in
                    defer { ended.withLock { $0 = true } }
                    let piece = [UInt8](repeating: 97, count: 1 << 20)
                    while true { try await writer.write(piece) }
                })
        }
        try await RunningServer.with([endless], configure: { $0.timeouts.request = .milliseconds(80) }) { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await client.read { $0.count > 1000 }
            #expect(await eventually { ended.withLock { $0 } })
        }
    }

    @Test func `a connection beyond the limit is told so and closed`() async throws {
        try await RunningServer.with(configure: { $0.limits.connectionsPerLoop = 2 }) { address, _ in
            let first = try await RawClient.connect(to: address)
            let second = try await RawClient.connect(to: address)
            for client in [first, second] {
                try await client.send(Self.get)
                #expect(try await client.responses(1).map(\.status) == [200])
            }
            let third = try await RawClient.connect(to: address)
            let responses = RawResponse.parse(try await third.readToEnd())
            #expect(responses.map(\.status) == [503])
            #expect(responses.first?.field("Connection") == "close")
            #expect(responses.first?.field("Retry-After") != nil)
        }
    }

    @Test func `one address has no more connections than it may, and gets them back`() async throws {
        try await RunningServer.with(configure: {
            $0.limits.connectionsPerAddress = 1
            $0.eventLoops = 2
        }) { address, _ in
            for _ in 0..<3 {
                let first = try await RawClient.connect(to: address)
                try await first.send(Self.get)
                #expect(try await first.responses(1).map(\.status) == [200])
                let second = try await RawClient.connect(to: address)
                #expect(RawResponse.parse(try await second.readToEnd()).map(\.status) == [503])
                first.finish()
                #expect(try await first.readToEnd().isEmpty)
            }
        }
    }
}
