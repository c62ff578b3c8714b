internal import JOSE
package import Model
package import Platform

/// Access tokens as JWTs (RFC 9068).
package enum AccessTokenJWT {
    static let type = "at+jwt"

    /// Claims of ours that only this service reads back.
    package enum PrivateClaim {
        package static let family = "urn:alcazar:family"
        package static let origins = "urn:alcazar:origins"
        static let project = "urn:alcazar:project"
        static let userInfo = "urn:alcazar:userinfo"
        /// The exact moment of issue, in milliseconds, of a token whose `iat` is moved.
        static let issuedAt = "urn:alcazar:issued"
    }

    /// The signed token. `iat`, `nbf` and `exp` are whole seconds; the exact moment of issue is in the identifier.
    /// - Parameter extra: claims about the subject; none of them has a registered name.
    /// - Throws: ``DomainError/accessTokenTooLong``.
    package static func sign(
        _ token: AccessToken, issuer: String, extra: JSONObject, with key: ActiveSigningKey
    ) throws(DomainError) -> String {
        let audience = token.audience.isEmpty ? [token.clientID] : token.audience
        let notBefore = JSONValue.integer(token.notBefore.seconds)
        var claims: JSONObject = [
            "iss": .string(issuer), "sub": .string(token.subject.rawValue), "aud": .strings(audience),
            "exp": .integer(token.expiresAt.seconds), "iat": notBefore, "nbf": notBefore,
            "client_id": .string(token.clientID), "jti": .string(token.id),
        ]
        claims.append(token.scopes)
        if let moment = token.authenticatedAt { claims.append("auth_time", .integer(moment.seconds)) }
        if !token.authenticationMethods.isEmpty { claims.append("amr", .strings(token.authenticationMethods)) }
        if let actor = token.actor { claims.append("act", actor.claim) }
        if let session = token.sessionID { claims.append("sid", .string(session.rawValue)) }
        if let family = token.familyID { claims.append(PrivateClaim.family, .string(family)) }
        if !token.origins.isEmpty { claims.append(PrivateClaim.origins, .strings(token.origins)) }
        if let project = token.projectID { claims.append(PrivateClaim.project, .string(project.rawValue)) }
        if !token.userInfoClaims.isEmpty { claims.append(PrivateClaim.userInfo, .strings(token.userInfoClaims)) }
        if token.notBefore != token.issuedAt {
            claims.append(PrivateClaim.issuedAt, .integer(token.issuedAt.milliseconds))
        }
        for member in extra.members { claims.append(member.name, member.value) }
        return try AccessToken.carriable(key.sign(claims, type: type))
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
        typealias PrivateClaim = AccessTokenJWT.PrivateClaim
        guard let id = claims.tokenID, let subject = claims.subject, let notBefore = claims.issuedAt,
            let expiresAt = claims.expiresAt, let clientID = claims.members["client_id"]?.stringValue
        else { return nil }
        let actor = claims["act"].flatMap(Actor.init(claim:))
        // Whoever acts for somebody else must never pass for that one.
        guard actor != nil || claims["act"] == nil else { return nil }
        self.init(
            id: id, subject: User.ID(subject), clientID: clientID,
            projectID: claims[PrivateClaim.project]?.stringValue.map { Project.ID($0) },
            issuedAt: claims[PrivateClaim.issuedAt]?.integerValue.map { Timestamp(milliseconds: $0) }
                ?? Self.exactMoment(of: id, within: notBefore),
            notBefore: notBefore, expiresAt: expiresAt,
            scopes: ScopeSet(stored: Array((claims["scope"]?.stringValue ?? "").utf8)[...]),
            audience: claims.audience,
            authenticationMethods: claims["amr"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            authenticatedAt: claims["auth_time"]?.integerValue.map { Timestamp(seconds: $0) },
            sessionID: claims["sid"]?.stringValue.map { Session.ID($0) },
            familyID: claims[PrivateClaim.family]?.stringValue,
            origins: claims[PrivateClaim.origins]?.arrayValue?.compactMap(\.stringValue) ?? [], actor: actor,
            userInfoClaims: claims[PrivateClaim.userInfo]?.arrayValue?.compactMap(\.stringValue) ?? [])
    }

    /// The millisecond of issue, which decides whether the token was issued before its subject was deactivated. It is
    /// in the identifier; `iat` has the second only, and bounds it.
    private static func exactMoment(of id: String, within second: Timestamp) -> Timestamp {
        guard let moment = IDGenerator.moment(of: id) else { return second }
        return min(max(moment, second), second + .milliseconds(999))
    }
}

extension JSONObject {
    /// `scope`, which has one value at least where it is there (RFC 6749 §3.3, RFC 9068 §2.2.3).
    package mutating func append(_ scopes: ScopeSet) {
        if !scopes.isEmpty { append("scope", .string(scopes.text)) }
    }
}

extension Actor {
    /// `act` (RFC 8693 §4.1).
    package var claim: JSONValue {
        var claim: JSONObject = ["iss": .string(issuer), "sub": .string(subject.rawValue)]
        if let previous { claim.append("act", previous.claim) }
        return .object(claim)
    }

    package convenience init?(claim: JSONValue) {
        guard let issuer = claim["iss"]?.stringValue, let subject = claim["sub"]?.stringValue else { return nil }
        self.init(
            issuer: issuer, subject: User.ID(subject), previous: claim["act"].flatMap(Actor.init(claim:)))
    }
}
