internal import Crypto

/// For whom credentials are made and used (WebAuthn Level 2 §4, "Relying Party"): an RP id and the origins that may use
/// it.
package struct RelyingParty: Sendable, Hashable {
    /// A host name in lower case.
    package let id: String
    /// Besides the scheme's own.
    package let extraPort: UInt16?

    /// - Parameter extraPort: the port of the public URL, where pages may be beside the scheme's own port.
    package init(id: String, extraPort: UInt16? = nil) {
        self.id = id
        self.extraPort = extraPort
    }

    /// SHA-256 of the id.
    var hash: [UInt8] { SHA256.digest(id.utf8) }

    /// Whether a page of this origin may use the credentials: its host is the id or a name below it, its scheme is https
    /// (http on `localhost` alone, which no network answers for), and its port is the scheme's own or the extra one.
    package func allows(_ origin: WebOrigin) -> Bool {
        guard origin.host == id || origin.host.hasSuffix(".\(id)") else { return false }
        guard origin.scheme == .https || origin.host == "localhost" else { return false }
        return origin.port == origin.scheme.port || origin.port == extraPort
    }
}
