internal import HTTP
internal import Platform

/// `alcazar health`: for container health checks.
enum HealthCommand {
    /// - Parameter url: `http://ADDRESS:PORT` or `unix:PATH`; by default the first address that the settings listen on.
    static func run(url: String?, environment: [String: String]) async throws {
        let text = url.map { $0.hasPrefix("http://") ? String($0.dropFirst("http://".count)) : $0 }
        let address =
            if let text { ListenAddress(text.hasSuffix("/") ? String(text.dropLast()) : text) } else {
                try Configuration(environment: environment).http.listen.first
            }
        guard let address else { throw StartError("write http://127.0.0.1:8080 or unix:PATH") }
        let local = address.reachable
        guard HTTPProbe.status(of: "/debug/healthz", at: local) == 200 else {
            throw StartError("nobody answers at \(local)")
        }
        Output.line("ok")
    }
}

extension ListenAddress {
    /// A service that listens on all addresses is asked on the loopback.
    fileprivate var reachable: ListenAddress {
        switch description.split(separator: ":").first {
        case "0.0.0.0": ListenAddress("127.0.0.1:\(port ?? 0)") ?? self
        case "[" where description.hasPrefix("[::]"): ListenAddress("[::1]:\(port ?? 0)") ?? self
        default: self
        }
    }
}
