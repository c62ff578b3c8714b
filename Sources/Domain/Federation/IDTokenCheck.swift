internal import JOSE
internal import Platform

/// The rules that an ID token of a provider is held to (OpenID Connect Core 1.0 §3.1.3.7, RFC 8725). The provider signs
/// it even though it comes over TLS, and the signature is always checked.
struct IDTokenCheck: Sendable {
    /// A token is made for the very exchange that brings it.
    private static let greatestAge = Duration.minutes(10)
    /// Clocks of others are not ours.
    private static let leeway = Duration.seconds(60)

    let issuer: String
    let clientID: String
    let nonce: String
    let accessToken: Secret<String>
    /// The moment since which the person must have proven who they are; `nil` when any proof will do.
    let provenSince: Timestamp?

    /// - Parameter key: the one that the token names among the provider's.
    func claims(of token: CompactJWS, key: VerificationKey, at now: Timestamp) throws(FederationFault) -> JWTClaims {
        let policy = JWTClaimPolicy(
            type: .jwt, issuers: [issuer], audience: .contains([clientID]), maximumAge: Self.greatestAge,
            requiresIssuedAt: true, leeway: Self.leeway)
        let claims: JWTClaims
        do throws(JOSEError) {
            claims = try JWTVerifier(policy).verify(token, with: key, at: now).claims
        } catch {
            throw .idToken(IDTokenFault(error))
        }
        // Of several audiences one asked for the token, and that must be this service (numbers 4 and 5).
        switch claims["azp"] {
        case .string(let party)?:
            guard party.utf8.elementsEqual(clientID.utf8) else { throw .idToken(.wrongAuthorizedParty) }
        case nil: guard claims.audience.count == 1 else { throw .idToken(.wrongAuthorizedParty) }
        default: throw .idToken(.wrongAuthorizedParty)
        }
        // Number 11: the token is of this very sign-in.
        guard let given = claims["nonce"]?.stringValue, given.utf8.elementsEqual(nonce.utf8) else {
            throw .idToken(.wrongNonce)
        }
        // §3.1.3.8: optional here, but never wrong.
        if let hash = claims["at_hash"] {
            let own = token.header.algorithm.leftHalfHash(of: accessToken.exposed)
            guard hash == .string(own) else { throw .idToken(.wrongAccessTokenHash) }
        }
        try requireRecentProof(claims)
        return claims
    }

    /// A provider that was asked for a new proof and tells of an old one has not asked for it (number 13 and §2,
    /// `auth_time`). One that tells nothing is taken at its word.
    private func requireRecentProof(_ claims: JWTClaims) throws(FederationFault) {
        guard let provenSince, let told = claims["auth_time"] else { return }
        guard let seconds = told.integerValue else { throw .idToken(.token("auth_time")) }
        guard Timestamp(seconds: seconds) + Self.leeway >= provenSince else { throw .oldProof }
    }
}
