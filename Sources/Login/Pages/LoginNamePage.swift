internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// Who it is. What was typed decides whose settings and branding hold from here on.
    static let loginName = Page(.loginName, "login-name") { (visit) async throws(DomainError) in
        let login: LoginSettings = try await visit.settings(of: visit.home)
        let words = visit.words
        let name = Field("loginName", words.loginNameLabel).with {
            $0.value = visit.flow.loginName ?? ""
            $0.autocomplete = "username webauthn"
            $0.isFocused = true
            $0.extra = " autocapitalize=\"none\" spellcheck=\"false\""
        }
        return .view(
            View(
                words.signInTitle, lead: words.signInLead(visit.parts.instance.name),
                """
                \(visit.form(.loginName, "\(visit.field(name))\(visit.button(words.next))\(visit.cancelButton)"))
                \(try await visit.providerButtons(of: visit.flow.organization))
                \(visit.links([login.allowsRegistration ? visit.link(words.register, visit.url(.register)) : nil]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let typed = (form["loginName"] ?? "").trimmingBlanks
        guard visit.accepts([("loginName", typed)]) else {
            return .go(.loginName)
        }
        visit.flow.forgetPerson()
        visit.flow.loginName = typed
        let entry = try await visit.parts.directory.entry(for: typed, within: visit.flow.organization)
        visit.home = entry.organizationID
        // Where unknown names are not told apart, everybody is asked for a password, also those who would rather use a
        // passkey: they find the way to it there.
        if entry.settings.ignoresUnknownUsernames { return .go(.password) }
        guard let user = entry.user else {
            visit.note(.unknownName)
            return .go(.loginName)
        }
        return .go(try await visit.firstFactor(of: user))
    }
}
