package import Model
package import Platform
package import Storage

/// Access tokens: made, checked against the state of their subject, and revoked.
package struct Tokens: Sendable {
    /// What a valid token turned out to be.
    package struct Verified: Sendable {
        package enum Kind: Sendable, Hashable {
            case accessToken
            case personalAccessToken
        }

        package let kind: Kind
        package let token: AccessToken
        package let subject: Subject
    }

    private let database: Database
    private let sealer: TokenSealer
    private let openedTokens = ProvenTokens()
    private let signingKeys: SigningKeys
    private let issuer: String
    let clock: WallClock

    package init(
        database: Database, sealer: TokenSealer, signingKeys: SigningKeys, issuer: String, clock: WallClock
    ) {
        self.database = database
        self.sealer = sealer
        self.signingKeys = signingKeys
        self.issuer = issuer
        self.clock = clock
    }

    /// The opaque form of a token. It is not stored.
    /// - Throws: ``DomainError/accessTokenTooLong``.
    package func seal(_ token: AccessToken) throws(DomainError) -> String {
        try sealer.seal(token)
    }

    /// A token of either kind that is shown to us, if its seal or signature is right; `nil` for everything else. Whether
    /// it counts is another question.
    package func read(_ text: String) async throws(DomainError) -> PresentedToken? {
        if let id = sealer.openPersonalAccessToken(text) { return .personalAccessToken(id) }
        return try await readAccessToken(text).map { .accessToken($0) }
    }

    /// Whether the token counts now, and for whom; `nil` for one that is expired, revoked, or of somebody or an
    /// application no longer active. With it come the facts that are asked for, which mean nothing without it.
    func lookup(
        _ token: PresentedToken, with request: FactsRequest
    ) -> Lookup<(verified: Verified?, facts: SubjectFacts)> {
        verification(of: token).and(Facts.lookup(of: token.owner, request)).map { ($0, $1) }
    }

    /// What a token says and for whom, if it counts now; `nil` for everything else: unknown, altered, expired, revoked,
    /// or of somebody or an application no longer active.
    package func verify(_ text: String) async throws(DomainError) -> Verified? {
        guard let token = try await read(text) else { return nil }
        return try await database.read(verification(of: token))
    }

    /// The same for a token that was read before, with facts about its subject.
    package func verify(
        _ token: PresentedToken, with request: FactsRequest
    ) async throws(DomainError) -> (verified: Verified?, facts: SubjectFacts) {
        try await database.read(lookup(token, with: request))
    }

    /// An access token in either form whose seal or signature is right.
    package func readAccessToken(_ text: String) async throws(DomainError) -> AccessToken? {
        let bytes = text.utf8.span
        guard bytes.indices.contains(where: { bytes[$0] == UInt8(ascii: ".") }) else {
            return openedTokens.token(text, verify: sealer.openAccessToken)
        }
        return try await AccessTokenJWT.read(text, issuer: issuer, keys: signingKeys, at: clock.now())
    }

    /// The identifier in a personal access token whose seal is right.
    package func readPersonalAccessToken(_ text: String) -> PersonalAccessToken.ID? {
        sealer.openPersonalAccessToken(text)
    }

    /// Ends an access token for good, on every node, before this returns.
    package func revoke(_ token: AccessToken) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            try tx.revoke(token: token.id, until: token.expiresAt)
        }
    }

    private func verification(of token: PresentedToken) -> Lookup<Verified?> {
        let now = clock.now()
        switch token {
        case .accessToken(let token):
            guard token.expiresAt > now else { return Lookup(answer: nil) }
            let subject = Lookup.activeSubject(
                token.subject, ofToken: token.id, session: token.sessionID, family: token.familyID,
                application: token.application, issuedAt: token.issuedAt
            ).map { subject in
                subject.map { Verified(kind: .accessToken, token: token, subject: $0) }
            }
            let living =
                token.origins.isEmpty
                ? subject
                : subject.and(.isAnyRevoked(token.origins)).map { (verified, isRevoked) in isRevoked ? nil : verified }
            guard let actor = token.actor else { return living }
            // Who is no longer active acts for nobody.
            return living.and(.activeSubject(actor.subject, ofToken: token.id, issuedAt: token.issuedAt)).map {
                (verified, actor) in actor == nil ? nil : verified
            }
        case .personalAccessToken(let id):
            return Lookup.activeOwner(of: id).map { owner in
                guard let owner, owner.expiresAt > now else { return nil }
                return Verified(id, of: owner)
            }
        }
    }
}

extension Tokens.Verified {
    fileprivate init(_ id: PersonalAccessToken.ID, of owner: PersonalAccessTokenOwner) {
        self.init(
            kind: .personalAccessToken,
            token: AccessToken(
                id: id.rawValue, subject: owner.subject.user.id, clientID: "", issuedAt: owner.issuedAt,
                expiresAt: owner.expiresAt, scopes: PresentedToken.personalAccessTokenScopes, audience: []),
            subject: owner.subject)
    }
}
