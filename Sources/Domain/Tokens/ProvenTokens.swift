internal import Crypto
internal import Model
internal import Synchronization

/// Access tokens whose seal or signature was verified before: a resource server shows the same one many times, and to
/// verify a signature costs more than all the rest of an introspection.
///
/// They belong to the keys that proved them and go with these. An entry is found by the digest of all bytes of the token,
/// so what is found says exactly what was verified. Whether a token still counts is no part of it: that is asked each
/// time.
final class ProvenTokens: Sendable {
    /// Above this many all are forgotten. A token takes about a kibibyte.
    private static let limit = 2048
    /// Bytes of the longest token that is remembered.
    private static let longest = 8192

    private let tokens = Mutex<[[UInt8]: AccessToken]>([:])

    func known(_ text: String) -> AccessToken? {
        guard text.utf8.count <= Self.longest else { return nil }
        let digest = SHA256.digest(text.utf8)
        return tokens.withLock { $0[digest] }
    }

    /// - Parameter verify: opens or verifies a token that is not known.
    func token(_ text: String, verify: (String) -> AccessToken?) -> AccessToken? {
        guard text.utf8.count <= Self.longest else { return verify(text) }
        let digest = SHA256.digest(text.utf8)
        if let known = tokens.withLock({ $0[digest] }) { return known }
        guard let token = verify(text) else { return nil }
        tokens.withLock { tokens in
            if tokens.count >= Self.limit { tokens.removeAll() }
            tokens[digest] = token
        }
        return token
    }
}
