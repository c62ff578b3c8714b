internal import JOSE
package import Model
package import Platform

/// Reads ID tokens of this service that somebody shows again: as a hint, or as the subject of a token exchange.
package struct IssuedIDTokens: Sendable {
    /// What an ID token says that this service has signed.
    package struct Contents: Sendable {
        package let subject: User.ID
        package let audience: [String]
        /// The client that it was issued to.
        package let authorizedParty: String?
        package let sessionID: Session.ID?
        package let familyID: String?
        /// Of an ID token that was exchanged: what it was made of.
        package let origins: [String]
        package let expiresAt: Timestamp?
        package let claims: JSONObject

        /// The client identifier of the application that it was issued to; `nil` when it was a machine user, whose tokens
        /// come from nothing else.
        var application: String? {
            sessionID == nil && familyID == nil && origins.isEmpty ? nil : authorizedParty
        }
    }

    /// What a token is that somebody shows as a hint.
    package enum Hint: Sendable {
        /// One of ours, which may be old.
        case idToken(Contents)
        /// Perhaps an old one of ours: the key that it names is no longer there, so nobody can tell.
        case unverifiable
        /// Forged, of somebody else, or of another kind.
        case foreign
    }

    /// They tell what the scopes ask for, however much that is, and come back in forms: those are not longer.
    private static let greatestLength = 256 * 1024

    private let signingKeys: SigningKeys
    private let issuer: String
    private let clock: WallClock

    package init(signingKeys: SigningKeys, issuer: String, clock: WallClock) {
        self.signingKeys = signingKeys
        self.issuer = issuer
        self.clock = clock
    }

    /// A token that has to be valid now.
    /// - Returns: `nil` for everything that is no ID token of ours: unsigned, of another key, another issuer, another
    ///   kind, or expired.
    package func read(_ text: String) async throws(DomainError) -> Contents? {
        // Why a token is not ours does not matter.
        guard let jws = try? CompactJWS(text, longest: Self.greatestLength), let kid = jws.header.keyID,
            let key = try await signingKeys.verificationKey(kid)
        else { return nil }
        return contents(of: jws, key, .required)
    }

    /// A token that says whom somebody means, and may be old (OpenID Connect RP-Initiated Logout §2). Keys are kept for
    /// as long as their tokens live, so a hint may be older than what would prove it.
    package func hint(_ text: String) async throws(DomainError) -> Hint {
        // Why a token is not ours does not matter.
        guard let jws = try? CompactJWS(text, longest: Self.greatestLength), let kid = jws.header.keyID else {
            return .foreign
        }
        guard let key = try await signingKeys.verificationKey(kid) else {
            // Keys have identifiers of ours, which tell when they were made.
            guard let made = IDGenerator.moment(of: kid), made <= clock.now() else { return .foreign }
            return .unverifiable
        }
        return contents(of: jws, key, .ignored).map { .idToken($0) } ?? .foreign
    }

    private func contents(
        of jws: CompactJWS, _ key: VerificationKey, _ expiry: JWTClaimPolicy.ExpiryRule
    ) -> Contents? {
        let policy = JWTClaimPolicy(
            type: .jwt, issuers: [issuer], audience: .any, expiry: expiry, requiresIssuedAt: true)
        // Why it is not one of the right kind does not matter either.
        guard let claims = try? JWTVerifier(policy).verify(jws, with: key, at: clock.now()).claims,
            let subject = claims.subject
        else { return nil }
        return Contents(
            subject: User.ID(subject), audience: claims.audience,
            authorizedParty: claims.members["azp"]?.stringValue,
            sessionID: claims.members["sid"]?.stringValue.map { Session.ID($0) },
            familyID: claims.members[AccessTokenJWT.PrivateClaim.family]?.stringValue,
            origins: claims.members[AccessTokenJWT.PrivateClaim.origins]?.arrayValue?.compactMap(\.stringValue) ?? [],
            expiresAt: claims.expiresAt,
            claims: claims.members)
    }
}
