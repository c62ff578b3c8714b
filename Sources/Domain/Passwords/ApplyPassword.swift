internal import Model
internal import Platform
internal import Storage

extension Humans {
    /// Checks the proof and gives the user the new password.
    /// - Returns: `nil` when it is done, else how the transaction has to end.
    /// - Throws: `COMMAND-M9dse` for a user in the state initial; `COMMAND-3nJ4t` and `COMMAND-JLK35` for one without a
    ///   password and for a locked one; `COMMAND-2M9fs` and `CODE-QvUQ4P` for a code; then what is wrong with the new
    ///   password.
    func apply<Success>(
        _ prepared: PreparedPassword, to edit: inout HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) -> PasswordAttempt<Success>? {
        try edit.requireInitialized(orThrow: "COMMAND-M9dse")
        switch prepared.change.proof {
        case .permission: break
        case .current:
            if let end: PasswordAttempt<Success> = try refusal(of: prepared.compared, edit, in: tx) { return end }
        case .code(let code):
            switch try codes.use(code, .password, of: edit.user.id, in: tx, at: edit.now) {
            case .accepted: break
            case .wrong, .forged: return .refused(DomainError(.invalidArgument, "CODE-woT0xc", "Code is invalid"))
            case .expired: throw DomainError(.failedPrecondition, "CODE-QvUQ4P", "Code is expired")
            case .missing: throw .noPasswordCode
            }
        }
        let hash = try prepared.hash.get()
        try endSignIns(of: edit, prepared.change.proof, in: tx)
        try replace(by: hash, isChangeRequired: prepared.change.isChangeRequired, &edit, in: tx)
        return nil
    }

    /// What the comparison with the current password comes to, when it is not right.
    private func refusal<Success>(
        of compared: ComparedPassword?, _ edit: HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) -> PasswordAttempt<Success>? {
        guard let compared else { return .again }
        switch try tx.outcome(of: compared, for: edit.user, at: edit.now) {
        case .right: return nil
        case .stale, .early: return .again
        case .wrong:
            guard compared.hash != nil else {
                throw DomainError(.failedPrecondition, "COMMAND-3nJ4t", "User has not set a password")
            }
            let failures = try tx.countFailure(
                of: .password, .user(edit.user.id), user: edit.user, by: edit.caller.userID, at: edit.now,
                endingTokensAt: max(edit.now, ids.latestMoment) + .milliseconds(1))
            return .refused(DomainError.wrongPassword.counting(failures))
        }
    }

    /// Whoever knew the password of before is out: sessions in which something was proven end, and all that applications
    /// may do for the user after a session (ASVS 5.0 §7.4.3). Only the session stays in which the user has just shown the
    /// password, and those of a mere name, in which a login page goes on.
    private func endSignIns(
        of edit: HumanEdit, _ proof: PasswordChange.Proof, in tx: borrowing Transaction
    ) throws(DomainError) {
        let user = edit.user.id
        var own: Session.ID?
        if case .current = proof, edit.caller.userID == user { own = edit.caller.sessionID }
        let expiry = edit.now + tokenLifetime
        try tx.terminate(.proven(user, except: own), endingTokensUntil: expiry, at: edit.now)
        try tx.revokeFamilies(of: user, endingTokensUntil: expiry, at: edit.now)
    }

    /// Another password is a new beginning: failures and codes of before count no more, and no session has proven it.
    private func replace(
        by hash: String, isChangeRequired: Bool, _ edit: inout HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) {
        let user = edit.user
        try tx.setPassword(hash, of: user.id, isChangeRequired: isChangeRequired, at: edit.now)
        try tx.clearFailedChecks(of: user.id, .password)
        try tx.voidCredentialCodes(of: user.id)
        try tx.clearPasswordChecks(of: user.id)
        try edit.note("user.human.password.changed", ["changeRequired": .bool(isChangeRequired)], in: tx)
        if try tx.settings(NotificationSettings.self, of: user.organizationID).value.tellsOfPasswordChange {
            try messages.post(.passwordChanged, to: edit.user, in: tx, at: edit.now)
        }
    }
}
