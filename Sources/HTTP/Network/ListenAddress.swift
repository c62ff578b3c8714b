internal import CLinux

/// Where a server listens.
package enum ListenAddress: Sendable, Hashable {
    /// Port 0 lets the system choose one.
    case tcp(IPAddress, port: UInt16)
    case unix(path: String)

    /// `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` (the IPv4 loopback), `:8080` (all IPv4 addresses) or
    /// `unix:PATH`. `nil` for anything else: names are not resolved.
    package init?(_ text: some StringProtocol) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard !path.isEmpty, path.utf8.count < Self.longestPath, !path.utf8.contains(0) else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(HTTPCharacters.isDigit), let port = UInt16(digits) else {
            return nil
        }
        let host = text[..<colon]
        let address: IPAddress? =
            if host.isEmpty {
                IPAddress("0.0.0.0")
            } else if host == "localhost" {
                IPAddress("127.0.0.1")
            } else if host.hasPrefix("["), host.hasSuffix("]") {
                IPAddress(host.dropFirst().dropLast())
            } else {
                host.contains(":") ? nil : IPAddress(host)
            }
        guard let address else { return nil }
        self = .tcp(address, port: port)
    }

    private static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

    /// The port that was bound; `nil` for a local socket.
    package var port: UInt16? {
        if case .tcp(_, let port) = self { port } else { nil }
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let address, let port): address.isV4 ? "\(address):\(port)" : "[\(address)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
