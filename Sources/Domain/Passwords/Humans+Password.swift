package import Model
internal import Platform
internal import Storage

extension Humans {
    /// Sets a password: with the current one, with a code, or as an administrator. Only with a code may others do it
    /// than the user and administrators.
    /// - Throws: `COMMAND-G8dh3` for an unknown user; for the proof and the new password see ``apply(_:to:in:)``;
    ///   `COMMAND-3M0fs` and `COMMAND-Mf0sd` when there is no new password.
    package func setPassword(
        of target: UserTarget, _ change: PasswordChange, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let missing = DomainError(.failedPrecondition, "COMMAND-G8dh3", "Password not found")
        let permission: Permission? = change.isForAnyone ? nil : .userWrite
        let orSelf = !change.needsPermission
        try await database.read { (tx) throws(DomainError) in
            let edit = try tx.edit(
                target, permission, orSelf: orSelf, by: caller, at: clock.now(), missing: missing)
            try edit.requireInitialized(orThrow: "COMMAND-M9dse")
        }
        return try await attempt(change, of: target.id, missing: change.emptyError) {
            (prepared, tx) throws(DomainError) in
            var edit = try tx.edit(target, permission, orSelf: orSelf, by: caller, at: clock.now(), missing: missing)
            if let prepared, let end: PasswordAttempt<ObjectDetails> = try apply(prepared, to: &edit, in: tx) {
                return end
            }
            return .done(edit.details)
        }
    }

    /// Makes the code by which a user sets a new password. Only administrators have it returned: to the user it proves
    /// who reads at the address.
    /// - Parameters:
    ///   - channel: the way that the code takes when it is sent.
    ///   - isSpaced: whether anybody may have asked for it, so that a while has to pass between two of them.
    /// - Throws: `COMMAND-SAF4f` for an unknown user, `COMMAND-Sfe4g` for one in the state initial; `CODE-Pau5e`,
    ///   `LIMIT-T0oMa` and `LINK-0wnL1`.
    package func resetPassword(
        of target: UserTarget, _ delivery: CodeDelivery, over channel: MessageChannel, isSpaced: Bool = false,
        by caller: Caller
    ) async throws(DomainError) -> CodeReply {
        try await database.write { (tx) throws(DomainError) in
            var edit = try tx.edit(
                target, .userWrite, orSelf: delivery != .return, by: caller, at: clock.now(),
                missing: DomainError(.notFound, "COMMAND-SAF4f", "User could not be found"))
            try edit.requireInitialized(orThrow: "COMMAND-Sfe4g")
            if isSpaced { try codes.requirePause(since: .password, of: edit.user.id, in: tx, at: edit.now) }
            try requireLink(delivery, of: edit)
            let issued = try deliver(.password, delivery, over: channel, to: edit, in: tx) {
                .resetPassword($0, delivery.template, channel: channel)
            }
            try edit.note("user.human.password.code.added", in: tx)
            return CodeReply(details: edit.details, issued: issued)
        }
    }
}

extension PasswordChange {
    /// How the older call says that there is no new password.
    fileprivate var emptyError: DomainError {
        switch proof {
        case .current: DomainError(.invalidArgument, "COMMAND-3M0fs", "Password is empty")
        case .code, .permission: DomainError(.invalidArgument, "COMMAND-Mf0sd", "Password is empty")
        }
    }
}
