package import Model
package import Platform
package import Storage

/// Refresh tokens: each counts once and is followed by another (RFC 9700 §4.14.2). A token that comes again later ends
/// its whole family, because one of two holders is a thief.
package struct RefreshTokens: Sendable {
    /// A family ends when it was not used for so long.
    package static let idleLifetime = Duration.hours(30 * 24)
    /// A family ends then, however often it was used.
    package static let lifetime = Duration.hours(90 * 24)
    /// For so long the token before is answered with the same successor again: two tabs of a browser refresh at once, or
    /// an answer was lost.
    package static let grace = Duration.seconds(10)

    /// A family is kept for so long after it would end: so that using it again changes once a day, and not each time,
    /// until when it is kept.
    fileprivate static let reserve = Duration.hours(24)

    private let database: Database
    private let clock: WallClock
    private let sealer: TokenSealer
    private let tokenLifetime: Duration

    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    package init(database: Database, clock: WallClock, sealer: TokenSealer, tokenLifetime: Duration) {
        self.database = database
        self.clock = clock
        self.sealer = sealer
        self.tokenLifetime = tokenLifetime
    }

    /// Begins a family.
    /// - Parameter id: in the access tokens too.
    /// - Returns: the generation of the first refresh token, for ``sealed(_:)-(RedeemedGrant)``.
    package func begin(
        _ id: TokenFamily.ID, client: String, user: User.ID, _ authorization: FamilyAuthorization,
        in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Int64 {
        let family = TokenFamily(
            id: id, clientID: client, userID: user, authorization: authorization, rotatedAt: now,
            keptUntil: now + Self.idleLifetime + Self.reserve, lastExpiresAt: now + Self.lifetime, createdAt: now)
        try tx.insert(family, missing: .internalFault)
        return family.generation
    }

    /// Makes the refresh token that a transaction has decided on, after its end: other writes need not wait for it.
    func sealed(_ grant: RedeemedGrant) -> RedeemedGrant {
        guard let generation = grant.refreshGeneration else { return grant }
        var grant = grant
        grant.refreshToken = Secret(sealer.seal(refreshTokenOf: grant.familyID, generation: generation))
        return grant
    }

    func sealed(_ use: GrantUse) -> GrantUse {
        if case .accepted(let grant) = use { .accepted(sealed(grant)) } else { use }
    }

    /// Uses a refresh token (RFC 6749 §6).
    /// - Parameter covers: whether the scopes that were granted include those that are asked for now.
    package func use(
        _ text: Secret<String>, by client: Client, covers: @escaping @Sendable (ScopeSet) -> Bool
    ) async throws(DomainError) -> GrantUse {
        guard let (id, generation) = sealer.openRefreshToken(text.exposed) else {
            return .refused("no refresh token of ours")
        }
        let use = try await database.write { (tx) throws(DomainError) -> GrantUse in
            let now = clock.now()
            guard let family = try tx.tokenFamily(id) else { return .refused("the family is gone") }
            guard family.clientID == client.clientID else { return .refused("the token is another client's") }
            guard family.revokedAt == nil else { return .refused("the family is revoked") }
            guard family.expiresAt > now else { return .refused("the family has expired") }
            guard family.accepts(generation, at: now) else {
                try revoke(id, in: tx, at: now)
                return .refused("the token was used before; its family is revoked")
            }
            guard covers(family.authorization.scopes) else { return .scopeTooWide }
            guard let subject = try subject(of: family, client, in: tx) else {
                return .refused("the user or the application is not active, or the user may not use it")
            }
            if generation == family.generation {
                guard try tx.rotate(family, at: now, keptUntil: family.keptUntil(whenUsedAt: now)) else {
                    return .refused("used just now")
                }
            }
            return .accepted(
                RedeemedGrant(
                    subject: subject, familyID: id, authorization: try living(family.authorization, in: tx, at: now),
                    nonce: nil, refreshGeneration: generation + 1))
        }
        return sealed(use)
    }

    /// The family that a refresh token of ours belongs to, whatever has become of it, and its client.
    package func family(of text: String) async throws(DomainError) -> TokenFamily? {
        guard let (id, _) = sealer.openRefreshToken(text) else { return nil }
        return try await database.read { (tx) throws(DomainError) in try tx.tokenFamily(id) }
    }

    /// Ends a family with all its tokens, on every node, before this returns.
    package func revoke(_ id: TokenFamily.ID) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in try revoke(id, in: tx, at: clock.now()) }
    }

    /// The same in a transaction.
    func revoke(_ id: TokenFamily.ID, in tx: borrowing Transaction, at now: Timestamp) throws(DomainError) {
        try tx.revokeFamily(id, at: now)
        try tx.revoke(token: id.rawValue, until: now + tokenLifetime)
    }

    /// Ends whatever an application has of a user, with the tokens that codes gave without a refresh token.
    func revokeAll(
        of user: User.ID, at clientID: String, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) {
        try tx.revokeFamilies(of: user, at: clientID, endingTokensUntil: now + tokenLifetime, at: now)
    }

    private func subject(
        of family: TokenFamily, _ client: Client, in tx: borrowing Transaction
    ) throws(DomainError) -> Subject? {
        guard try tx.answer(to: .projectAccess(of: family.userID, client: client.clientID)) == .allowed else {
            return nil
        }
        return try tx.answer(
            to: .activeSubject(
                family.userID, ofToken: family.id.rawValue, application: client.clientID, issuedAt: family.createdAt))
    }

    /// What the tokens say from now on: a session that is over is not theirs any more.
    private func living(
        _ authorization: FamilyAuthorization, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> FamilyAuthorization {
        guard let id = authorization.sessionID else { return authorization }
        return try tx.answer(to: .isLiving(id, at: now)) ? authorization : authorization.withoutSession
    }
}

extension TokenFamily {
    /// When it ends if it is not used before.
    fileprivate var expiresAt: Timestamp { min(rotatedAt + RefreshTokens.idleLifetime, lastExpiresAt) }

    /// Until when it is to be kept if it is used now; `nil` when it is already.
    fileprivate func keptUntil(whenUsedAt now: Timestamp) -> Timestamp? {
        let expiry = now + RefreshTokens.idleLifetime
        guard min(expiry, lastExpiresAt) > keptUntil else { return nil }
        return min(expiry + RefreshTokens.reserve, lastExpiresAt)
    }

    /// Whether a refresh token of a generation counts: the current one, and for a short while the one before.
    fileprivate func accepts(_ generation: Int64, at now: Timestamp) -> Bool {
        generation == self.generation
            || (generation == self.generation - 1 && now < rotatedAt + RefreshTokens.grace)
    }
}
