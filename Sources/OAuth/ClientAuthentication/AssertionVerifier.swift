internal import Domain
internal import JOSE
internal import Model
internal import Platform

/// Verifies assertions of machine users and applications (RFC 7523 §3).
///
/// The header's `kid` names a stored key; the key names its owner and fixes the algorithms. Nothing else that the
/// assertion says decides anything before its signature is verified.
struct AssertionVerifier: Sendable {
    struct Result: Sendable {
        let signer: ClientIdentity
        /// The verified `sub`.
        let subject: String
    }

    /// An assertion may not be older, however far its `exp` lies ahead.
    static let greatestAge = Duration.hours(1)

    private let clients: Clients
    private let audiences: Set<String>
    private let clock: WallClock

    /// - Parameter audiences: the names of this server: the issuer and the token endpoint (OpenID Connect Core §9).
    init(clients: Clients, audiences: Set<String>, clock: WallClock) {
        self.clients = clients
        self.audiences = audiences
        self.clock = clock
    }

    func verify(_ assertion: Secret<String>) async throws(AssertionError) -> Result {
        try await verify(assertion, subject: .sameAsIssuer) { _ in true }
    }

    /// An assertion that an application makes about a user, for a token exchange.
    /// - Returns: the verified `sub`.
    func verify(_ assertion: Secret<String>, by client: Client) async throws(AssertionError) -> String {
        let result = try await verify(assertion, subject: .required) { owner in
            if case .application(let owner) = owner { owner.clientID == client.clientID } else { false }
        }
        return result.subject
    }

    private func verify(
        _ assertion: Secret<String>, subject rule: JWTClaimPolicy.SubjectRule, isAccepted: (ClientIdentity) -> Bool
    ) async throws(AssertionError) -> Result {
        let token = try jose { () throws(JOSEError) in try CompactJWS(assertion.exposed) }
        guard let keyID = token.header.keyID else { throw .refused("the assertion has no kid") }
        let (owner, key) = try await owner(ofKey: keyID)
        guard isAccepted(owner) else { throw .refused("the key \(keyID.logged) is somebody else's") }
        let policy = JWTClaimPolicy(
            type: .assertion, issuers: owner.names, audience: .only(audiences), subject: rule,
            maximumAge: Self.greatestAge, leeway: .seconds(5))
        let verified = try jose { () throws(JOSEError) in
            try JWTVerifier(policy).verify(token, with: key, at: clock.now())
        }
        guard let subject = verified.claims.subject else { throw .refused("the assertion has no sub") }
        try await useOnce(verified.claims, issuer: owner.identity)
        return Result(signer: owner, subject: subject)
    }

    private func owner(ofKey id: String) async throws(AssertionError) -> (ClientIdentity, VerificationKey) {
        do throws(DomainError) {
            if let found = try await clients.owner(ofKey: id) { return (found.owner, found.key) }
        } catch {
            throw .failed(error)
        }
        throw .refused("the key \(id.logged) is unknown, expired or of an inactive owner")
    }

    /// An assertion with a `jti` counts once (RFC 7523 §3). It is remembered for as long as it could be shown again.
    private func useOnce(_ claims: JWTClaims, issuer: String) async throws(AssertionError) {
        guard let jti = claims.tokenID, let issuedAt = claims.issuedAt else { return }
        let expiry = min(claims.expiresAt ?? .distantFuture, issuedAt + Self.greatestAge)
        let isFirst: Bool
        do throws(DomainError) {
            isFirst = try await clients.useAssertion(issuer: issuer, jti: jti, until: expiry)
        } catch {
            throw .failed(error)
        }
        guard isFirst else { throw .refused("the assertion was used before") }
    }

    private func jose<T>(_ body: () throws(JOSEError) -> T) throws(AssertionError) -> T {
        do throws(JOSEError) {
            return try body()
        } catch {
            throw .refused("assertion: \(error)")
        }
    }
}

extension ClientIdentity {
    /// The names that `iss` and `sub` may use: the `client_id`, and for a machine user also the user's identifier.
    fileprivate var names: Set<String> {
        switch self {
        case .application(let client): [client.clientID]
        case .machine(let subject): [subject.user.id.rawValue, subject.user.username]
        }
    }

    /// The one name under which uses are counted.
    fileprivate var identity: String {
        switch self {
        case .application(let client): client.clientID
        case .machine(let subject): subject.user.id.rawValue
        }
    }
}
