internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// A new password by the code of a mail: from its link, or typed by somebody who has just asked for it.
    static let setPassword = Page(.setPassword, "password-set") { (visit) async throws(DomainError) in
        if visit.take(MailedCode(.password, of: visit.query)) { return .go(.setPassword) }
        let mailed = MailedCode(visit.flow, for: .password)
        guard mailed != nil || visit.flow.loginName != nil else { return .go(.forgotPassword) }
        let words = visit.words
        if let mailed, visit.flow.loginName != nil { _ = try await visit.owner(of: mailed) }
        let code = mailed == nil ? visit.mailedCodeField(nil) : nil
        let sent: HTML? =
            mailed == nil ? "<div class=\"notice info\" role=\"status\"><p>\(words.forgotSent)</p></div>" : nil
        let canAskAgain = mailed == nil || visit.flow.notice == .mailedCodeRefused
        return .view(
            View(
                words.setPasswordTitle, lead: mailed == nil ? words.setPasswordTypedLead : words.setPasswordLead,
                """
                \(sent)
                \(visit.form(
                    .setPassword, "\(code)\(try await visit.newPasswordFields())\(visit.button(words.save))"))
                \(visit.links([
                    canAskAgain ? visit.link(words.sendAgain, visit.url(.forgotPassword) { $0.pending = nil }) : nil
                ]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let code = (form["code"] ?? "").trimmingBlanks
        let typed = MailedCode(visit.flow, for: .password) == nil ? [("code", code)] : []
        // Before the store is asked for the name, so that nobody's is answered like somebody's.
        guard let new = visit.newPassword(of: form, beside: typed) else { return .go(.setPassword) }
        guard let mailed = try await visit.passwordCode(typed: code) else {
            visit.note(.mailedCodeRefused)
            return .go(.setPassword)
        }
        _ = try await visit.parts.humans.setPassword(
            of: mailed.target,
            PasswordChange(new: .plain(new), isChangeRequired: false, proof: .code(mailed.presented)),
            by: visit.parts.caller)
        // Nobody is signed in by a link: it may be somebody else's, sent to lure its reader into that account.
        visit.flow.pending = nil
        _ = try await visit.owner(of: mailed)
        visit.note(.passwordIsSet)
        return .go(.password)
    }
}

extension Visit {
    /// The code of the step, or the typed one for whoever has the name that was typed before.
    /// - Returns: `nil` when nobody has the name.
    fileprivate func passwordCode(typed: String) async throws(DomainError) -> MailedCode? {
        if let mailed = MailedCode(flow, for: .password) { return mailed }
        guard let name = flow.loginName else { return nil }
        let entry = try await parts.directory.entry(for: name, within: flow.organization)
        return entry.user.map { MailedCode(.password, user: $0.id, code: typed) }
    }
}
