internal import Domain
internal import Model
internal import Platform

/// Turns what a grant decided into tokens and the reply of RFC 6749 §5.1.
struct TokenIssuer: Sendable {
    let tokens: Tokens
    let signingKeys: SigningKeys
    let claims: ClaimsSource
    let lifetimes: TokenLifetimes
    let ids: IDGenerator
    let clock: WallClock

    func issue(_ authorization: GrantedAuthorization) async throws(OAuthError) -> JSONObject {
        let now = authorization.subject.user.issuingMoment(at: clock.now())
        let token = AccessToken(
            id: ids.nextID(), subject: authorization.subject.user.id, clientID: authorization.clientID, issuedAt: now,
            expiresAt: now + lifetimes.accessToken, scopes: authorization.scopes,
            audience: claims.audience(of: authorization.scopes),
            authenticationMethods: authorization.authenticationMethods, authenticatedAt: now)
        do throws(DomainError) {
            return try await reply(token, authorization)
        } catch {
            throw OAuthError(error)
        }
    }

    private func reply(
        _ token: AccessToken, _ authorization: GrantedAuthorization
    ) async throws(DomainError) -> JSONObject {
        let wantsIDToken = token.scopes.contains(.openID)
        let isJWT = authorization.accessTokenType == .jwt
        var extra = JSONObject()
        if wantsIDToken || isJWT {
            extra = try await claims.tokenClaims(of: authorization.subject, scopes: token.scopes)
        }
        let signer = wantsIDToken || isJWT ? try await signingKeys.active() : nil
        let text =
            if isJWT, let signer {
                try AccessTokenJWT.sign(token, issuer: claims.issuer, extra: extra, with: signer)
            } else {
                tokens.seal(token)
            }
        var reply: JSONObject = [
            "access_token": .string(text), "token_type": "Bearer",
            "expires_in": .integer(lifetimes.accessToken.milliseconds / 1000),
            "scope": .string(token.scopes.text),
        ]
        if wantsIDToken, let signer {
            let idToken = idTokenClaims(token, accessToken: text, extra: extra, signer: signer)
            reply.append("id_token", .string(try signer.sign(idToken, type: "JWT")))
        }
        return reply
    }

    /// OpenID Connect Core §2 and §3.1.3.6.
    private func idTokenClaims(
        _ token: AccessToken, accessToken: String, extra: JSONObject, signer: ActiveSigningKey
    ) -> JSONObject {
        let audience = token.audience.contains(token.clientID) ? token.audience : token.audience + [token.clientID]
        var claims: JSONObject = [
            "iss": .string(self.claims.issuer), "sub": .string(token.subject.rawValue),
            "aud": .array(audience.map { .string($0) }),
            "exp": .integer((token.issuedAt + lifetimes.idToken).seconds), "iat": .integer(token.issuedAt.seconds),
        ]
        if let moment = token.authenticatedAt { claims.append("auth_time", .integer(moment.seconds)) }
        if !token.authenticationMethods.isEmpty {
            claims.append("amr", .array(token.authenticationMethods.map { .string($0) }))
        }
        claims.append("azp", .string(token.clientID))
        claims.append("client_id", .string(token.clientID))
        claims.append("at_hash", .string(signer.leftHalfHash(of: accessToken)))
        for member in extra.members { claims.append(member.name, member.value) }
        return claims
    }
}

extension User {
    /// When a token that is issued now is said to be issued. Another node's clock may be ahead of this one's: what this
    /// node has read of the user was before, so the token is dated after it, at a whole second, as JWTs have it.
    fileprivate func issuingMoment(at now: Timestamp) -> Timestamp {
        guard now < tokensValidFrom else { return now }
        return Timestamp(seconds: (tokensValidFrom + .milliseconds(999)).seconds)
    }
}

/// How long tokens live.
package struct TokenLifetimes: Sendable {
    package var accessToken = Duration.hours(12)
    package var idToken = Duration.hours(12)

    package init() {}
}
