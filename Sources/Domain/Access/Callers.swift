package import Model
package import Platform
package import Storage

/// Finds out who calls the administration API.
package struct Callers: Sendable {
    private let database: Database
    private let tokens: Tokens
    private let sealer: TokenSealer
    private let clock: WallClock
    /// The audience that a token needs to be meant for this API.
    private let ownProjectID: Project.ID

    package init(
        database: Database, tokens: Tokens, sealer: TokenSealer, clock: WallClock, ownProjectID: Project.ID
    ) {
        self.database = database
        self.tokens = tokens
        self.sealer = sealer
        self.clock = clock
        self.ownProjectID = ownProjectID
    }

    /// - Parameters:
    ///   - token: an access token for the service's own project, a personal access token, or a session's token. Those
    ///     of humans need the proofs that the policy demands.
    ///   - organization: the organization that the request is about; by default the caller's own.
    /// - Throws: `AUTH-7fs1e` for a token that does not count here, `AUTH-Bs7Ds` for an unknown organization,
    ///   `APP-Shi0J` for a token with which somebody acts for somebody else; when too little was proven `AUTHZ-Kl3p0`,
    ///   and `AUTHZ-EGDo3` for a session that is over.
    package func caller(token: String, organization: String?) async throws(DomainError) -> Caller {
        let (user, session) = try await subject(of: token)
        let context = organization.map { Organization.ID($0) } ?? user.organizationID
        let memberships = try await database.read { (tx) throws(DomainError) in
            let isKnown = context == user.organizationID ? true : try tx.organizationExists(context)
            guard isKnown else { throw DomainError(.permissionDenied, "AUTH-Bs7Ds", "Organisation doesn't exist") }
            return try tx.memberships(of: user.id)
        }
        return Caller(
            userID: user.id, homeOrganizationID: user.organizationID, organizationID: context,
            memberships: memberships, sessionID: session)
    }

    private func subject(of token: String) async throws(DomainError) -> (User, Session.ID?) {
        if let verified = try await tokens.verify(token) {
            guard isForAPI(verified) else { throw .tokenInvalid }
            guard verified.token.actor == nil else {
                throw DomainError(.permissionDenied, "APP-Shi0J", "Errors.TokenExchange.Token.NotForAPI")
            }
            try await requireProofs(verified)
            return (verified.subject.user, verified.token.sessionID)
        }
        guard let (session, tokenID) = sealer.openSessionToken(token) else { throw .tokenInvalid }
        let now = clock.now()
        return try await database.read { (tx) throws(DomainError) in
            (try tx.bearer(session: session, tokenID: tokenID, at: now), session)
        }
    }

    /// Machine users, and who has a personal access token, need no second factor.
    private func requireProofs(_ verified: Tokens.Verified) async throws(DomainError) {
        let user = verified.subject.user
        guard verified.kind == .accessToken, user.machine == nil else { return }
        guard verified.token.authenticatedAt != nil else { throw .authenticationRequired }
        let methods = verified.token.authenticationMethods
        guard !methods.contains("mfa") else { return }
        let needsMFA = try await database.read { (tx) throws(DomainError) in
            try tx.needsMFA(user, isFederated: !methods.contains("pwd"))
        }
        guard !needsMFA else { throw .mfaRequired }
    }

    private func isForAPI(_ verified: Tokens.Verified) -> Bool {
        switch verified.kind {
        case .personalAccessToken: true
        case .accessToken: verified.token.audience.contains(ownProjectID.rawValue)
        }
    }
}

extension DomainError {
    package static let tokenInvalid = DomainError(.unauthenticated, "AUTH-7fs1e", "Errors.Token.Invalid")
}
