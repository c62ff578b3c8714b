package import Platform

/// Claims of which somebody's key proves that they are his. Only `JWTVerifier` makes one.
package struct VerifiedJWT: Sendable {
    package let header: JWSHeader
    package let claims: JWTClaims

    fileprivate init(header: JWSHeader, claims: JWTClaims) {
        self.header = header
        self.claims = claims
    }
}

/// Turns tokens into proved claims. This file is the order of the checks: form, key, signature, then each claim.
package struct JWTVerifier: Sendable {
    private let policy: JWTClaimPolicy

    package init(_ policy: JWTClaimPolicy) {
        self.policy = policy
    }

    /// - Parameter key: the key that the header's `kid` names among those of the expected issuer; `nil` when there is
    ///   none.
    package func verify(
        _ token: String, at now: Timestamp, key: (JWSHeader) -> VerificationKey?
    ) throws(JOSEError) -> VerifiedJWT {
        let token = try CompactJWS(token)
        guard let key = key(token.header) else { throw .unknownKey }
        return try verify(token, with: key, at: now)
    }

    /// For callers that find the key between parsing and verifying.
    package func verify(
        _ token: CompactJWS, with key: VerificationKey, at now: Timestamp
    ) throws(JOSEError) -> VerifiedJWT {
        try checkType(token.header)
        let claims = try JWTClaims(parsing: token.verifiedPayload(key))
        try checkIssuer(claims)
        try checkSubject(claims)
        try checkAudience(claims)
        try checkExpiry(claims, now)
        try checkNotBefore(claims, now)
        try checkAge(claims, now)
        try checkTokenID(claims)
        return VerifiedJWT(header: token.header, claims: claims)
    }

    private func checkType(_ header: JWSHeader) throws(JOSEError) {
        guard policy.type.accepts(header.type) else { throw .wrongType }
    }

    private func checkIssuer(_ claims: JWTClaims) throws(JOSEError) {
        guard let issuers = policy.issuers else { return }
        guard let issuer = claims.issuer else { throw .missingClaim("iss") }
        guard issuers.containsExactly(issuer) else { throw .wrongIssuer }
    }

    private func checkSubject(_ claims: JWTClaims) throws(JOSEError) {
        switch policy.subject {
        case .optional: return
        case .required: guard claims.subject != nil else { throw .missingClaim("sub") }
        case .sameAsIssuer:
            guard let issuer = claims.issuer else { throw .missingClaim("iss") }
            guard let subject = claims.subject else { throw .missingClaim("sub") }
            guard subject.isExactly(issuer) else { throw .wrongSubject }
        }
    }

    private func checkAudience(_ claims: JWTClaims) throws(JOSEError) {
        if case .any = policy.audience { return }
        guard !claims.audience.isEmpty else { throw .missingClaim("aud") }
        guard policy.audience.accepts(claims.audience) else { throw .wrongAudience }
    }

    /// RFC 7519 §4.1.4: the moment of expiry itself is already too late.
    private func checkExpiry(_ claims: JWTClaims, _ now: Timestamp) throws(JOSEError) {
        switch (policy.expiry, claims.expiresAt) {
        case (.ignored, _), (.ifPresent, nil): return
        case (.required, nil): throw .missingClaim("exp")
        case (_, let expiresAt?): guard now < expiresAt else { throw .expired }
        }
    }

    private func checkNotBefore(_ claims: JWTClaims, _ now: Timestamp) throws(JOSEError) {
        guard let notBefore = claims.notBefore else { return }
        guard notBefore <= now + policy.leeway else { throw .notYetValid }
    }

    private func checkAge(_ claims: JWTClaims, _ now: Timestamp) throws(JOSEError) {
        guard let issuedAt = claims.issuedAt else {
            guard !policy.requiresIssuedAt, policy.maximumAge == nil else { throw .missingClaim("iat") }
            return
        }
        guard issuedAt <= now + policy.leeway else { throw .issuedInFuture }
        guard let maximumAge = policy.maximumAge else { return }
        guard now.since(issuedAt) <= maximumAge else { throw .tooOld }
    }

    private func checkTokenID(_ claims: JWTClaims) throws(JOSEError) {
        guard policy.requiresTokenID, claims.tokenID == nil else { return }
        throw .missingClaim("jti")
    }
}
