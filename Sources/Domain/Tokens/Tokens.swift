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
    private let signingKeys: SigningKeys
    private let issuer: String
    private let clock: WallClock

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
    package func seal(_ token: AccessToken) -> String {
        sealer.seal(token)
    }

    /// What a token says and for whom, if it counts now; `nil` for everything else: unknown, altered, expired, revoked,
    /// or of somebody who is no longer active.
    package func verify(_ text: String) async throws(DomainError) -> Verified? {
        if let id = sealer.openPersonalAccessToken(text) { return try await verify(id) }
        guard let token = try await readAccessToken(text), token.expiresAt > clock.now() else { return nil }
        let subject = try await database.read { (tx) throws(DomainError) in
            try tx.activeSubject(token.subject, ofToken: token.id, issuedAt: token.issuedAt)
        }
        return subject.map { Verified(kind: .accessToken, token: token, subject: $0) }
    }

    /// An access token in either form whose seal or signature is right; whether it still counts is another question.
    package func readAccessToken(_ text: String) async throws(DomainError) -> AccessToken? {
        if let token = sealer.openAccessToken(text) { return token }
        guard text.utf8.contains(UInt8(ascii: ".")) else { return nil }
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

    private func verify(_ id: PersonalAccessToken.ID) async throws(DomainError) -> Verified? {
        let now = clock.now()
        let found = try await database.read { (tx) throws(DomainError) in
            try tx.activeSubject(ofPersonalAccessToken: id, at: now)
        }
        return found.map { found in
            let token = AccessToken(
                id: id.rawValue, subject: found.subject.user.id, clientID: "", issuedAt: found.issuedAt,
                expiresAt: found.expiresAt, scopes: ScopeSet(PersonalAccessToken.scopes), audience: [])
            return Verified(kind: .personalAccessToken, token: token, subject: found.subject)
        }
    }
}
