package import Model
internal import Platform
internal import Storage

extension Humans {
    /// Gives a user another telephone number.
    /// - Throws: `PHONE-…`, `COMMAND-ieJ2e` for an unknown user, `COMMAND-uz0Uu` for one in the state initial,
    ///   `COMMAND-Uch5e` for the number that it has; `LIMIT-T0oMa`.
    package func setPhone(
        _ text: String, _ proof: AddressProof, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> CodeReply {
        let number = try PhoneNumber(text)
        return try await editPhone(of: target, orSelf: !proof.isPrivileged, by: caller) {
            (edit, tx) throws(DomainError) in
            guard edit.human.phone != number.rawValue else {
                throw DomainError(.failedPrecondition, "COMMAND-Uch5e", "Phone not changed")
            }
            try change(&edit, phone: number, proof, in: tx)
        }
    }

    /// Takes the telephone number away, and with it the codes that were sent to it as a second factor.
    /// - Throws: `COMMAND-ieJ2e` for an unknown user and for one without a number, `COMMAND-uz0Uu`.
    package func removePhone(of target: UserTarget, by caller: Caller) async throws(DomainError) -> ObjectDetails {
        try await editPhone(of: target, orSelf: true, by: caller) { (edit, tx) throws(DomainError) in
            guard !edit.human.phone.isEmpty else {
                throw DomainError(.failedPrecondition, "COMMAND-ieJ2e", "Phone not found")
            }
            try removePhone(&edit, in: tx)
        }.details
    }

    /// Makes another code that proves the telephone number.
    /// - Throws: `COMMAND-ieJ2e`, `COMMAND-uz0Uu`, `PHONE-5xrra88eq8` when there is no code to repeat; `LIMIT-T0oMa`.
    package func resendPhoneCode(
        _ delivery: CodeDelivery, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> CodeReply {
        try await editPhone(of: target, orSelf: delivery != .return, by: caller) { (edit, tx) throws(DomainError) in
            guard try codes.details(of: .phone, of: edit.user.id, in: tx) != nil else {
                throw DomainError(.failedPrecondition, "PHONE-5xrra88eq8", "Code is empty")
            }
            edit.phoneCode = try deliverPhoneCode(delivery, to: edit, in: tx)
            try edit.note("user.human.phone.code.added", in: tx)
        }
    }

    /// Proves the telephone number by the code that was sent to it. Whoever has the code may do it.
    /// - Throws: `COMMAND-ieJ2e`, `COMMAND-uz0Uu`, `COMMAND-eis9R` for a code that is wrong, expired or not there.
    package func verifyPhone(
        _ code: String, of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await tryCode { (tx) throws(DomainError) in
            var edit = try tx.edit(target, nil, by: caller, at: clock.now(), missing: .phoneNotFound)
            try edit.requireInitialized(orThrow: "COMMAND-uz0Uu")
            let use = try codes.use(
                PresentedCode(code), .phone, of: edit.user.id, address: edit.human.phone, in: tx, at: edit.now)
            guard case .accepted = use else {
                if use == .wrong { try edit.note("user.human.phone.verification.failed", in: tx) }
                return .failure(.wrongAddressCode)
            }
            try markPhoneVerified(&edit, in: tx)
            return .success(edit.details)
        }
    }

    /// Carries out a change of the number that a user is to have, if it is another one or is verified now.
    func change(
        _ edit: inout HumanEdit, phone number: PhoneNumber, _ proof: AddressProof, in tx: borrowing Transaction
    ) throws(DomainError) {
        guard edit.human.phone != number.rawValue else {
            if proof == .verified { try markPhoneVerified(&edit, in: tx) }
            return
        }
        var human = edit.human
        human.phone = number.rawValue
        human.isPhoneVerified = proof == .verified
        try tx.voidCodes(of: edit.user.id, sentOver: .sms)
        try edit.store(
            human, as: "user.human.phone.changed",
            ["phone": .string(human.phone), "isVerified": .bool(human.isPhoneVerified)], in: tx)
        if case .code(let delivery) = proof {
            edit.phoneCode = try deliverPhoneCode(delivery, to: edit, in: tx)
        }
    }

    func removePhone(_ edit: inout HumanEdit, in tx: borrowing Transaction) throws(DomainError) {
        var human = edit.human
        human.phone = ""
        human.isPhoneVerified = false
        try tx.voidCodes(of: edit.user.id, sentOver: .sms)
        try tx.removeSMSFactor(of: edit.user.id)
        try tx.clearChecks(of: edit.user.id, .otp(.sms))
        try edit.store(human, as: "user.human.phone.removed", in: tx)
    }

    private func markPhoneVerified(_ edit: inout HumanEdit, in tx: borrowing Transaction) throws(DomainError) {
        var human = edit.human
        human.isPhoneVerified = true
        try tx.deleteCode(.phone, of: edit.user.id)
        try edit.store(human, as: "user.human.phone.verified", in: tx)
    }

    private func editPhone(
        of target: UserTarget, orSelf: Bool, by caller: Caller,
        _ body: @escaping @Sendable (inout HumanEdit, borrowing Transaction) throws(DomainError) -> Void
    ) async throws(DomainError) -> CodeReply {
        try await database.write { (tx) throws(DomainError) in
            var edit = try tx.edit(
                target, .userWrite, orSelf: orSelf, by: caller, at: clock.now(), missing: .phoneNotFound)
            try edit.requireInitialized(orThrow: "COMMAND-uz0Uu")
            try body(&edit, tx)
            return CodeReply(details: edit.details, issued: edit.phoneCode)
        }
    }
}

extension DomainError {
    fileprivate static let phoneNotFound = DomainError(.notFound, "COMMAND-ieJ2e", "Phone not found")
}
