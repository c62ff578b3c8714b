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
        do throws(DomainError) {
            return try await reply(to: authorization)
        } catch {
            throw OAuthError(error)
        }
    }

    /// - Throws: ``DomainError/accessTokenTooLong`` among others.
    func reply(to authorization: GrantedAuthorization) async throws(DomainError) -> JSONObject {
        try await reply(
            accessToken(authorization, at: authorization.subject.user.issuingMoment(at: clock.now())), authorization)
    }

    private func accessToken(_ authorization: GrantedAuthorization, at now: Timestamp) -> AccessToken {
        let client = authorization.client
        return AccessToken(
            id: ids.nextID(), subject: authorization.subject.user.id, clientID: client.clientID,
            projectID: client.projectID, issuedAt: now, notBefore: now - client.clockSkew,
            expiresAt: authorization.expiry(after: lifetimes.accessToken, from: now) + client.clockSkew,
            scopes: authorization.scopes, audience: authorization.audience,
            authenticationMethods: authorization.authenticationMethods,
            authenticatedAt: authenticatedAt(authorization, at: now), sessionID: authorization.sessionID,
            familyID: authorization.familyID, origins: authorization.origins, actor: authorization.actor,
            userInfoClaims: authorization.requestedClaims.userInfo)
    }

    private func authenticatedAt(_ authorization: GrantedAuthorization, at now: Timestamp) -> Timestamp? {
        switch authorization.client {
        case .machine: authorization.authenticatedAt ?? now
        // As the token says it that was exchanged.
        case .application where authorization.issuedTokenType != nil: authorization.authenticatedAt
        case .application: authorization.authenticatedAt.map { $0 - authorization.client.clockSkew }
        }
    }

    private func reply(
        _ token: AccessToken, _ authorization: GrantedAuthorization
    ) async throws(DomainError) -> JSONObject {
        let isAlone = authorization.wanted == .idToken
        let wantsIDToken = isAlone || token.scopes.contains(.openID)
        let isJWT = !isAlone && authorization.accessTokenType == .jwt
        guard wantsIDToken || isJWT else { return reply(with: try tokens.seal(token), token, authorization) }
        let facts = try await claims.tokenFacts(authorization, idToken: wantsIDToken, accessToken: isJWT)
        let signer = try await signingKeys.active()
        var reply = JSONObject()
        var accessToken: String?
        if !isAlone {
            let text =
                isJWT
                ? try AccessTokenJWT.sign(
                    token, issuer: claims.issuer, extra: claims.accessTokenClaims(authorization, facts), with: signer)
                : try tokens.seal(token)
            reply = self.reply(with: text, token, authorization)
            accessToken = text
        }
        if wantsIDToken {
            let idToken = IDToken(
                token: token, authorization: authorization, issuer: claims.issuer, lifetime: lifetimes.idToken,
                accessTokenHash: accessToken.map(signer.leftHalfHash),
                aboutSubject: claims.idTokenClaims(authorization, facts))
            let text = try signer.sign(idToken.claims, type: "JWT")
            if authorization.issuedTokenType == .idToken { return exchanged(idToken: text, token, authorization) }
            reply.append("id_token", .string(text))
        }
        return reply
    }

    /// An exchange has one member for its token, whatever the type of the token (RFC 8693 §2.2.1).
    private func exchanged(
        idToken: String, _ token: AccessToken, _ authorization: GrantedAuthorization
    ) -> JSONObject {
        var reply: JSONObject = [
            "access_token": .string(idToken), "issued_token_type": .string(TokenType.idToken.rawValue),
            "token_type": "N_A", "expires_in": authorization.expiresIn(lifetimes.idToken, from: token.issuedAt),
        ]
        reply.append(token.scopes)
        return reply
    }

    private func reply(
        with accessToken: String, _ token: AccessToken, _ authorization: GrantedAuthorization
    ) -> JSONObject {
        var reply: JSONObject = [
            "access_token": .string(accessToken), "token_type": "Bearer",
            "expires_in": authorization.expiresIn(lifetimes.accessToken, from: token.issuedAt),
        ]
        reply.append(token.scopes)
        if let type = authorization.issuedTokenType { reply.append("issued_token_type", .string(type.rawValue)) }
        if let refreshToken = authorization.refreshToken {
            reply.append("refresh_token", .string(refreshToken.exposed))
        }
        return reply
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

extension GrantedAuthorization {
    func expiry(after lifetime: Duration, from issuedAt: Timestamp) -> Timestamp {
        min(issuedAt + lifetime, latestExpiry ?? .distantFuture)
    }

    fileprivate func expiresIn(_ lifetime: Duration, from issuedAt: Timestamp) -> JSONValue {
        .integer(max(expiry(after: lifetime, from: issuedAt).since(issuedAt).milliseconds / 1000, 0))
    }
}

/// How long tokens live.
package struct TokenLifetimes: Sendable {
    package var accessToken = Duration.hours(12)
    package var idToken = Duration.hours(12)

    /// After this time nothing is alive that was issued before: what was revoked need not be remembered any more, and the
    /// key that signed it is not needed.
    package var longest: Duration { max(accessToken, idToken) }

    package init() {}
}
