package import Model
package import Platform
package import Storage

/// Personal access tokens of machine users.
package struct PersonalAccessTokens: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let sealer: TokenSealer

    package init(database: Database, ids: IDGenerator, clock: WallClock, sealer: TokenSealer) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.sealer = sealer
    }

    /// Adds a token to a machine user. The string is shown this once.
    /// - Parameter expiry: `nil` for never.
    /// - Throws: `DOMAIN-dv3t5` for an expiry in the past, `COMMAND-Dggw2` for an unknown user, `COMMAND-Df2f1` for a
    ///   human.
    package func add(
        to target: UserTarget, expiresAt expiry: Timestamp?, by caller: Caller
    ) async throws(DomainError) -> (id: PersonalAccessToken.ID, token: Secret<String>, details: ObjectDetails) {
        let expiresAt = try CredentialExpiry.resolve(expiry, at: clock.now())
        let id: PersonalAccessToken.ID = ids.nextID()
        let details = try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(
                target, .userWrite, of: caller, orSelf: true,
                missing: DomainError(.failedPrecondition, "COMMAND-Dggw2", "User could not be found"))
            let now = clock.now()
            let details = try tx.record(
                "user.pat.added", of: user.id, in: user.organizationID, by: caller.userID, at: now,
                payload: ["tokenId": .string(id.rawValue), "expirationDate": .string(expiresAt.rfc3339)])
            let token = PersonalAccessToken(
                // A token that is made after the end of all earlier ones counts, whoever's clock ended them.
                id: id, userID: user.id, expiresAt: expiresAt, createdAt: max(now, user.tokensValidFrom),
                sequence: details.sequence)
            guard try tx.insert(token) else {
                throw DomainError(.failedPrecondition, "COMMAND-Df2f1", "Not allowed for this user type")
            }
            return details
        }
        return (id, Secret(sealer.seal(id)), details)
    }

    /// - Throws: `COMMAND-4m77G` when the user has no such token.
    package func remove(
        _ id: PersonalAccessToken.ID, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let notFound = DomainError(.notFound, "COMMAND-4m77G", "Personal Access Token not found")
        return try await database.write { (tx) throws(DomainError) in
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: notFound)
            guard try tx.delete(id, of: user.id) else { throw notFound }
            return try tx.recordRemoval(of: id, user.id, in: user.organizationID, by: caller.userID, at: clock.now())
        }
    }

    /// The tokens that the caller may see.
    package func list(
        _ search: MachineCredential.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<MachineCredential> {
        try await database.read { (tx) throws(DomainError) in
            try tx.credentials(.personalAccessToken, search, visibleTo: caller)
        }
    }

    /// Whom a token belongs to, whether it still counts or not; `nil` for an unknown one.
    package func owner(of id: PersonalAccessToken.ID) async throws(DomainError) -> User.ID? {
        try await database.read { (tx) throws(DomainError) in try tx.owner(of: id) }
    }

    /// Ends a token on behalf of its owner (RFC 7009 §2). A token that is gone, or somebody else's, changes nothing.
    package func revoke(_ id: PersonalAccessToken.ID, owner: User.ID) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            guard let user = try tx.user(owner), try tx.delete(id, of: owner) else { return }
            try tx.recordRemoval(of: id, owner, in: user.organizationID, by: owner, at: clock.now())
        }
    }
}

extension Transaction {
    @discardableResult
    fileprivate borrowing func recordRemoval(
        of token: PersonalAccessToken.ID, _ user: User.ID, in organization: Organization.ID, by actor: User.ID,
        at now: Timestamp
    ) throws(DomainError) -> ObjectDetails {
        // What was exchanged for the token ends with it, and lives no longer than this.
        try revoke(token: token.rawValue, until: now + .hours(24 * 366))
        return try record(
            "user.pat.removed", of: user, in: organization, by: actor, at: now,
            payload: ["tokenId": .string(token.rawValue)])
    }
}
