internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// Asks for a mail with which a new password can be set. Whether anybody has the name is not told.
    static let forgotPassword = Page(.forgotPassword, "password-forgot") { (visit) async throws(DomainError) in
        let words = visit.words
        let name = Field("loginName", words.loginNameLabel).with {
            $0.value = visit.flow.loginName ?? ""
            $0.autocomplete = "username"
            $0.isFocused = $0.value.isEmpty
            $0.extra = " autocapitalize=\"none\" spellcheck=\"false\""
        }
        return .view(
            View(
                words.forgotTitle, lead: words.forgotLead,
                """
                \(visit.form(.forgotPassword, "\(visit.field(name))\(visit.button(words.forgotSend))"))
                \(visit.links([
                    visit.link(words.back, visit.url(visit.flow.loginName == nil ? .loginName : .password) { $0.pending = nil })
                ]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let typed = (form["loginName"] ?? "").trimmingBlanks
        guard visit.accepts([("loginName", typed)]) else {
            return .go(.forgotPassword)
        }
        try await visit.parts.limits.count(.passwordMails, from: visit.request.clientAddress)
        visit.flow.loginName = typed
        visit.flow.pending = nil
        let entry = try await visit.parts.directory.entry(for: typed, within: visit.flow.organization)
        if let user = entry.user, !entry.settings.hidesPasswordReset {
            do throws(DomainError) {
                _ = try await visit.parts.humans.resetPassword(
                    of: UserTarget(user.id), .send(nil), over: .email, isSpaced: true, by: visit.parts.caller)
            } catch {
                // Somebody who cannot have a new password, or was sent a mail just now, looks like somebody who does not
                // exist.
                let isQuiet =
                    error.kind == .failedPrecondition || error.kind == .notFound || error.id == "CODE-Pau5e"
                guard isQuiet else { throw error }
            }
        }
        return .go(.setPassword)
    }
}
