internal import Model
internal import Platform
internal import Storage

extension Transaction {
    /// The user for whom a session's token speaks at the API.
    /// - Throws: `AUTH-7fs1e` for a token that does not count (any more), `AUTHZ-EGDo3` for a session that is over,
    ///   `AUTHZ-Kl3p0` for one in which too little was proven.
    borrowing func bearer(
        session id: Model.Session.ID, tokenID: String, at now: Timestamp
    ) throws(DomainError) -> User {
        guard let session = try session(id), session.terminatedAt == nil, session.tokenID == tokenID,
            let userID = session.userID, let user = try user(userID)
        else { throw .tokenInvalid }
        guard !session.isExpired(at: now) else {
            throw DomainError(.permissionDenied, "AUTHZ-EGDo3", "session expired")
        }
        guard user.state == .active, try isActive(user.organizationID) else { throw .tokenInvalid }
        try requireProofs(session.factors, of: user)
        return user
    }

    /// Makes sure that enough was proven in a session to act as its user.
    /// - Throws: `AUTHZ-Kl3p0` when something is missing.
    borrowing func requireProofs(_ factors: SessionFactors, of user: User) throws(DomainError) {
        // What only seconds another proof is none by itself; machine users have none that could be first.
        guard factors.hasFirst || (user.machine != nil && factors.authenticatedAt != nil) else {
            throw .authenticationRequired
        }
        if user.machine != nil { return }
        if try isMultiFactor(factors, of: user.id) { return }
        guard try !needsMFA(user, isFederated: factors.intent != nil) else { throw .mfaRequired }
    }

    /// Whether a user has proven two factors. Recovery codes are for who has lost the factor that they stand in for.
    borrowing func isMultiFactor(_ factors: SessionFactors, of user: User.ID) throws(DomainError) -> Bool {
        guard factors.isMultiFactor else { return false }
        let onlyRecovers = !factors.isPasskey && !factors.hasOwnSecond
        return onlyRecovers ? try hasSecondFactor(user) : true
    }

    /// The values of `amr` (RFC 8176 §2) for a sign-in of a user.
    borrowing func authenticationMethods(
        _ factors: SessionFactors, of user: User.ID
    ) throws(DomainError) -> [String] {
        let methods = factors.authenticationMethods
        return try isMultiFactor(factors, of: user) ? methods : methods.filter { $0 != "mfa" }
    }

    /// Whether one proof is too little: the policy asks for two, or the user has set up a second factor, which would be
    /// worth nothing if it could be left out.
    /// - Parameter isFederated: an identity provider vouches for the user.
    borrowing func needsMFA(_ user: User, isFederated: Bool) throws(DomainError) -> Bool {
        let policy = try settings(LoginSettings.self, of: user.organizationID).value
        if policy.forcesMFA { return true }
        if policy.forcesMFAOnLocalUsers && !isFederated { return true }
        return try hasSecondFactor(user.id)
    }
}

extension DomainError {
    static let authenticationRequired = DomainError(.permissionDenied, "AUTHZ-Kl3p0", "authentication required")
    static let mfaRequired = DomainError(.permissionDenied, "AUTHZ-Kl3p0", "mfa required")
}
