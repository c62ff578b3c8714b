internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// The password: the first proof, or one more when the application asks for a fresh one.
    ///
    /// A name that nobody has comes here as well when the settings want it so, and leaves as a wrong password does.
    static let password = Page(.password, "password") { (visit) async throws(DomainError) in
        guard let name = visit.flow.loginName else { return .go(.login) }
        let entry = try await visit.parts.directory.entry(for: name, within: visit.flow.organization)
        visit.home = entry.organizationID
        guard entry.settings.allowsPassword else { return .view(try await visit.withoutPassword(entry, name: name)) }
        let words = visit.words
        let password = Field.password("password", words.passwordLabel).with { $0.isFocused = true }
        // The name goes along for password managers.
        let username: HTML =
            "<input class=\"hidden\" name=\"username\" autocomplete=\"username\" value=\"\(name)\" tabindex=\"-1\" aria-hidden=\"true\" readonly>"
        return .view(
            View(
                words.passwordTitle,
                """
                \(visit.who(name))
                \(visit.form(.password, "\(username)\(visit.field(password))\(visit.button(words.signIn))"))
                \(try await visit.providerButtons(of: entry.organizationID))
                \(visit.links([
                    entry.settings.hidesPasswordReset ? nil : visit.link(words.forgotPassword, visit.url(.forgotPassword)),
                    entry.settings.allowsPasskeys ? visit.link(words.usePasskey, visit.url(.passkey)) : nil,
                ]))
                \(visit.cancelForm(.password))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        guard let name = visit.flow.loginName else { return .go(.login) }
        guard let password = form["password"], !password.isEmpty else {
            visit.note(.fieldMissing, at: ["password"])
            return .go(.password)
        }
        let entry = try await visit.parts.directory.entry(for: name, within: visit.flow.organization)
        let home = entry.user?.organizationID ?? entry.organizationID
        let login: LoginSettings = try await visit.settings(of: home)
        // Where passwords are not for signing in, each is as wrong as one of nobody's, and takes as long.
        let user = login.allowsPassword ? entry.user : nil
        var checks = SessionChecks()
        checks.password = Secret(password)
        checks.user = user.map { .id($0.id) } ?? .loginName(login.allowsPassword ? name : "\u{1}\(name)")
        try await visit.prove(SessionRequest(checks: checks, lifetime: try await visit.lifetime(of: home)), as: user)
        return try await visit.proceed()
    }
}

extension Visit {
    /// The page where passwords let nobody in: nobody is asked for one.
    fileprivate func withoutPassword(
        _ entry: LoginDirectory.Entry, name: String
    ) async throws(DomainError) -> View {
        // Whoever comes back from the page of passkeys has none here.
        let offersPasskey = entry.settings.allowsPasskeys && flow.notice != .noPasskey
        let passkey: HTML? =
            offersPasskey ? "<p><a class=\"primary\" href=\"\(url(.passkey))\">\(words.usePasskey)</a></p>" : nil
        return View(
            words.signInTitle, lead: offersPasskey ? words.passkeyOnlyLead : words.noPasswordLead,
            """
            \(who(name))
            \(passkey)
            \(try await providerButtons(of: entry.organizationID))
            \(cancelForm(.password))
            """)
    }

    /// Makes checks in the session of the flow if it is the same person's, else in a new one: nobody signs in within a
    /// session that was there before for somebody else.
    mutating func prove(_ request: SessionRequest, as user: User?) async throws(DomainError) {
        if let user, let own = try await overview(), own.user?.id == user.id {
            try await keep(parts.sessions.change(own.session.id, request, by: parts.caller))
        } else {
            try await keep(parts.sessions.create(request, agent: agent, by: parts.caller))
        }
    }
}
