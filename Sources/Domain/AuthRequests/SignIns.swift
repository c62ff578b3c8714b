package import Model
internal import Platform
internal import Storage

/// Turns sessions into sign-ins to applications. This is the one place that decides who is signed in.
struct SignIns: Sendable {
    let sealer: TokenSealer

    /// A living session of which the caller has the token.
    private func living(
        _ id: Session.ID, token: String, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> Session {
        guard let session = try tx.session(id) else {
            throw DomainError(.failedPrecondition, "COMMAND-Flk38", "Errors.Session.NotExisting")
        }
        guard session.terminatedAt == nil else { throw .sessionTerminated }
        guard !session.isExpired(at: now) else { throw .sessionExpired }
        guard sealer.opens(token, as: session) else { throw .wrongSessionToken }
        return session
    }

    /// Who has proven enough in a session to be signed in.
    /// - Parameter since: the proof that stands first must not be older.
    func signIn(
        _ id: Session.ID, token: String, since: Timestamp? = nil, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> SignIn {
        let session = try living(id, token: token, in: tx, at: now)
        guard let userID = session.userID, let moment = session.factors.authenticatedAt else {
            throw .authenticationRequired
        }
        guard let user = try tx.user(userID), user.state == .active, try tx.isActive(user.organizationID) else {
            throw DomainError(.failedPrecondition, "OIDC-Us3r4", "Errors.User.NotActive")
        }
        try tx.requireProofs(session.factors, of: user)
        try requireLastingPassword(of: user, session.factors, in: tx, at: now)
        if let since, (session.factors.firstProvenAt ?? moment) < since {
            throw DomainError(
                .failedPrecondition, "OIDC-Fr3sh",
                "The application asks for a newer authentication: check a factor again")
        }
        return SignIn(
            userID: userID, sessionID: session.id, authenticatedAt: moment,
            methods: try tx.authenticationMethods(session.factors, of: userID))
    }

    /// Who has to choose another password does so before anything else, whatever page they sign in on.
    private func requireLastingPassword(
        of user: User, _ factors: SessionFactors, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) {
        guard let human = user.human, try tx.answer(to: .passwordHash(of: user.id)) != nil else { return }
        let expiry = try tx.settings(PasswordExpirySettings.self, of: user.organizationID).value
        guard !human.needsNewPassword(after: factors, expiry, at: now) else { throw .passwordChangeRequired }
    }

    /// Makes sure that a project lets a user in, and that the user is of the organization that the scopes ask for.
    func requireAccess(
        _ user: User.ID, clientID: String, scopes: ScopeSet, in tx: borrowing Transaction
    ) throws(DomainError) {
        switch try tx.answer(to: .projectAccess(of: user, client: clientID)) {
        case .allowed?: break
        case .noGrant?: throw DomainError(.permissionDenied, "OIDC-foSyH49RvL", "Errors.User.ProjectRequired")
        case .noAuthorization?: throw DomainError(.permissionDenied, "OIDC-foSyH49RvL", "Errors.User.GrantRequired")
        case nil: throw .unknownAuthRequest
        }
        guard !scopes.organizations.isEmpty || !scopes.primaryDomains.isEmpty else { return }
        let isMember = try tx.answer(
            to: .isMember(user, ofOrganizations: scopes.organizations, withDomains: scopes.primaryDomains))
        guard isMember else { throw DomainError(.permissionDenied, "OIDC-0rg5c", "Errors.User.NotAllowedOrg") }
    }
}

extension DomainError {
    package static let passwordChangeRequired = DomainError(
        .failedPrecondition, "OIDC-Pa5wd", "Password change required")
}
