package import Platform

/// A server that takes mail, and how it is spoken to.
package struct SMTPServer: Sendable {
    package enum Security: Sendable, Hashable {
        /// TLS from the first byte (RFC 8314 §3).
        case implicit
        /// `STARTTLS` (RFC 3207), without which nothing is sent.
        case startTLS
        /// TLS by either way, the first one first.
        case either
        /// In the clear: only where the operator says so.
        case none
    }

    package let host: String
    package let port: Int
    package let security: Security
    /// Empty for a server that takes mail from anybody.
    package let user: String
    package let password: Secret<String>

    package init(
        host: String, port: Int, security: Security, user: String = "", password: Secret<String> = Secret("")
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
    }

    /// - Parameters:
    ///   - address: `host:port`, an IPv6 address in brackets; the port is 587 with and 25 without TLS unless it is given.
    ///   - usesTLS: by the way that the port is known for, on other ports by either.
    /// - Returns: `nil` for what is no such address.
    package init?(address: String, usesTLS: Bool, user: String = "", password: Secret<String> = Secret("")) {
        guard let (host, port) = Self.parts(of: address) else { return nil }
        let number = port ?? (usesTLS ? 587 : 25)
        let security: Security =
            switch number {
            case _ where !usesTLS: .none
            case 465: .implicit
            case 25, 587, 2525: .startTLS
            default: .either
            }
        self.init(host: host, port: number, security: security, user: user, password: password)
    }

    private static func parts(of address: String) -> (host: String, port: Int?)? {
        let isBracketed = address.hasPrefix("[")
        let end = isBracketed ? address.firstIndex(of: "]") : address.lastIndex(of: ":") ?? address.endIndex
        guard let end else { return nil }
        let host = isBracketed ? address[..<end].dropFirst() : address[..<end]
        let rest = isBracketed ? address[end...].dropFirst() : address[end...]
        let isHost = host.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                || scalar == "-" || scalar == "." || (isBracketed && scalar == ":")
        }
        guard !host.isEmpty, isHost else { return nil }
        if rest.isEmpty { return (String(host), nil) }
        guard rest.first == ":", rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }),
            let port = Int(rest.dropFirst()), (1...65535).contains(port)
        else { return nil }
        return (String(host), port)
    }
}
