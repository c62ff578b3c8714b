package import Crypto
package import Model
package import Platform
package import Storage

/// Authentication Requests: kept while somebody signs in, answered once, their codes redeemed once.
package struct AuthRequests: Sendable {
    /// For how long somebody may take to sign in.
    package static let lifetime = Duration.hours(1)
    /// Of a code.
    package static let codeLifetime = Duration.seconds(60)

    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let sealer: TokenSealer
    let refreshTokens: RefreshTokens
    let instanceID: String
    let consents: Consents
    let signIns: SignIns
    private let names: AuthRequestNames

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, masterKey: MasterKey, sealer: TokenSealer,
        refreshTokens: RefreshTokens, consents: Consents, instanceID: String
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.sealer = sealer
        self.refreshTokens = refreshTokens
        self.consents = consents
        self.instanceID = instanceID
        signIns = SignIns(sealer: sealer)
        names = AuthRequestNames(masterKey: masterKey)
    }

    /// Accepts a request, whose parameters the endpoint has checked.
    /// - Parameters:
    ///   - browser: in which it begins, and which alone takes it up on our pages.
    ///   - loginClient: who may answer it besides those who may answer every one.
    package func begin(
        _ parameters: AuthParameters, of client: Client, in browser: BrowserKey, loginClient: User.ID?
    ) async throws(DomainError) -> AuthRequest {
        let now = clock.now()
        let request = AuthRequest(
            id: names.name(ids.nextID(), begunIn: browser), clientID: client.clientID, loginClientID: loginClient,
            parameters: parameters, createdAt: now, expiresAt: now + Self.lifetime)
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(request, missing: DomainError(.notFound, "APP-Cl13nt", "Errors.App.NotFound"))
        }
        return request
    }

    /// Whether a request, if there is one of this name, began in the browser.
    package func began(_ id: AuthRequest.ID, in browser: BrowserKey) -> Bool {
        names.isName(id, begunIn: browser)
    }

    /// What a login page needs to know of a request.
    /// - Throws: ``DomainError/unknownAuthRequest``, a refusal of a caller who neither may read sessions nor is the
    ///   request's login client.
    package func request(_ id: AuthRequest.ID, by caller: Caller) async throws(DomainError) -> AuthRequest {
        try await database.read { (tx) throws(DomainError) in
            let stored = try tx.authRequest(id)
            if stored == nil || stored?.request.loginClientID != caller.userID { try caller.require(.sessionRead) }
            guard let stored else { throw .unknownAuthRequest }
            return stored.request
        }
    }

    /// Tells the application that the request is refused. On our pages what was refused is refused again.
    /// - Throws: ``DomainError/unknownAuthRequest``, `COMMAND-Sx202nt` for one that was answered before,
    ///   ``DomainError/changedApplication``.
    package func refuse(
        _ id: AuthRequest.ID, _ refusal: AuthorizationRefusal, on pages: AnsweringPages, by caller: Caller
    ) async throws(DomainError) -> AuthorizationOutcome {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let stored = try found(
                id, pages == .own ? [.waiting, .refused] : [.waiting], ifNot: .refusedAuthRequest, by: caller, in: tx,
                at: now)
            let request = stored.request
            if stored.state == .refused { return unrecorded(refusal, of: request) }
            guard try tx.refuse(id, as: refusal) else { throw .refusedAuthRequest }
            let sequence = try tx.record(
                .authRequest(request, "auth_request.refused", ["error": .string(refusal.code.rawValue)]),
                by: caller.userID.rawValue, at: now)
            return outcome(of: request, .refused(refusal), sequence, now)
        }
    }

    /// A refusal of which only the application learns: the request can still be answered.
    package func unrecorded(_ refusal: AuthorizationRefusal, of request: AuthRequest) -> AuthorizationOutcome {
        outcome(of: request, .refused(refusal), 0, request.createdAt)
    }

    /// A request that can be answered.
    /// - Parameters:
    ///   - states: in which it can be.
    ///   - handled: thrown for one in another state.
    /// - Throws: ``DomainError/changedApplication`` among others.
    func found(
        _ id: AuthRequest.ID, _ states: [AuthRequest.State], ifNot handled: DomainError, by caller: Caller,
        in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> StoredAuthRequest {
        let stored = try tx.authRequest(id)
        if stored == nil || stored?.request.loginClientID != caller.userID { try caller.require(.sessionLink) }
        guard let stored else { throw .unknownAuthRequest }
        guard states.contains(stored.state) else { throw handled }
        guard stored.request.expiresAt > now else { throw .unknownAuthRequest }
        try requireApplication(of: stored.request, in: tx)
        return stored
    }

    func outcome(
        of request: AuthRequest, _ answer: AuthorizationOutcome.Answer, _ sequence: Int64, _ now: Timestamp
    ) -> AuthorizationOutcome {
        AuthorizationOutcome(
            request: request, answer: answer,
            details: ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: Organization.ID(instanceID)))
    }
}

extension AuditEvent {
    static func authRequest(_ request: AuthRequest, _ type: String, _ payload: JSONObject = [:]) -> AuditEvent {
        var payload = payload
        payload.append("clientId", .string(request.clientID))
        return AuditEvent(.authRequest, request.id.rawValue, organization: nil, type, payload: payload)
    }
}

extension DomainError {
    package static let unknownAuthRequest = DomainError(
        .notFound, "COMMAND-jae5P", "Errors.AuthRequest.NotExisting")
    static let handledAuthRequest = DomainError(
        .failedPrecondition, "COMMAND-Sx208nt", "Errors.AuthRequest.AlreadyHandled")
    static let refusedAuthRequest = DomainError(
        .failedPrecondition, "COMMAND-Sx202nt", "Errors.AuthRequest.AlreadyHandled")
}
