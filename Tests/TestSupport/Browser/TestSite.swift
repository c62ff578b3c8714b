internal import App
package import HTTP
internal import Platform

/// Routes behind a real socket, for as long as a body runs.
package struct TestSite: Sendable {
    /// Where the browser finds it. `localhost` is a secure context, so that scripts may use passkeys.
    package let origin: String

    /// - Parameter port: 0 for one of the system's choice.
    package static func serve<Result: Sendable>(
        _ router: Router, port: UInt16 = 0, _ body: (TestSite) async throws -> Result
    ) async throws -> Result {
        guard let loopback = IPAddress("127.0.0.1") else { throw NotBound() }
        var configuration = HTTPConfiguration(listen: [.tcp(loopback, port: port)])
        // A browser keeps its connections, and nobody waits for it.
        configuration.timeouts.linger = .milliseconds(100)
        configuration.timeouts.drain = .milliseconds(100)
        // Some tests are about those that do not answer.
        configuration.timeouts.request = .seconds(600)
        let server = HTTPServer(configuration: configuration, router: router, log: .none)
        do throws(HTTPServerError) { try await server.start() } catch { throw NotBound() }
        do {
            guard let port = server.addresses.first?.port else { throw NotBound() }
            let result = try await body(TestSite(origin: "http://localhost:\(port)"))
            await server.shutdown()
            return result
        } catch {
            await server.shutdown()
            throw error
        }
    }

    /// - Parameter routes: everything else is not found.
    package static func serve<Result: Sendable>(
        _ routes: [Route], _ body: (TestSite) async throws -> Result
    ) async throws -> Result {
        let router = Router(routes: routes) { _, allowed in .empty(allowed.isEmpty ? .notFound : .methodNotAllowed) }
        return try await serve(router, body)
    }

    /// The port is taken, or there is none.
    package struct NotBound: Error {}
}

extension TestServer {
    /// A whole service that a browser can reach at its issuer.
    /// - Parameters:
    ///   - host: in the issuer. Browsers tell cookies of two hosts apart, and those of two ports not.
    ///   - allowedHosts: may be called although they are in a private network.
    package static func live<Result: Sendable>(
        clock: TestClock = TestClock(), host: String = "localhost", allowedHosts: Set<String> = [],
        _ body: (TestServer) async throws -> Result
    ) async throws -> Result {
        // The issuer is part of the service, so its port is chosen before it is bound; below those that clients get.
        for _ in 0..<20 {
            let port = UInt16.random(in: 10000..<32000)
            let server = try await TestServer(
                issuer: "http://\(host):\(port)", allowedHosts: allowedHosts, clock: clock)
            do {
                return try await TestSite.serve(server.service.router, port: port) { _ in try await body(server) }
            } catch is TestSite.NotBound {
                continue
            }
        }
        throw TestSite.NotBound()
    }
}
