internal import JOSE
package import Model
package import Platform

/// Access tokens as JWTs (RFC 9068).
package enum AccessTokenJWT {
    static let type = "at+jwt"

    /// The signed token. `iat`, `nbf` and `exp` are whole seconds; the exact moment of issue is in the identifier.
    /// - Parameter extra: claims about the subject; none of them has a registered name.
    package static func sign(
        _ token: AccessToken, issuer: String, extra: JSONObject, with key: ActiveSigningKey
    ) throws(DomainError) -> String {
        let audience = token.audience.isEmpty ? [token.clientID] : token.audience
        var claims: JSONObject = [
            "iss": .string(issuer), "sub": .string(token.subject.rawValue),
            "aud": .array(audience.map { .string($0) }), "exp": .integer(token.expiresAt.seconds),
            "iat": .integer(token.issuedAt.seconds), "nbf": .integer(token.issuedAt.seconds),
            "client_id": .string(token.clientID), "jti": .string(token.id), "scope": .string(token.scopes.text),
        ]
        if let moment = token.authenticatedAt { claims.append("auth_time", .integer(moment.seconds)) }
        if !token.authenticationMethods.isEmpty {
            claims.append("amr", .array(token.authenticationMethods.map { .string($0) }))
        }
        for member in extra.members { claims.append(member.name, member.value) }
        return try key.sign(claims, type: type)
    }

    /// Reads a token of this service: right type, issuer and signature. `nil` for everything else, and for a token that
    /// has expired when its signature is verified.
    static func read(
        _ text: String, issuer: String, keys: SigningKeys, at now: Timestamp
    ) async throws(DomainError) -> AccessToken? {
        let known = try await keys.current()
        if let token = known.provenTokens.known(text) { return token }
        // Why a token is not ours does not matter: it is inactive.
        guard let jws = try? CompactJWS(text), let kid = jws.header.keyID else { return nil }
        let keys = try await keys.current(with: kid)
        return keys.provenTokens.token(text) { _ in verify(jws, kid, issuer: issuer, keys, at: now) }
    }

    private static func verify(
        _ jws: CompactJWS, _ kid: String, issuer: String, _ keys: KeySnapshot, at now: Timestamp
    ) -> AccessToken? {
        guard let key = keys.verificationKeys[kid] else { return nil }
        let policy = JWTClaimPolicy(type: .exactly(type), issuers: [issuer], audience: .any)
        // Nor does why it is not one of the right kind.
        guard let claims = try? JWTVerifier(policy).verify(jws, with: key, at: now).claims else { return nil }
        return AccessToken(claims)
    }
}

extension AccessToken {
    fileprivate init?(_ claims: JWTClaims) {
        guard let id = claims.tokenID, let subject = claims.subject, let issuedAt = claims.issuedAt,
            let expiresAt = claims.expiresAt, let clientID = claims.members["client_id"]?.stringValue
        else { return nil }
        self.init(
            id: id, subject: User.ID(subject), clientID: clientID,
            issuedAt: Self.exactMoment(of: id, within: issuedAt), expiresAt: expiresAt,
            scopes: ScopeSet(stored: Array((claims.members["scope"]?.stringValue ?? "").utf8)[...]),
            audience: claims.audience,
            authenticationMethods: claims.members["amr"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            authenticatedAt: claims.members["auth_time"]?.integerValue.map { Timestamp(seconds: $0) })
    }

    /// The millisecond of issue, which decides whether the token was issued before its subject was deactivated. It is
    /// in the identifier; `iat` has the second only, and bounds it.
    private static func exactMoment(of id: String, within second: Timestamp) -> Timestamp {
        guard let moment = IDGenerator.moment(of: id) else { return second }
        return min(max(moment, second), second + .milliseconds(999))
    }
}
