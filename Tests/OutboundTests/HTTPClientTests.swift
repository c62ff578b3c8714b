internal import FoundationEssentials
internal import HTTP
internal import Outbound
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Requests to other servers")
struct HTTPClientTests {
    @Test func `a request arrives as it was sent and its answer comes back`() async throws {
        try await WebServer.with { server in
            var request = WebRequest(.post, server.url("/echo"), fields: [("X-Color", "red")], body: Array("säy".utf8))
            request.credentials = ("minnie", Secret("p:w"))
            let response = try await HTTPClient(.open, connections: 1).send(request)
            #expect(response.status == 201)
            let heard = try JSONValue(parsing: response.body)
            #expect(heard["body"] == "säy")
            #expect(heard["color"] == "red")
            #expect(heard["authorization"] == .string("Basic " + Base64.encode("minnie:p:w".utf8)))
        }
    }

    @Test(arguments: [200, 204, 302, 404, 500])
    func `any status is an answer, and no redirect is followed`(status: Int) async throws {
        try await WebServer.with { server in
            let response = try await HTTPClient(.open, connections: 1).send(
                WebRequest(.get, server.url("/status/\(status)")))
            #expect(response.status == status)
        }
    }

    @Test func `an answer that is too large ends the request`() async throws {
        try await WebServer.with { server in
            var limits = HTTPClient.Limits()
            limits.bodyBytes = 99_999
            let client = HTTPClient(.open, connections: 1, limits: limits)
            let error = await #expect(throws: OutboundError.self) {
                try await client.send(WebRequest(.get, server.url("/large")))
            }
            #expect(error?.kind == .tooLarge)
            limits.bodyBytes = 100_000
            let response = try await HTTPClient(.open, connections: 1, limits: limits).send(
                WebRequest(.get, server.url("/large")))
            #expect(response.body.count == 100_000)
        }
    }

    @Test func `a server that does not answer is not waited for`() async throws {
        try await WebServer.with { server in
            var limits = HTTPClient.Limits()
            limits.total = .milliseconds(300)
            let client = HTTPClient(.open, connections: 1, limits: limits)
            let error = await #expect(throws: OutboundError.self) {
                try await client.send(WebRequest(.post, server.url("/silent"), body: [1]))
            }
            #expect(error?.kind == .interrupted)
            #expect(error?.mayHaveArrived == true)
        }
    }

    private static func request(to url: String, within time: Duration) -> WebRequest {
        var request = WebRequest(.post, url, body: Array("x".utf8))
        request.deadline = .now + time
        return request
    }

    @Test func `an answer that is of no use any more is not waited for, nor asked for`() async throws {
        try await WebServer.with { server in
            let client = HTTPClient(.open, connections: 1)
            let late = Self.request(to: server.url("/echo"), within: .zero)
            let refused = await #expect(throws: OutboundError.self) { try await client.send(late) }
            #expect(refused?.kind == .interrupted && refused?.mayHaveArrived == false)
            #expect(server.bodies.value == 0)
            let short = Self.request(to: server.url("/silent"), within: .milliseconds(300))
            let given = await #expect(throws: OutboundError.self) { try await client.send(short) }
            #expect(given?.kind == .interrupted)
        }
    }

    @Test func `a body that may not be handed over does not arrive`() async throws {
        try await WebServer.with { server in
            let client = HTTPClient(.open, connections: 1)
            let error = await #expect(throws: OutboundError.self) {
                try await client.send(
                    WebRequest(.post, server.url("/echo"), body: Array("x".utf8)), handOver: HandOver { false })
            }
            #expect(error?.kind == .abandoned)
            #expect(error?.mayHaveArrived == false)
            #expect(server.bodies.value == 0)
        }
    }

    @Test(arguments: [
        ("X-A", "a\r\nX-B: b"), ("X-A", "a\nb"), ("X-A\r\nX-B", "b"), ("X A", "b"), ("", "b"), ("X-A", "\u{0}"),
    ])
    func `no header field makes another one`(name: String, value: String) async throws {
        await #expect(throws: OutboundError(.invalid)) {
            try await HTTPClient(.open, connections: 1).send(
                WebRequest(.get, "http://127.0.0.1:9/", fields: [(name, value)]))
        }
    }

    @Test(arguments: [
        "ftp://example.com/", "file:///etc/passwd", "gopher://127.0.0.1:25/", "http:///path", "//example.com/",
        "example.com",
        "http://user:secret@example.com/", "smtp://example.com", "dict://127.0.0.1:11211/stats",
    ])
    func `only plain web addresses are called`(url: String) async throws {
        await #expect(throws: OutboundError(.invalid)) {
            try await HTTPClient(.open, connections: 1).send(WebRequest(.get, url))
        }
    }
}

/// A server of this project on 127.0.0.1.
final class WebServer: Sendable {
    let port: Int
    /// Bodies that arrived whole.
    let bodies: Counter

    private init(port: Int, bodies: Counter) {
        self.port = port
        self.bodies = bodies
    }

    func url(_ path: String, host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

    /// Runs the body with a server and stops it afterwards.
    static func with(
        _ more: [Route] = [], _ body: (WebServer) async throws -> Void
    ) async throws {
        let bodies = Counter()
        let router = Router(routes: routes(bodies) + more) { _, _ in .empty(.notFound) }
        var configuration = HTTPConfiguration(listen: [try #require(ListenAddress("127.0.0.1:0"))])
        configuration.timeouts.linger = .milliseconds(200)
        configuration.timeouts.drain = .milliseconds(100)
        // Some tests are about those that do not answer.
        configuration.timeouts.request = .seconds(600)
        let server = HTTPServer(
            configuration: configuration, router: router, tls: nil, log: .none, metrics: Metrics())
        try await server.start()
        let address = try #require(server.addresses.first).description
        let port = try #require(Int(address.split(separator: ":").last ?? ""))
        do {
            try await body(WebServer(port: port, bodies: bodies))
            await server.shutdown()
        } catch {
            await server.shutdown()
            throw error
        }
    }

    private static func routes(_ bodies: Counter) -> [Route] {
        [
            Route(.post, "/echo", "echo") { request in
                bodies.increment()
                return .json(
                    .created,
                    [
                        "body": .string(String(decoding: request.body, as: UTF8.self)),
                        "color": .string(request.fields["X-Color"] ?? ""),
                        "authorization": .string(request.fields["Authorization"] ?? ""),
                    ] as JSONObject)
            },
            Route(.get, "/status/{code}", "status") { request in
                let code = Int(request.parameters["code"] ?? "") ?? 0
                return HTTPResponse(HTTPStatus(code), fields: ["Location": "http://127.0.0.1:9/elsewhere"])
            },
            Route(.get, "/to/{host}", "to") { request in
                let port = request.fields["Host"]?.split(separator: ":").last ?? ""
                let host = request.parameters["host"] ?? ""
                return HTTPResponse(
                    HTTPStatus(302), fields: ["Location": "http://\(host):\(port)/status/200"])
            },
            Route(.get, "/large", "large") { _ in
                HTTPResponse(.ok, body: .bytes([UInt8](repeating: 97, count: 100_000)))
            },
            Route(.post, "/silent", "silent") { _ in
                bodies.increment()
                // The server is stopped before this ends; then the sleep is cancelled.
                try? await Task.sleep(for: .seconds(20))
                return .empty(.ok)
            },
        ]
    }
}
