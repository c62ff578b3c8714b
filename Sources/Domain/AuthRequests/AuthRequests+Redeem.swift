internal import Crypto
package import Model
package import Platform
internal import Storage

/// What a code or a refresh token gave.
package struct RedeemedGrant: Sendable {
    package let subject: Subject
    package let familyID: TokenFamily.ID
    package let authorization: FamilyAuthorization
    /// Of the Authentication Request.
    package let nonce: String?
    /// Of the refresh token that comes with it.
    let refreshGeneration: Int64?
    package var refreshToken: Secret<String>?
}

/// What became of an attempt to get tokens.
package enum GrantUse: Sendable {
    case accepted(RedeemedGrant)
    /// The reason is for the log: outside all refusals read the same.
    case refused(String)
    /// More scopes than were granted (RFC 6749 §6).
    case scopeTooWide
}

extension AuthRequests {
    /// Exchanges a code (RFC 6749 §4.1.3). It counts once, for its client, its redirect URI and its challenge; a second
    /// use by its client ends all tokens that the first one gave (§4.1.2).
    /// - Parameter audience: of the tokens.
    package func redeem(
        _ code: Secret<String>, by client: Client, redirectURI: String, verifier: Secret<String>?,
        audience: @escaping @Sendable (ScopeSet) -> [String]
    ) async throws(DomainError) -> GrantUse {
        guard let id = sealer.openCode(code.exposed) else { return .refused("no code of ours") }
        let challenge = verifier.map { Self.challenge(of: $0) }
        let use = try await database.write { (tx) throws(DomainError) -> GrantUse in
            let now = clock.now()
            guard let stored = try tx.authRequest(id) else { return .refused("the request is gone") }
            guard stored.request.clientID == client.clientID else { return .refused("the code is another client's") }
            if stored.state == .redeemed, let family = stored.familyID {
                try refreshTokens.revoke(family, in: tx, at: now)
                return .refused("the code was used before; its tokens are revoked")
            }
            guard stored.state == .granted, let signIn = stored.signIn else { return .refused("not granted") }
            let request = stored.request
            guard request.expiresAt > now else { return .refused("the code has expired") }
            guard request.parameters.redirectURI.utf8.elementsEqual(redirectURI.utf8) else {
                return .refused("another redirect_uri")
            }
            if let reason = Self.refusal(of: challenge, for: request.parameters.codeChallenge) {
                return .refused(reason)
            }
            guard try tx.answer(to: .isLiving(signIn.sessionID, at: now)) else {
                return .refused("the session is over")
            }
            return try tokens(of: request, signIn, client, audience(request.parameters.scopes), in: tx, at: now)
        }
        return refreshTokens.sealed(use)
    }

    private func tokens(
        of request: AuthRequest, _ signIn: SignIn, _ client: Client, _ audience: [String],
        in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> GrantUse {
        let session = signIn.sessionID
        let living = try tx.answer(
            to: .activeSubject(
                signIn.userID, ofToken: session.rawValue, application: client.clientID,
                issuedAt: signIn.authenticatedAt))
        guard let subject = living else { return .refused("the user or the application is not active") }
        let family = TokenFamily.ID(ids.nextID())
        guard try tx.redeem(request.id, as: family) else {
            // Who came first may be the thief.
            if let winner = try tx.authRequest(request.id)?.familyID {
                try refreshTokens.revoke(winner, in: tx, at: now)
            }
            return .refused("the code was used just now; its tokens are revoked")
        }
        try tx.noteSignIn(session, to: client)
        let authorization = FamilyAuthorization(
            scopes: request.parameters.scopes, audience: audience, methods: signIn.methods,
            authenticatedAt: signIn.authenticatedAt, sessionID: session, claims: request.parameters.claims,
            contextClass: request.parameters.contextClass(of: signIn.methods))
        let generation =
            client.givesRefreshTokens(for: request.parameters.scopes)
            ? try refreshTokens.begin(
                family, client: client.clientID, user: signIn.userID, authorization, in: tx, at: now) : nil
        return .accepted(
            RedeemedGrant(
                subject: subject, familyID: family, authorization: authorization, nonce: request.parameters.nonce,
                refreshGeneration: generation))
    }

    /// RFC 7636 §4.6, and RFC 9700 §2.1.1 against leaving the challenge out.
    /// - Parameter computed: the challenge that belongs to the verifier.
    private static func refusal(of computed: String?, for challenge: String?) -> String? {
        switch (challenge, computed) {
        case (nil, nil): nil
        case (nil, _?): "a code_verifier without a challenge"
        case (_?, nil): "the code_verifier is missing"
        case (let challenge?, let computed?):
            ConstantTime.equal(Array(computed.utf8), Array(challenge.utf8)) ? nil : "the code_verifier is wrong"
        }
    }

    /// RFC 7636 §4.2, method S256.
    private static func challenge(of verifier: Secret<String>) -> String {
        Base64URL.encode(SHA256.digest(verifier.exposed.utf8))
    }
}

extension Client {
    /// Whether the application gets a refresh token with these scopes (OpenID Connect Core §11).
    package func givesRefreshTokens(for scopes: ScopeSet) -> Bool {
        guard case .oidc(let configuration) = configuration else { return false }
        return scopes.contains(.offlineAccess) && configuration.grantTypes.contains(.refreshToken)
    }
}
