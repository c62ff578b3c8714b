package import Model
internal import Platform
internal import Storage

extension Humans {
    /// Makes the code by which an invited person sets up the first credential. What is not given of the link and the
    /// application is taken over from the code before. Only administrators have it returned: it proves the e-mail address.
    /// - Parameter application: what the person is invited to.
    /// - Throws: `COMMAND-Wgvn4` for an unknown user, `COMMAND-EF34g` for one that has a credential; `LIMIT-T0oMa` and
    ///   `LINK-0wnL1`.
    package func invite(
        _ target: UserTarget, _ delivery: CodeDelivery, application: String?, by caller: Caller
    ) async throws(DomainError) -> CodeReply {
        try await database.write { (tx) throws(DomainError) in
            var edit = try uninitialized(target, orSelf: delivery != .return, by: caller, in: tx)
            try requireLink(delivery, of: edit)
            let earlier = try codes.details(of: .invite, of: edit.user.id, in: tx).map(Invitation.init)
            let issued = try issue(
                Invitation(
                    template: delivery.template?.text ?? earlier?.template,
                    application: application ?? earlier?.application, isReturned: delivery == .return),
                &edit, in: tx)
            return CodeReply(details: edit.details, issued: issued)
        }
    }

    /// Sends another code with the link and the application of the one before.
    /// - Throws: `COMMAND-Wgvn4`, `COMMAND-EF34g`, `COMMAND-Wr3gq` when no code was sent; `LIMIT-T0oMa`.
    package func repeatInvitation(
        of target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await database.write { (tx) throws(DomainError) in
            var edit = try uninitialized(target, orSelf: true, by: caller, in: tx)
            guard let earlier = try codes.details(of: .invite, of: edit.user.id, in: tx).map(Invitation.init),
                !earlier.isReturned
            else { throw DomainError(.failedPrecondition, "COMMAND-Wr3gq", "Code not found") }
            _ = try issue(earlier, &edit, in: tx)
            return edit.details
        }
    }

    /// Accepts an invitation, which proves the e-mail address. Whoever has the code may do it.
    /// - Parameter isKept: whether the person goes on to the first credential at once. Then the code counts again until
    ///   that is stored, which voids it: whoever is interrupted before comes back by the same link.
    /// - Throws: `COMMAND-F5g2h` for an unknown user, `COMMAND-Wgn4q` for a code that is wrong, expired or not there.
    package func acceptInvitation(
        _ code: PresentedCode, of target: UserTarget, isKept: Bool = false, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await tryCode { (tx) throws(DomainError) in
            var edit = try tx.edit(
                target, nil, by: caller, at: clock.now(),
                missing: DomainError(.failedPrecondition, "COMMAND-F5g2h", "User could not be found"))
            // Who has got a credential since then, such as an account elsewhere, needs no other.
            if isKept, try tx.hasFirstFactor(edit.user.id) { try tx.deleteCode(.invite, of: edit.user.id) }
            let use = try codes.use(
                code, .invite, of: edit.user.id, address: edit.human.email, isKept: isKept, in: tx, at: edit.now)
            guard case .accepted = use else {
                // An attempt after its time voids a code for good.
                if use == .expired { try tx.deleteCode(.invite, of: edit.user.id) }
                if use == .wrong { try edit.note("user.human.invite.check.failed", in: tx) }
                return .failure(DomainError(.invalidArgument, "COMMAND-Wgn4q", "Code is invalid"))
            }
            try edit.note("user.human.invite.check.succeeded", in: tx)
            if !edit.human.isEmailVerified { try markEmailVerified(&edit, in: tx) }
            return .success(edit.details)
        }
    }

    /// A user without any credential, which an invitation is for.
    private func uninitialized(
        _ target: UserTarget, orSelf: Bool, by caller: Caller, in tx: borrowing Transaction
    ) throws(DomainError) -> HumanEdit {
        let edit = try tx.edit(
            target, .userWrite, orSelf: orSelf, by: caller, at: clock.now(),
            missing: DomainError(.failedPrecondition, "COMMAND-Wgvn4", "User could not be found"))
        guard try !tx.hasFirstFactor(edit.user.id) else {
            throw DomainError(.failedPrecondition, "COMMAND-EF34g", "User is already initialized")
        }
        return edit
    }

    private func issue(
        _ invitation: Invitation, _ edit: inout HumanEdit, in tx: borrowing Transaction
    ) throws(DomainError) -> IssuedCode? {
        let template = try invitation.template.map { (text) throws(DomainError) in
            try LinkTemplate(text, allowing: .ofUser)
        }
        let issued = try deliver(
            .invite, invitation.isReturned ? .return : .send(template), over: .email, to: edit,
            address: edit.human.email, details: invitation.json, in: tx
        ) { .invitation($0, template, application: invitation.application ?? "") }
        try edit.note("user.human.invite.code.added", in: tx)
        return issued
    }
}

/// What the next code of an invitation takes over.
private struct Invitation {
    let template: String?
    let application: String?
    /// Whether the code was given to the caller, who sends it.
    let isReturned: Bool

    init(template: String?, application: String?, isReturned: Bool) {
        self.template = template
        self.application = application
        self.isReturned = isReturned
    }

    init(_ json: JSONObject) {
        template = json["urlTemplate"]?.stringValue
        application = json["applicationName"]?.stringValue
        isReturned = json["isReturned"]?.boolValue ?? false
    }

    var json: JSONObject {
        var json: JSONObject = ["isReturned": .bool(isReturned)]
        if let template { json["urlTemplate"] = .string(template) }
        if let application { json["applicationName"] = .string(application) }
        return json
    }
}
