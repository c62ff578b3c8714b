internal import Domain
internal import Model
internal import Platform

/// What an ID token says (OpenID Connect Core §2 and §3.1.3.6).
struct IDToken {
    /// The access token that is issued with it, or would be.
    let token: AccessToken
    let authorization: GrantedAuthorization
    let issuer: String
    let lifetime: Duration
    /// `at_hash`; `nil` without an access token.
    let accessTokenHash: String?
    let aboutSubject: JSONObject

    var claims: JSONObject {
        let clientID = token.clientID
        let expiry = authorization.expiry(after: lifetime, from: token.issuedAt) + authorization.client.clockSkew
        let audience = token.audience.contains(clientID) ? token.audience : token.audience + [clientID]
        var claims: JSONObject = [
            "iss": .string(issuer), "sub": .string(token.subject.rawValue), "aud": .strings(audience),
            "exp": .integer(expiry.seconds),
            "iat": .integer(token.notBefore.seconds),
        ]
        if let moment = token.authenticatedAt { claims.append("auth_time", .integer(moment.seconds)) }
        if let nonce = authorization.nonce { claims.append("nonce", .string(nonce)) }
        if let contextClass = authorization.contextClass { claims.append("acr", .string(contextClass)) }
        if !token.authenticationMethods.isEmpty { claims.append("amr", .strings(token.authenticationMethods)) }
        claims.append("azp", .string(clientID))
        claims.append("client_id", .string(clientID))
        if let accessTokenHash { claims.append("at_hash", .string(accessTokenHash)) }
        // Nobody signed in for a token that was exchanged; but it ends with what it was made of.
        if authorization.issuedTokenType == nil {
            if let session = token.sessionID { claims.append("sid", .string(session.rawValue)) }
            if let family = token.familyID { claims.append(AccessTokenJWT.PrivateClaim.family, .string(family)) }
        } else {
            let origins = token.origins + [token.sessionID?.rawValue, token.familyID].compactMap { $0 }
            claims.append(AccessTokenJWT.PrivateClaim.origins, .strings(origins))
        }
        if let actor = token.actor { claims.append("act", actor.claim) }
        for member in aboutSubject.members { claims.append(member.name, member.value) }
        return claims
    }
}
