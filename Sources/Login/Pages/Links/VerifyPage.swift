internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// An e-mail address is proven, or an invitation accepted: by the link in the mail, or by the code that it shows.
    static let verify = Page(.verify, "verify") { (visit) async throws(DomainError) in
        let purpose: MailedCode.Purpose = visit.query["invite"] == "true" ? .invitation : .email
        if visit.take(MailedCode(purpose, of: visit.query)) { return .go(.verify) }
        guard let mailed = MailedCode(visit.flow, for: .email, .invitation) else { return .go(.login) }
        let words = visit.words
        // Who is signed in as this very person can wait, and can have another mail.
        let isOwn = try await visit.isSignedIn(as: mailed.user)
        let more: HTML? =
            isOwn
            ? "\(visit.secondaryButton(words.sendAgain, action: "again"))"
                + "\(visit.secondaryButton(words.skip, action: "skip"))"
            : nil
        let isInvitation = mailed.purpose == .invitation
        return .view(
            View(
                isInvitation ? words.invitationTitle : words.verifyTitle,
                lead: isInvitation
                    ? words.invitationLead(visit.parts.instance.name)
                    : mailed.code.isEmpty ? words.verifyTypedLead : words.verifyLead,
                """
                \(visit.form(
                    .verify,
                    "\(visit.mailedCodeField(mailed))\(visit.button(isInvitation ? words.accept : words.confirm))\(more)"
                ))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        guard let mailed = MailedCode(visit.flow, for: .email, .invitation) else { return .go(.login) }
        if let action = form["action"], try await visit.isSignedIn(as: mailed.user) {
            guard action == "again" else { return try await visit.proceed() }
            _ = try await visit.parts.humans.sendEmailCode(
                .send(nil), isRepetition: false, isSpaced: true, of: mailed.target, by: visit.parts.caller)
            visit.note(.codeSent)
            return .go(.verify)
        }
        let code = (form["code"] ?? "").trimmingBlanks
        guard visit.accepts([("code", code)]) else {
            return .go(.verify)
        }
        let presented = mailed.presented(typed: code)
        if mailed.purpose == .invitation { return try await visit.accept(presented, mailed) }
        _ = try await visit.parts.humans.verifyEmail(presented, of: mailed.target, by: visit.parts.caller)
        visit.note(.emailVerified)
        if try await visit.isSignedIn(as: mailed.user) { return try await visit.proceed() }
        visit.flow.pending = nil
        _ = try await visit.owner(of: mailed)
        return .go(.loginName)
    }
}

extension Visit {
    fileprivate func isSignedIn(as user: User.ID) async throws(DomainError) -> Bool {
        guard let overview = try await overview(), overview.session.factors.hasFirst else { return false }
        return overview.user?.id == user
    }

    /// The invitation counts: on to the first credential. What sets it is a code of its own, which only this step holds;
    /// until it is set, the same invitation leads here again.
    fileprivate mutating func accept(
        _ code: PresentedCode, _ mailed: MailedCode
    ) async throws(DomainError) -> Answer {
        _ = try await parts.humans.acceptInvitation(code, of: mailed.target, isKept: true, by: parts.caller)
        let user = try await owner(of: mailed)
        let login: LoginSettings = try await settings(of: user.organizationID)
        guard login.allowsPassword else {
            // Without passkeys either, an account elsewhere is the way in.
            return login.allowsPasskeys ? try await offerPasskey(to: mailed.target) : .go(.password)
        }
        let reply = try await parts.humans.resetPassword(of: mailed.target, .return, over: .email, by: parts.caller)
        flow.pending = MailedCode(.password, user: mailed.user, reply.issued).pending
        return .go(.setPassword)
    }

    /// A link for a passkey that is not sent, because the way to its page is this step.
    fileprivate mutating func offerPasskey(to target: UserTarget) async throws(DomainError) -> Answer {
        let made = try await parts.passkeys.createLink(for: target, .returned, by: parts.caller)
        flow.pending = MailedCode(.passkey, user: target.id, made.code).pending
        return .go(.passkeySetUp)
    }
}
