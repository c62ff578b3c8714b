internal import HTTP
internal import Platform
internal import Synchronization
internal import Testing

@Suite("RFC 9112 §9: connections")
struct ConnectionTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `a connection serves one request after the other`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            for index in 0..<20 {
                try await client.send("GET /users/\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
                let response = try #require(try await client.responses(1).first)
                #expect(response.text == "\(index)")
                #expect(response.field("Connection") == nil)
            }
        }
    }

    @Test func `requests that were sent ahead are answered in their order`() async throws {
        try await RunningServer.with { address, _ in
            let requests = (0..<500).map { "GET /users/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let responses = try await RunningServer.exchange(address, requests)
            #expect(responses.map(\.text) == (0..<500).map { "\($0)" })
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "close", 1),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", "close", 1),
        ("GET / HTTP/1.0\r\n\r\n", "close", 1),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive", 2),
        ("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "close", 1),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", nil, 2),
    ])
    func `a connection lives on as the client asks`(request: String, connection: String?, answers: Int) async throws {
        try await RunningServer.with { address, _ in
            let responses = try await RunningServer.exchange(address, request + request)
            #expect(responses.count == answers)
            #expect(responses.first?.field("Connection") == connection)
        }
    }

    @Test func `a response carries date, length and protection against sniffing`() async throws {
        try await RunningServer.with { address, _ in
            let response = try #require(try await RunningServer.exchange(address, Self.get).first)
            let date = try #require(response.field("Date"))
            #expect(
                date.wholeMatch(of: /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/) != nil
            )
            #expect(response.field("Content-Length") == "4")
            #expect(response.field("X-Content-Type-Options") == "nosniff")
        }
    }

    @Test func `HEAD gets the fields of GET and no content`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            client.finish()
            let responses = RawResponse.parse(try await client.readToEnd(), toHead: true)
            #expect(responses.map(\.status) == [200, 200])
            #expect(responses.first?.field("Content-Length") == "4")
            #expect(responses.last?.field("Transfer-Encoding") == "chunked")
        }
    }

    @Test func `a response without content has no length`() async throws {
        try await RunningServer.with { address, _ in
            let response = try await RunningServer.exchange(address, "GET /empty HTTP/1.1\r\nHost: a\r\n\r\n").first
            #expect(response?.status == 204)
            #expect(response?.field("Content-Length") == nil)
        }
    }

    @Test func `a streamed response comes in chunks, and the connection goes on`() async throws {
        try await RunningServer.with { address, _ in
            let request = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n"
            let responses = try await RunningServer.exchange(address, request + Self.get)
            #expect(responses.map(\.text) == ["one two three", "root"])
        }
    }

    @Test func `a streamed response to an HTTP/1.0 client ends with the connection`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
            #expect(text.hasSuffix("\r\n\r\none two three"))
            #expect(text.contains("Connection: close"))
            #expect(!text.contains("Transfer-Encoding"))
        }
    }

    @Test func `a large response reaches a slow reader whole`() async throws {
        try await RunningServer.with { address, _ in
            let response = try await RunningServer.exchange(address, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n").first
            #expect(response?.body.count == 3_000_000)
        }
    }

    @Test func `a body in chunks that come one by one is put together`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            for piece in ["5\r", "\nhel", "lo\r\n", "1;x=y\r\n \r\n", "5\r\nworld\r\n0\r\nX: y\r\n", "\r\n"] {
                try await client.send(piece)
            }
            #expect(try await client.responses(1).first?.text == "hello world")
        }
    }

    @Test func `a body of the greatest size is served`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n")
            try await client.send([UInt8](repeating: 98, count: 4_194_304))
            #expect(try await client.responses(1).first?.body.count == 4_194_304)
        }
    }

    @Test func `a client that waits for a go-ahead gets it`() async throws {
        try await RunningServer.with { address, _ in
            let client = try await RawClient.connect(to: address)
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try await client.responses(1).map(\.status) == [100])
            try await client.send("ok")
            let response = try await client.responses(1).first
            #expect(response?.status == 200)
            #expect(response?.text == "ok")
        }
    }

    @Test func `the authority of an absolute target takes the place of Host`() async throws {
        try await RunningServer.with { address, _ in
            let request = "GET http://real.example:81/host HTTP/1.1\r\nHost: other.example\r\nX-A: b\r\n\r\n"
            let answer = try await RunningServer.exchange(address, request).first?.text
            #expect(answer == "real.example:81")
        }
    }

    @Test func `a local socket serves, is removed at the end, and a stale one is replaced`() async throws {
        let address = try #require(ListenAddress("unix:/tmp/alcazar-http-test-\(UInt64.random(in: 0...UInt64.max))"))
        for _ in 0..<2 {
            try await RunningServer.with(listen: address) { bound, server in
                let answer = try await RunningServer.exchange(bound, "GET /client HTTP/1.1\r\nHost: a\r\n\r\n").first?
                    .text
                #expect(answer == "unix false")
                let second = HTTPServer(
                    configuration: HTTPConfiguration(listen: [address]), router: RunningServer.router(), log: .none)
                await #expect(throws: HTTPServerError.self) { try await second.start() }
            }
            await #expect(throws: RawClient.Failure.self) { try await RawClient.connect(to: address) }
        }
    }

    @Test func `several loops share one port`() async throws {
        try await RunningServer.with(configure: { $0.eventLoops = 3 }) { address, _ in
            for _ in 0..<30 {
                let answer = try await RunningServer.exchange(address, Self.get).map(\.status)
                #expect(answer == [200])
            }
        }
    }

    @Test func `a taken address is an error with its name`() async throws {
        try await RunningServer.with { address, _ in
            // Without the option that shares a port, as another program would hold it.
            let taken = try #require(ListenAddress("203.0.113.1:\(address.port ?? 0)"))
            let server = HTTPServer(
                configuration: HTTPConfiguration(listen: [taken]), router: RunningServer.router(), log: .none)
            await #expect(throws: HTTPServerError.self) { try await server.start() }
        }
    }
}
