package import Crypto
package import Model
package import Platform
package import Storage

/// Sessions: made and changed by login pages, which prove in them who somebody is.
package struct Sessions: Sendable {
    /// What proofs are made with.
    package struct Parts: Sendable {
        let passwords: PasswordChecks
        let totp: TOTPFactors
        let recoveryCodes: RecoveryCodes
        let passkeys: Passkeys
        let intents: IntentProofs
        let messages: Messages

        package init(
            passwords: PasswordChecks, totp: TOTPFactors, recoveryCodes: RecoveryCodes, passkeys: Passkeys,
            intents: IntentProofs, messages: Messages
        ) {
            self.passwords = passwords
            self.totp = totp
            self.recoveryCodes = recoveryCodes
            self.passkeys = passkeys
            self.intents = intents
            self.messages = messages
        }
    }

    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let instanceID: String
    let sealer: TokenSealer
    /// The longest that an access token of a session lives.
    let tokenLifetime: Duration
    let parts: Parts
    let codes: SessionCodes
    let counters = CheckCounters()
    /// Of login names that nobody has.
    private let names: KeyedDigest

    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    package init(
        database: Database, ids: IDGenerator, clock: WallClock, instanceID: String, masterKey: MasterKey,
        sealer: TokenSealer, tokenLifetime: Duration, parts: Parts
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.instanceID = instanceID
        self.sealer = sealer
        self.tokenLifetime = tokenLifetime
        self.parts = parts
        codes = SessionCodes(masterKey: masterKey)
        names = KeyedDigest(masterKey.subkey(for: "unknown login names"))
    }

    /// Makes a session.
    /// - Throws: the refusal of the first check that fails; then there is no session.
    package func create(
        _ request: SessionRequest, agent: UserAgent, by caller: Caller
    ) async throws(DomainError) -> SessionChange {
        try caller.require(.sessionWrite)
        return try await run(request, on: .new(agent), by: caller)
    }

    /// Adds proofs, challenges and metadata to a session. Its token is replaced.
    /// - Throws: ``DomainError/unknownSession``, `COMMAND-Hewfq` for one that was ended, `COMMAND-Hkl3d` for one that is
    ///   over, the refusal of the first check that fails; then nothing has changed.
    package func change(
        _ id: Session.ID, _ request: SessionRequest, by caller: Caller
    ) async throws(DomainError) -> SessionChange {
        try await run(request, on: .existing(id), by: caller)
    }

    /// - Parameter token: of the session; whoever has it may see the session.
    /// - Throws: ``DomainError/unknownSession``, `COMMAND-sGr42` for a wrong token.
    package func session(
        _ id: Session.ID, token: String?, by caller: Caller
    ) async throws(DomainError) -> SessionOverview {
        try await database.read { (tx) throws(DomainError) in
            guard let session = try tx.session(id), session.terminatedAt == nil else { throw .unknownSession }
            let overview = try tx.overview(of: session)
            if let token {
                guard sealer.opens(token, as: session) else { throw .wrongSessionToken }
            } else if session.creatorID != caller.userID && session.userID != caller.userID {
                try caller.require(.sessionRead, forSessionOf: overview.user)
            }
            return overview
        }
    }

    /// The sessions that the caller may see, those that are over included.
    package func search(
        _ search: Session.Search, by caller: Caller
    ) async throws(DomainError) -> PageResult<SessionOverview> {
        try await database.read { (tx) throws(DomainError) in
            let page = try tx.sessions(search, visibleTo: caller)
            var rows: [SessionOverview] = []
            for session in page.rows { rows.append(try tx.overview(of: session)) }
            return PageResult(rows: rows, total: page.total)
        }
    }

    /// Ends a session. One that is unknown, or was ended before, counts as ended.
    /// - Parameter token: of the session; whoever has it may end it. A wrong one is refused.
    package func end(_ id: Session.ID, token: String?, by caller: Caller) async throws(DomainError) -> ObjectDetails {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let session = try tx.session(id)
            let user = try session?.userID.map { (id) throws(DomainError) in try tx.user(id) } ?? nil
            if let token {
                guard let session, sealer.opens(token, as: session) else { throw .wrongSessionToken }
            } else if session?.userID != caller.userID || session == nil {
                try caller.require(.sessionDelete, forSessionOf: user)
            }
            guard let session, session.terminatedAt == nil else {
                return ObjectDetails(
                    sequence: session?.sequence ?? 0, changedAt: session?.changedAt ?? now, resourceOwner: owner)
            }
            let sequence = try tx.end(
                session, of: user, by: caller.userID, endingTokensUntil: now + tokenLifetime, at: now)
            return ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: owner)
        }
    }

    /// Sessions belong to the instance.
    var owner: Organization.ID { Organization.ID(instanceID) }

    /// Whose failures are counted when nobody has this login name.
    func nobody(_ name: SessionChecks.UserName) -> CheckSubject {
        switch name {
        case .id(let id): .nobody(digest: Base64URL.encode(names.digest("id", id.rawValue)))
        case .loginName(let name): .nobody(digest: Base64URL.encode(names.digest("name", name.lowercased())))
        }
    }
}

extension Transaction {
    borrowing func overview(of session: Model.Session) throws(DomainError) -> SessionOverview {
        SessionOverview(
            session: session, metadata: try metadata(of: session.id),
            user: try session.userID.map { (id) throws(DomainError) in try user(id) } ?? nil)
    }
}

extension Caller {
    /// The permission in the organization of the session's user; in the instance while the user is not known.
    func require(_ permission: Permission, forSessionOf user: User?) throws(DomainError) {
        if let user {
            try require(permission, in: user.organizationID)
        } else {
            try require(permission)
        }
    }
}

extension DomainError {
    package static let unknownSession = DomainError(.notFound, "QUERY-Sess1", "Session does not exist")
    static let wrongSessionToken = DomainError(.permissionDenied, "COMMAND-sGr42", "Session Token is invalid")
}
