internal import Crypto
internal import Platform
internal import Synchronization

/// What the sample application knows of one browser.
enum SampleVisit: Sendable {
    case signingIn(Attempt)
    case signedIn(Tokens)

    /// A sign-in that is under way: what its callback has to fit.
    struct Attempt: Sendable {
        let state = SecureRandom.alphanumeric(32)
        let nonce = SecureRandom.alphanumeric(32)
        /// RFC 7636 §4.1.
        let verifier = SecureRandom.alphanumeric(64)

        /// RFC 7636 §4.2.
        var challenge: String { Base64URL.encode(SHA256.digest(verifier.utf8)) }
    }

    struct Tokens: Sendable {
        let idToken: String
        let claims: JSONObject
        let accessToken: String
        let accessTokenExpiry: Timestamp
        let refreshToken: String?
    }
}

/// The visits of all browsers, each behind a random name in a cookie.
final class SampleVisits: Sendable {
    private let visits = Mutex<[String: SampleVisit]>([:])

    /// A demo has a few visitors; beyond that, somebody is trying to fill the memory.
    private static let most = 1000

    subscript(_ name: String?) -> SampleVisit? {
        name.flatMap { name in visits.withLock { $0[name] } }
    }

    /// Keeps a visit under a new name: one that was known before the sign-in is worth nothing after it.
    func keep(_ visit: SampleVisit, insteadOf old: String?) -> String {
        let name = SecureRandom.alphanumeric(32)
        visits.withLock { visits in
            if let old { visits[old] = nil }
            if visits.count >= Self.most { visits.removeAll() }
            visits[name] = visit
        }
        return name
    }

    /// Takes a sign-in that is under way, so that its callback counts once.
    func takeAttempt(_ name: String?) -> SampleVisit.Attempt? {
        guard let name else { return nil }
        return visits.withLock { visits in
            guard case .signingIn(let attempt)? = visits[name] else { return nil }
            visits[name] = nil
            return attempt
        }
    }

    func end(_ name: String?) {
        guard let name else { return }
        visits.withLock { _ = $0.removeValue(forKey: name) }
    }
}
