internal import Model
internal import Platform
internal import Storage

extension Transaction {
    /// Counts a check that failed, and locks the user when the organization's policy says so. The transaction has to be
    /// committed although the check failed.
    /// - Parameters:
    ///   - user: `nil` when the subject is nobody.
    ///   - end: tokens that were issued before this moment end with a lock.
    /// - Returns: the failures since the last success.
    borrowing func countFailure(
        of kind: CheckKind, _ subject: CheckSubject, user: User?, by caller: User.ID, at now: Timestamp,
        endingTokensAt end: Timestamp
    ) throws(DomainError) -> Int64 {
        let failed = try failedChecks(of: subject, kind).adding(oneAt: now)
        try store(failed, of: subject, kind, at: now)
        guard let user else { return failed.count }
        try record(
            .user(user.id, user.organizationID, "user.human.check.failed", ["kind": .string(kind.rawValue)]),
            by: caller.rawValue, at: now)
        let policy = try settings(LockoutSettings.self, of: user.organizationID).value
        guard policy.isReached(by: failed.count, kind) else { return failed.count }
        if try lock(user.id, until: policy.lockEnd(from: now), endingTokensAt: end) {
            try terminate(.of(user.id), at: now)
            try record(
                "user.locked", of: user.id, in: user.organizationID, by: caller, at: now,
                payload: ["failedChecks": .string(kind.rawValue)])
        }
        return failed.count
    }
}

extension LockoutSettings {
    /// Whether so many failures of a kind lock a user.
    func isReached(by failures: Int64, _ kind: CheckKind) -> Bool {
        let greatest = kind == .password ? greatestPasswordFailures : greatestOTPFailures
        return greatest > 0 && failures >= greatest
    }

    /// When a lock of now ends; `nil` when only an administrator ends it.
    func lockEnd(from now: Timestamp) -> Timestamp? {
        lockDuration > .zero ? now + lockDuration : nil
    }
}
