package import Model
package import Platform
package import Storage

/// What people let applications do. Where tokens of an application would be for a project of another organization, its
/// person is asked first: what a person may do there, also as an administrator, is not given to the applications of
/// strangers in silence. Nor are an administrator's rights at this service's own API given to any application outside of
/// its project: in the organization that owns that project, each project may be somebody else's.
package struct Consents: Sendable {
    let database: Database
    let clock: WallClock
    let refreshTokens: RefreshTokens
    /// The project whose audience lets a token call this service's own API.
    let ownProjectID: Project.ID

    package init(database: Database, clock: WallClock, refreshTokens: RefreshTokens, instance: Instance) {
        self.database = database
        self.clock = clock
        self.refreshTokens = refreshTokens
        ownProjectID = instance.projectID
    }

    /// What a person has agreed to. Everybody sees their own.
    package func all(of user: User.ID, by caller: Caller) async throws(DomainError) -> [Consent] {
        guard caller.userID == user else { throw .permissionDenied }
        return try await database.read { (tx) throws(DomainError) in try tx.consents(of: user) }
    }

    /// Takes back what a person has agreed to. Whatever the application has of the person ends with it, on every node,
    /// before this returns. What nobody has agreed to is withdrawn already.
    package func withdraw(of user: User.ID, from clientID: String, by caller: Caller) async throws(DomainError) {
        guard caller.userID == user else { throw .permissionDenied }
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let isConsented = try tx.deleteConsents(of: user, to: clientID)
            try tx.withdrawGrants(of: user, at: clientID)
            try refreshTokens.revokeAll(of: user, at: clientID, in: tx, at: now)
            guard isConsented else { return }
            try tx.record(
                .consent(of: user, to: clientID, "user.consent.withdrawn"), by: caller.userID.rawValue, at: now)
        }
    }

    /// What the person is asked.
    /// - Returns: `nil` when the application is gone.
    func question(
        of clientID: String, _ scopes: ScopeSet, for user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) -> ConsentQuestion? {
        guard let owner = try tx.applicationOwner(clientID) else { return nil }
        let asked = try askedProjects(of: clientID, scopes, for: user, in: tx)
        return ConsentQuestion(
            applicationName: owner.application, organizationName: owner.organization, organizationID: owner.id,
            scopes: scopes, projects: asked.filter { $0.id != ownProjectID }.map(\.name),
            includesOwnAPI: owner.project == ownProjectID || asked.contains { $0.id == ownProjectID })
    }

    /// Remembers that the person has agreed to what has to be asked for.
    func give(
        to clientID: String, _ scopes: ScopeSet, of user: User.ID, by caller: Caller, in tx: borrowing Transaction,
        at now: Timestamp
    ) throws(DomainError) {
        let projects = try askedProjects(of: clientID, scopes, for: user, in: tx).filter(\.needsConsent)
        guard !projects.isEmpty else { return }
        for project in projects where !project.isConsented {
            try tx.insertConsent(of: user, to: clientID, project.id, at: now)
        }
        try tx.record(
            .consent(
                of: user, to: clientID, "user.consent.given",
                ["projects": .array(projects.map { .string($0.id.rawValue) })]),
            by: caller.userID.rawValue, at: now)
    }

    /// Whether the person has agreed to all that has to be asked for.
    func covers(
        _ clientID: String, _ scopes: ScopeSet, of user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) -> Bool {
        try askedProjects(of: clientID, scopes, for: user, in: tx).allSatisfy { !$0.needsConsent || $0.isConsented }
    }

    private func askedProjects(
        of clientID: String, _ scopes: ScopeSet, for user: User.ID, in tx: borrowing Transaction
    ) throws(DomainError) -> [AskedProject] {
        let asked = scopes.audienceProjects.map { $0 == "zitadel" ? ownProjectID : Project.ID($0) }
        return try tx.askedProjects(asked, byClient: clientID, for: user, ofAPI: ownProjectID)
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
