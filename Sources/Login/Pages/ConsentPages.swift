internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Whether an application may have what it asks for (OpenID Connect Core §3.1.2.4).
    static let consent = Page(.consent, "consent") { (visit) async throws(DomainError) in
        let (_, user, request) = try await visit.asked()
        let question = try await visit.parts.authRequests.consentQuestion(
            request, for: user.id, by: visit.parts.caller)
        visit.home = question.organizationID
        let words = visit.words
        return .view(
            View(
                words.consentTitle(question.applicationName),
                lead: words.consentLead(question.applicationName, question.organizationName),
                """
                \(visit.who(try await visit.shownName(of: user)))
                \(visit.gains(question))
                \(visit.form(
                    .consent,
                    """
                    <button type="submit" class="primary" name="action" value="allow">\(words.allow)</button>
                    \(visit.secondaryButton(words.deny, action: "deny"))
                    """))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let (session, _, request) = try await visit.asked()
        guard form["action"] == "allow" else {
            return try await visit.refuse(.accessDenied, "The person has not agreed")
        }
        guard let account = visit.browser.account(session.id) else { throw .loginIsOver }
        try await visit.parts.authRequests.consent(
            to: request, session: session.id, token: account.token, by: visit.parts.caller)
        return try await visit.answer(with: session)
    }

    /// What a person has agreed to, and the way back.
    static let consents = Page(.consents, "consents") { (visit) async throws(DomainError) in
        let (_, user) = try await visit.complete()
        let words = visit.words
        let rows = try await visit.parts.consents.all(of: user.id, by: .signedIn(user)).map(visit.row)
        let list: HTML = rows.isEmpty ? "<p>\(words.noConsents)</p>" : "<ul class=\"choices\">\(rows)</ul>"
        return .view(
            View(
                words.consentsTitle, lead: words.consentsLead,
                "\(list)\(visit.links([visit.link(words.back, visit.url(.signedIn))]))"))
    } submit: { (visit, form) async throws(DomainError) in
        let (_, user) = try await visit.complete()
        try await visit.parts.consents.withdraw(of: user.id, from: form["client"] ?? "", by: .signedIn(user))
        visit.note(.consentWithdrawn)
        return .go(.consents)
    }
}

extension Visit {
    /// Who is asked, and for which request.
    fileprivate func asked() async throws(DomainError) -> (Model.Session, User, AuthRequest.ID) {
        let (session, user) = try await complete()
        guard let id = flow.request else { throw .unknownAuthRequest }
        return (session, user, AuthRequest.ID(id))
    }

    fileprivate func row(_ consent: Consent) -> HTML {
        let button: HTML = """
            <input type="hidden" name="client" value="\(consent.clientID)">\
            <button type="submit" class="danger small" aria-label="\(words.withdrawFrom(consent.applicationName))">\
            \(words.withdraw)</button>
            """
        return """
            <li><div class="row"><div class="text"><strong>\(consent.applicationName)</strong>\
            <span class="sub">\(consent.organizationName)</span>\
            <span class="sub">\(words.allowed(since: words.moment(consent.createdAt)))</span></div>\
            \(form(.consents, button))</div></li>
            """
    }

    /// What an application or a device gets, in words that people know; `nil` when it is nothing that they would know.
    func gains(_ question: ConsentQuestion) -> HTML? {
        var sentences = KnownScope.allCases.filter { question.scopes.values.contains($0.rawValue) }.map(words.scope)
        sentences += question.projects.map(words.actsOn)
        if question.includesOwnAPI { sentences.append(words.actsHere) }
        guard !sentences.isEmpty else { return nil }
        let rows = sentences.map { sentence -> HTML in "<li>\(sentence)</li>" }
        let actsForPerson = question.includesOwnAPI || !question.projects.isEmpty
        let warning: HTML? = actsForPerson ? "<p>\(words.consentWarning)</p>" : nil
        return """
            <p class="label">\(words.deviceGets(question.applicationName))</p><ul class="rules">\(rows)</ul>\(warning)
            """
    }
}
