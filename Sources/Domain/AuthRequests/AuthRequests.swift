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

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, sealer: TokenSealer, refreshTokens: RefreshTokens,
        consents: Consents, instanceID: String
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.sealer = sealer
        self.refreshTokens = refreshTokens
        self.consents = consents
        self.instanceID = instanceID
        signIns = SignIns(sealer: sealer)
    }

    /// Accepts a request, whose parameters the endpoint has checked.
    /// - Parameter loginClient: who may answer it besides those who may answer every one.
    package func begin(
        _ parameters: AuthParameters, of client: Client, loginClient: User.ID?
    ) async throws(DomainError) -> AuthRequest {
        let now = clock.now()
        let request = AuthRequest(
            id: AuthRequest.ID("V2_" + ids.nextID()), clientID: client.clientID, loginClientID: loginClient,
            parameters: parameters, createdAt: now, expiresAt: now + Self.lifetime)
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(request, missing: DomainError(.notFound, "APP-Cl13nt", "Errors.App.NotFound"))
        }
        return request
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

    /// Tells the application that the request is refused.
    /// - Throws: ``DomainError/unknownAuthRequest``, `COMMAND-Sx202nt` for one that was answered before.
    package func refuse(
        _ id: AuthRequest.ID, _ refusal: AuthorizationRefusal, by caller: Caller
    ) async throws(DomainError) -> AuthorizationOutcome {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let request = try waiting(id, ifNot: .refusedAuthRequest, by: caller, in: tx, at: now)
            guard try tx.refuse(id) else { throw .refusedAuthRequest }
            let sequence = try tx.record(
                .authRequest(request, "auth_request.refused", ["error": .string(refusal.code.rawValue)]),
                by: caller.userID.rawValue, at: now)
            return outcome(of: request, .refused(refusal), sequence, now)
        }
    }

    /// A request that nobody has answered yet.
    /// - Parameter handled: thrown for one that was.
    func waiting(
        _ id: AuthRequest.ID, ifNot handled: DomainError, by caller: Caller, in tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) -> AuthRequest {
        let stored = try tx.authRequest(id)
        if stored == nil || stored?.request.loginClientID != caller.userID { try caller.require(.sessionLink) }
        guard let stored else { throw .unknownAuthRequest }
        guard stored.state == .waiting else { throw handled }
        guard stored.request.expiresAt > now else { throw .unknownAuthRequest }
        return stored.request
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
