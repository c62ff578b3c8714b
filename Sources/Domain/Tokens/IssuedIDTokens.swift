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
    }

    private let signingKeys: SigningKeys
    private let issuer: String
    private let clock: WallClock

    package init(signingKeys: SigningKeys, issuer: String, clock: WallClock) {
        self.signingKeys = signingKeys
        self.issuer = issuer
        self.clock = clock
    }

    /// - Parameter mayBeExpired: hints may be old (OpenID Connect RP-Initiated Logout §2).
    /// - Returns: `nil` for everything that is no ID token of ours: unsigned, of another key, another issuer, another
    ///   kind, or expired.
    package func read(_ text: String, mayBeExpired: Bool) async throws(DomainError) -> Contents? {
        // Why a token is not ours does not matter.
        guard let jws = try? CompactJWS(text), let kid = jws.header.keyID,
            let key = try await signingKeys.verificationKey(kid)
        else { return nil }
        let policy = JWTClaimPolicy(
            type: .jwt, issuers: [issuer], audience: .any, expiry: mayBeExpired ? .ignored : .required,
            requiresIssuedAt: true)
        // Nor does why it is not one of the right kind.
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
