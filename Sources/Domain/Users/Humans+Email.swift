package import Model
internal import Platform
internal import Storage

extension Humans {
    /// Gives a user another e-mail address.
    /// - Throws: `EMAIL-…`, `COMMAND-ieJ2e` for an unknown user, `COMMAND-uz0Uu` for one in the state initial,
    ///   `COMMAND-Uch5e` for the address that it has; `LIMIT-T0oMa` and `LINK-0wnL1`.
    package func setEmail(
        _ text: String, _ proof: AddressProof, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> CodeReply {
        let address = try EmailAddress(text)
        return try await editEmail(of: target, orSelf: !proof.isPrivileged, by: caller) {
            (edit, tx) throws(DomainError) in
            guard edit.human.email != address.rawValue else {
                throw DomainError(.failedPrecondition, "COMMAND-Uch5e", "Email not changed")
            }
            try change(&edit, email: address, proof, in: tx)
        }
    }

    /// Makes another code that proves the e-mail address.
    /// - Parameters:
    ///   - isRepetition: whether there must be a code already.
    ///   - isSpaced: whether a while has to pass between two of them.
    /// - Throws: `COMMAND-ieJ2e`, `COMMAND-uz0Uu`, `EMAIL-5w5ilin4yt` when there is no code to repeat; `CODE-Pau5e`,
    ///   `LIMIT-T0oMa` and `LINK-0wnL1`.
    package func sendEmailCode(
        _ delivery: CodeDelivery, isRepetition: Bool, isSpaced: Bool = false, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> CodeReply {
        try await editEmail(of: target, orSelf: delivery != .return, by: caller) { (edit, tx) throws(DomainError) in
            if isRepetition, try codes.details(of: .email, of: edit.user.id, in: tx) == nil {
                throw DomainError(.failedPrecondition, "EMAIL-5w5ilin4yt", "Code is empty")
            }
            if isSpaced { try codes.requirePause(since: .email, of: edit.user.id, in: tx, at: edit.now) }
            edit.emailCode = try deliverEmailCode(delivery, to: edit, in: tx)
            try edit.note("user.human.email.code.added", in: tx)
        }
    }

    /// Proves the e-mail address by the code that was sent to it. Whoever has the code may do it.
    /// - Throws: `COMMAND-ieJ2e`, `COMMAND-uz0Uu`, `COMMAND-eis9R` for a code that is wrong, expired or not there.
    package func verifyEmail(
        _ code: PresentedCode, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await tryCode { (tx) throws(DomainError) in
            var edit = try tx.edit(target, nil, by: caller, at: clock.now(), missing: .emailNotFound)
            try edit.requireInitialized(orThrow: "COMMAND-uz0Uu")
            let use = try codes.use(
                code, .email, of: edit.user.id, address: edit.human.email, in: tx, at: edit.now)
            guard case .accepted = use else {
                if use == .wrong { try edit.note("user.human.email.verification.failed", in: tx) }
                return .failure(.wrongAddressCode)
            }
            try markEmailVerified(&edit, in: tx)
            try tx.deleteCode(.invite, of: edit.user.id)
            return .success(edit.details)
        }
    }

    /// Carries out a change of the address that a user is to have, if it is another one or is verified now.
    func change(
        _ edit: inout HumanEdit, email address: EmailAddress, _ proof: AddressProof, in tx: borrowing Transaction
    ) throws(DomainError) {
        guard edit.human.email != address.rawValue else {
            if proof == .verified { try markEmailVerified(&edit, in: tx) }
            return
        }
        var human = edit.human
        human.email = address.rawValue
        human.isEmailVerified = proof == .verified
        try tx.voidCodes(of: edit.user.id, sentOver: .email)
        try edit.store(
            human, as: "user.human.email.changed",
            ["email": .string(human.email), "isVerified": .bool(human.isEmailVerified)], in: tx)
        switch proof {
        case .verified: return
        case .code(let delivery):
            edit.emailCode = try deliverEmailCode(delivery, to: edit, in: tx)
        case .none: edit.emailCode = try deliverEmailCode(.send(nil), to: edit, in: tx)
        }
    }

    func markEmailVerified(_ edit: inout HumanEdit, in tx: borrowing Transaction) throws(DomainError) {
        var human = edit.human
        human.isEmailVerified = true
        try tx.deleteCode(.email, of: edit.user.id)
        try edit.store(human, as: "user.human.email.verified", in: tx)
    }

    private func editEmail(
        of target: UserTarget, orSelf: Bool, by caller: Caller,
        _ body: @escaping @Sendable (inout HumanEdit, borrowing Transaction) throws(DomainError) -> Void
    ) async throws(DomainError) -> CodeReply {
        try await database.write { (tx) throws(DomainError) in
            var edit = try tx.edit(
                target, .userWrite, orSelf: orSelf, by: caller, at: clock.now(), missing: .emailNotFound)
            try edit.requireInitialized(orThrow: "COMMAND-uz0Uu")
            try body(&edit, tx)
            return CodeReply(details: edit.details, issued: edit.emailCode)
        }
    }
}

extension Humans {
    /// Runs a transaction that tries a code. A refusal is thrown after the commit, because it was counted.
    func tryCode(
        _ body:
            @escaping @Sendable (borrowing Transaction) throws(DomainError) -> Result<ObjectDetails, DomainError>
    ) async throws(DomainError) -> ObjectDetails {
        try await database.write(body).get()
    }
}

extension DomainError {
    fileprivate static let emailNotFound = DomainError(.notFound, "COMMAND-ieJ2e", "Email not found")
    static let wrongAddressCode = DomainError(.invalidArgument, "COMMAND-eis9R", "Code is invalid")
}
