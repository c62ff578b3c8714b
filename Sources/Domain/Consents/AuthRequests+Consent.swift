package import Model
internal import Platform
internal import Storage

extension AuthRequests {
    /// What the person is asked for a request.
    package func consentQuestion(
        _ id: AuthRequest.ID, for user: User.ID, by caller: Caller
    ) async throws(DomainError) -> ConsentQuestion {
        try await database.read { (tx) throws(DomainError) in
            let request = try waiting(id, ifNot: .handledAuthRequest, by: caller, in: tx, at: clock.now())
            guard let owner = try tx.applicationOwner(request.clientID) else { throw .unknownAuthRequest }
            let foreign = try foreignProjects(of: request, for: user, in: tx)
            return ConsentQuestion(
                applicationName: owner.application, organizationName: owner.organization, organizationID: owner.id,
                scopes: request.parameters.scopes,
                projects: foreign.filter { $0.id != ownProjectID }.map(\.name),
                includesOwnAPI: foreign.contains { $0.id == ownProjectID })
        }
    }

    /// Lets the application have what its request asks for, now and later. Who agrees is whom the session belongs to.
    /// - Parameter token: the session's.
    /// - Throws: what a sign-in is refused for (``complete(_:session:token:requiresConsent:by:)``).
    package func consent(
        to id: AuthRequest.ID, session: Session.ID, token: String, by caller: Caller
    ) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let request = try waiting(id, ifNot: .handledAuthRequest, by: caller, in: tx, at: now)
            let signIn = try signIns.signIn(
                session, token: token, since: request.authenticatedSince(at: now), in: tx, at: now)
            guard try tx.consent(signIn.userID, to: id) else { throw .handledAuthRequest }
            let foreign = try foreignProjects(of: request, for: signIn.userID, in: tx)
            for project in foreign where !project.isConsented {
                try tx.insertConsent(of: signIn.userID, to: request.clientID, project.id, at: now)
            }
            try tx.record(
                .consent(
                    of: signIn.userID, to: request.clientID, "user.consent.given",
                    ["projects": .array(foreign.map { .string($0.id.rawValue) })]),
                by: caller.userID.rawValue, at: now)
        }
    }

    /// What a person has agreed to. Everybody sees their own.
    package func consents(of user: User.ID, by caller: Caller) async throws(DomainError) -> [Consent] {
        guard caller.userID == user else { throw .permissionDenied }
        return try await database.read { (tx) throws(DomainError) in try tx.consents(of: user) }
    }

    /// Takes back what a person has agreed to: the application's tokens for them end with it, on every node, before this
    /// returns. What nobody has agreed to is withdrawn already.
    package func withdrawConsent(
        of user: User.ID, to clientID: String, by caller: Caller
    ) async throws(DomainError) {
        guard caller.userID == user else { throw .permissionDenied }
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            guard try tx.deleteConsents(of: user, to: clientID) else { return }
            try refreshTokens.revokeAll(of: user, at: clientID, in: tx, at: now)
            try tx.record(
                .consent(of: user, to: clientID, "user.consent.withdrawn"), by: caller.userID.rawValue, at: now)
        }
    }

    /// Makes sure that the person was asked where the application wants that (`prompt=consent`), and has agreed where
    /// tokens of an application are for projects of other organizations: what a person may do there, also as an
    /// administrator, is not given to the applications of strangers in silence.
    func requireConsent(
        of user: User.ID, to request: AuthRequest, in tx: borrowing Transaction
    ) throws(DomainError) {
        if request.parameters.prompts.contains(.consent), try !tx.isConsented(request.id, by: user) {
            throw .consentRequired
        }
        let foreign = try foreignProjects(of: request, for: user, in: tx)
        guard foreign.allSatisfy(\.isConsented) else { throw .consentRequired }
    }

    private func foreignProjects(
        of request: AuthRequest, for user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) -> [ForeignProject] {
        let asked = request.parameters.scopes.audienceProjects.map { project in
            project == "zitadel" ? ownProjectID : Project.ID(project)
        }
        return try tx.foreignProjects(asked, ofClient: request.clientID, for: user)
    }
}

extension AuditEvent {
    fileprivate static func consent(
        of user: User.ID, to clientID: String, _ type: String, _ payload: JSONObject = [:]
    ) -> AuditEvent {
        var payload = payload
        payload.append("clientId", .string(clientID))
        return AuditEvent(.user, user.rawValue, organization: nil, type, payload: payload)
    }
}

extension DomainError {
    /// The person has to be asked first whether the application may have what it asks for.
    package static let consentRequired = DomainError(.failedPrecondition, "OIDC-C0ns3", "Consent required")
}
