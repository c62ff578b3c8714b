internal import Model
internal import Platform
internal import Storage

extension SessionWork {
    /// Who it is. With a password in the same request, a name that nobody has is refused like a wrong password, after the
    /// same work.
    mutating func checkUser(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard let name = request.checks.user else { return nil }
        let found = try find(name, in: tx)
        guard session.userID == nil || session.userID == found?.id else { throw .otherUser }
        guard let found else {
            guard request.checks.password != nil else {
                throw DomainError(.notFound, "QUERY-Dfbg2", "User could not be found")
            }
            return try refuse(name, in: tx)
        }
        user = found
        // With a password, the state is told to those who know it: see `checkPassword`.
        if request.checks.password == nil { try requireActive(found, in: tx) }
        session.userID = found.id
        session.factors.user = now
        return nil
    }

    mutating func checkPassword(in tx: borrowing Transaction) throws(DomainError) -> Hindrance? {
        guard request.checks.password != nil else { return nil }
        let user = try knownUser("COMMAND-4Mfsf")
        guard let compared else { return .stale }
        switch try tx.outcome(of: compared, for: user, at: now) {
        case .stale: return .stale
        case .early: return .early
        case .wrong:
            guard compared.hash != nil || request.checks.user != nil else {
                throw DomainError(.failedPrecondition, "COMMAND-3nJ4t", "User has not set a password")
            }
            return .failed(.wrongPassword, .password, .user(user.id))
        case .right(let newHash): effects.newPasswordHash = newHash
        }
        try requireActive(user, in: tx)
        effects.passedKinds.append(.password)
        session.factors.password = now
        return nil
    }

    /// The user of that name. A lock whose time is over ends here.
    private func find(
        _ name: SessionChecks.UserName, in tx: borrowing Transaction
    ) throws(DomainError) -> User? {
        let found: User? =
            switch name {
            case .id(let id): try tx.user(id)
            case .loginName(let name): try tx.user(loginName: name)
            }
        guard let found, found.state == .locked, try tx.endLock(of: found, at: now) else { return found }
        return try tx.user(found.id)
    }

    /// - Throws: `SESSION-Gj4ko` for a user who is not active, or whose organization is not.
    func requireActive(_ user: User, in tx: borrowing Transaction) throws(DomainError) {
        let isActive = user.state == .active || user.state == .initial
        guard isActive, try tx.isActive(user.organizationID) else {
            throw DomainError(.failedPrecondition, "SESSION-Gj4ko", "User is not active")
        }
    }

    /// What a wrong password of nobody comes to: the same as a wrong password of somebody, who would belong to the
    /// organization that the name's domain is of.
    private func refuse(
        _ name: SessionChecks.UserName, in tx: borrowing Transaction
    ) throws(DomainError) -> Hindrance {
        let subject = sessions.nobody(name)
        if let early = try delay(of: .password, subject, in: tx) { return early }
        let policy = try tx.settings(LockoutSettings.self, of: tx.organization(ofDomainIn: name.loginName)).value
        let failed = try tx.failedChecks(of: subject, .password)
        guard policy.isReached(by: failed.count, .password) else { return .failed(.wrongPassword, .password, subject) }
        guard let end = policy.lockEnd(from: failed.lastAt), end <= now else {
            throw DomainError(.failedPrecondition, "COMMAND-JLK35", "User is locked")
        }
        try tx.store(.none, of: subject, .password, at: now)
        return .failed(.wrongPassword, .password, subject)
    }
}

extension DomainError {
    static let wrongPassword = DomainError(.invalidArgument, "COMMAND-3M0fs", "Password is invalid")
}
