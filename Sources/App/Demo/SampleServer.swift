internal import HTTP
internal import Platform

/// The sample application behind a socket of its own. It listens before it is registered, because the provider has to be
/// told its address.
struct SampleServer {
    let origin: String
    private let server: HTTPServer

    /// Where people find it, when that is free.
    private static let usualPort: UInt16 = 8090

    init(_ application: SampleApplication, log: Log) async throws {
        for port in [Self.usualPort, 0] {
            let listen = IPAddress("127.0.0.1").map { [ListenAddress.tcp($0, port: port)] } ?? []
            var configuration = HTTPConfiguration(listen: listen)
            // It is stopped when the demo is, and nobody waits for it.
            configuration.timeouts.drain = .milliseconds(500)
            let server = HTTPServer(configuration: configuration, router: application.router, log: log)
            do throws(HTTPServerError) {
                try await server.start()
            } catch {
                continue
            }
            guard let bound = server.addresses.first?.port else { continue }
            self.server = server
            origin = "http://localhost:\(bound)"
            return
        }
        throw StartError("no port is free for the sample application")
    }

    func stop() async {
        await server.shutdown()
    }
}
