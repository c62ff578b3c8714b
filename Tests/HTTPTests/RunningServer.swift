internal import HTTP
internal import Platform
internal import TLS
internal import Testing

/// A server on a port of the system's choice, with a few routes.
enum RunningServer {
    static let routes: [Route] = [
        Route(.get, "/", "root") { _ in .text(.ok, "root") },
        Route(.post, "/echo", "echo") { request in HTTPResponse(.ok, body: .bytes(request.body)) },
        Route(.get, "/users/{id}", "user") { request in .text(.ok, request.parameters["id"] ?? "none") },
        Route(.get, "/empty", "empty") { _ in .empty(.noContent) },
        Route(.get, "/large", "large") { _ in HTTPResponse(.ok, body: .bytes([UInt8](repeating: 97, count: 3_000_000)))
        },
        Route(.get, "/client", "client") { request in .text(.ok, "\(request.clientAddress) \(request.isSecure)") },
        Route(.get, "/host", "host") { request in .text(.ok, request.fields["Host"] ?? "none") },
        Route(.get, "/stream", "stream") { _ in
            HTTPResponse(
                .ok,
                body: .stream { writer async throws(HTTPBodyWriter.Closed) in
                    for piece in ["one ", "", "two ", "three"] { try await writer.write(piece) }
                })
        },
    ]

    static func router(_ more: [Route] = []) -> Router {
        Router(routes: routes + more) { _, allowed in .empty(allowed.isEmpty ? .notFound : .methodNotAllowed) }
    }

    /// Runs the body with a server and stops it afterwards.
    static func with<Value>(
        _ routes: [Route] = [], tls: TLSContext? = nil, listen: ListenAddress? = nil, log: Log = .none,
        metrics: Metrics = Metrics(), configure: (inout HTTPConfiguration) -> Void = { _ in },
        _ body: (ListenAddress, HTTPServer) async throws -> Value
    ) async throws -> Value {
        var configuration = HTTPConfiguration(listen: [try listen ?? #require(ListenAddress("127.0.0.1:0"))])
        configuration.timeouts.linger = .milliseconds(500)
        // Tests run by the thousand at once: the next step of one may come minutes later.
        configuration.timeouts.header = .minutes(10)
        configuration.timeouts.body = .minutes(10)
        configuration.timeouts.request = .minutes(10)
        configure(&configuration)
        let server = HTTPServer(
            configuration: configuration, router: router(routes), tls: tls, log: log, metrics: metrics)
        try await server.start()
        do {
            let value = try await body(#require(server.addresses.first), server)
            await server.shutdown()
            return value
        } catch {
            await server.shutdown()
            throw error
        }
    }

    /// Sends one text on a fresh connection, half-closes it and reads all responses.
    static func exchange(_ address: ListenAddress, _ text: String) async throws -> [RawResponse] {
        let client = try await RawClient.connect(to: address)
        try await client.send(text)
        client.finish()
        return RawResponse.parse(try await client.readToEnd())
    }
}
