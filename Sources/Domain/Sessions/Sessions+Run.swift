internal import Model
internal import Platform
internal import Storage

extension Sessions {
    private enum Outcome: Sendable {
        case done(SessionChange, passed: [CheckKind])
        case refused(DomainError, CheckKind)
        case again
    }

    /// What is read before a password is compared, which no transaction can wait for.
    private struct Preparation: Sendable {
        let passwordHash: String?
        /// The counted check that has to wait longest.
        let slowest: (check: CheckQueue.Check, failed: FailedChecks)?
        /// Where the browser is whose session it is; `nil` where that was not told.
        let network: ClientNetwork?
    }

    /// Makes the checks of a request and, when none fails, what else it asks for.
    ///
    /// What needs time (waiting after failures, comparing a password) happens before the transaction, which then makes
    /// sure that nothing has changed meanwhile. So it may take several attempts.
    func run(
        _ request: SessionRequest, on target: SessionWork.Target, by caller: Caller
    ) async throws(DomainError) -> SessionChange {
        var compared: ComparedPassword?
        var turn = parts.passwords.patience.turn()
        while true {
            if !request.checks.countedKinds.isEmpty {
                let preparation = try await prepare(request.checks, on: target, by: caller)
                if let (check, failed) = preparation.slowest {
                    try await turn.wait(for: check, failed, from: preparation.network)
                }
                if let password = request.checks.password, compared?.hash != preparation.passwordHash || compared == nil
                {
                    compared = ComparedPassword(
                        hash: preparation.passwordHash,
                        verdict: try await parts.passwords.hasher.verify(password, against: preparation.passwordHash))
                }
            }
            let outcome = try await database.write { [compared] (tx) throws(DomainError) in
                try attempt(request, on: target, compared, by: caller, in: tx)
            }
            switch outcome {
            case .done(let change, let passed):
                counters.passed(passed)
                return change
            case .refused(let error, let kind):
                counters.failed(kind)
                throw error
            case .again: continue
            }
        }
    }

    /// Refuses what the transaction would refuse before it looks at any proof, so that nobody makes the service work, or
    /// learns from the time that it takes, who may not ask.
    private func prepare(
        _ checks: SessionChecks, on target: SessionWork.Target, by caller: Caller
    ) async throws(DomainError) -> Preparation {
        let now = clock.now()
        return try await database.read { (tx) throws(DomainError) in
            let (user, network) = try tx.owner(of: checks, on: target, by: caller, at: now)
            let subject = user.map { .user($0) } ?? checks.user.map { nobody($0) }
            var slowest: (check: CheckQueue.Check, failed: FailedChecks)?
            if let subject {
                for kind in checks.countedKinds {
                    let failed = try tx.failedChecks(of: subject, kind)
                    if slowest.map({ $0.failed.nextAt < failed.nextAt }) ?? true {
                        slowest = (CheckQueue.Check(subject: subject, kind: kind), failed)
                    }
                }
            }
            // Asked for nobody too: the time must not tell the difference.
            let hash = checks.password == nil ? nil : try tx.answer(to: .passwordHash(of: user ?? ""))
            return Preparation(passwordHash: hash, slowest: slowest, network: network)
        }
    }

    private func attempt(
        _ request: SessionRequest, on target: SessionWork.Target, _ compared: ComparedPassword?, by caller: Caller,
        in tx: borrowing Transaction
    ) throws(DomainError) -> Outcome {
        let now = clock.now()
        var work = try SessionWork(self, request, on: target, compared, by: caller, in: tx, at: now)
        for check in SessionWork.Check.allCases {
            switch try work.make(check, in: tx) {
            case nil: continue
            case .early, .stale: return .again
            case .failed(let error, let kind, let subject):
                let count = try tx.countFailure(
                    of: kind, subject, user: work.user, by: caller.userID, at: now,
                    endingTokensAt: max(now, ids.latestMoment) + .milliseconds(1))
                return .refused(kind == .password ? error.counting(count) : error, kind)
            }
        }
        return .done(try work.finish(in: tx), passed: work.effects.passedKinds)
    }
}

extension Transaction {
    /// The user that the checks are about, the one that they name, else the session's; and where the session's browser is.
    fileprivate borrowing func owner(
        of checks: SessionChecks, on target: SessionWork.Target, by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> (User.ID?, ClientNetwork?) {
        let named: User.ID? =
            switch checks.user {
            case .id(let id): try user(id)?.id
            case .loginName(let name): try user(loginName: name)?.id
            case nil: nil
            }
        switch target {
        case .new(let agent): return (named, agent.network)
        case .existing(let id):
            let (session, user) = try changeableSession(id, by: caller, at: now)
            guard let owner = user?.id else { return (named, session.agent.network) }
            guard checks.user == nil || named == owner else { throw .otherUser }
            return (owner, session.agent.network)
        }
    }
}

extension UserAgent {
    fileprivate var network: ClientNetwork? { ip.isEmpty ? nil : ClientNetwork(address: ip) }
}
