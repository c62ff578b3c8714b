internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// What somebody can sign in with, and what can be added. Forced, offered or asked for.
    static let setUp = Page(.setUp, "factor-set-up") { (visit) async throws(DomainError) in
        let standing = try await visit.enrolment()
        let words = visit.words
        let isOffer = standing.step == .setUpFactor(isForced: false)
        let isForced = standing.step == .setUpFactor(isForced: true)
        if isForced { return .view(visit.forcedSetUp(standing, name: try await visit.shownName(of: standing.user))) }
        let end = visit.form(
            .setUp, visit.secondaryButton(isOffer ? words.skip : words.done, action: "skip"), id: "skip")
        let own = try await visit.ownFactors(of: standing)
        guard !own.isEmpty, !isOffer else {
            return .view(
                View(
                    words.setUpTitle, lead: isOffer ? words.setUpLead : words.setUpOwnLead,
                    """
                    \(visit.who(try await visit.shownName(of: standing.user)))
                    \(visit.additions(standing.choices))
                    \(end)
                    """))
        }
        let rows = own.map { visit.row($0, isOffered: standing.choices.contains($0.choice)) }
        let more = standing.choices.filter { choice in choice.isRepeatable || !own.contains { $0.choice == choice } }
        return .view(
            View(
                words.security, lead: words.setUpOwnLead,
                """
                <h2>\(words.ownFactors)</h2>
                <ul class="choices">\(rows)</ul>
                \(more.isEmpty ? nil : "<h2>\(words.furtherFactors)</h2>\(visit.additions(more))")
                \(end)
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let standing = try await visit.enrolment()
        if form["action"] == "skip" {
            visit.flow.reach(.setUp)
            if standing.step == .setUpFactor(isForced: false) {
                _ = try await visit.parts.humans.skipMFAInit(
                    of: UserTarget(standing.user.id), by: .signedIn(standing.user))
            }
            return try await visit.proceed()
        }
        if form["action"] == Visit.confirmEmailAction { return try await visit.confirmEmail(of: standing.user) }
        guard let choice = form["factor"].flatMap({ FactorChoice(rawValue: $0) }), standing.choices.contains(choice)
        else { return .go(.setUp) }
        _ = try await visit.enrolment(choice)
        switch choice {
        case .sms:
            _ = try await visit.parts.secondFactors.addOTP(.sms, to: standing.user.id, by: .signedIn(standing.user))
        case .email:
            _ = try await visit.parts.secondFactors.addOTP(.email, to: standing.user.id, by: .signedIn(standing.user))
        case .passkey, .totp, .securityKey, .recovery: return .go(choice.setUpPlace)
        }
        visit.note(.factorIsSetUp)
        return try await visit.proceed()
    }
}

extension FactorChoice {
    /// Whether somebody may have several of the kind.
    fileprivate var isRepeatable: Bool { self == .passkey || self == .securityKey }

    fileprivate var setUpPlace: Place {
        switch self {
        case .passkey: .passkeySetUp
        case .totp: .totpSetUp
        case .securityKey: .securityKeySetUp
        case .recovery: .recoveryCodes
        case .sms, .email: .setUp
        }
    }
}

extension Visit {
    /// Nobody gets past this page without a factor: so whoever can set up none is told what to do, and everybody can go
    /// back, or sign in as somebody else.
    fileprivate func forcedSetUp(_ standing: Enrolment, name: String) -> View {
        let choices = standing.choices
        let asksForAddress = choices.isEmpty && standing.facts.couldOfferEmail
        let forcedLead = standing.isRequired ? words.setUpRequiredLead : words.setUpForcedLead
        let lead = asksForAddress ? words.setUpAddressLead : choices.isEmpty ? words.setUpNothingLead : forcedLead
        return View(
            standing.isRequired ? words.setUpRequiredTitle : words.setUpTitle, lead: lead,
            """
            \(who(name))
            \(choices.isEmpty ? nil : additions(choices))
            \(asksForAddress ? confirmEmailForm(.setUp) : nil)
            \(cancelForm(.setUp))
            """)
    }

    fileprivate func additions(_ choices: [FactorChoice]) -> HTML {
        let rows = choices.map { choice -> HTML in
            let button: HTML = """
                <button type="submit" name="factor" value="\(choice.rawValue)"><span class="text">\
                <strong>\(words.factorName(choice))</strong><span class="sub">\(words.factorText(choice))</span></span>\
                <span class="arrow" aria-hidden="true">›</span></button>
                """
            return "<li>\(form(.setUp, button, id: nil))</li>"
        }
        return "<ul class=\"choices\">\(rows)</ul>"
    }

    /// A factor that somebody has, with what can be done to it.
    fileprivate func row(_ factor: OwnFactor, isOffered: Bool) -> HTML {
        let name = factor.name(in: words)
        let removal = url(.removeFactor) { $0.pending = factor.pending }
        let renewal: HTML? = isOffered && factor.choice.isRenewable ? renewButton(factor.choice, name) : nil
        return """
            <li><div class="row"><div class="text"><strong>\(name)</strong>\
            <span class="sub">\(factor.text(in: words))</span></div>\
            <div class="actions">\(renewal)<a class="danger small" href="\(removal)" \
            aria-label="\(words.removeOf(name))">\(words.remove)</a></div></div></li>
            """
    }

    private func renewButton(_ choice: FactorChoice, _ name: String) -> HTML {
        let button: HTML = """
            <button type="submit" class="secondary small" name="factor" value="\(choice.rawValue)" \
            aria-label="\(words.renewOf(name))">\(words.renew)</button>
            """
        return form(.setUp, button, id: nil)
    }
}

extension FactorChoice {
    /// Whether setting it up once more replaces what is there.
    fileprivate var isRenewable: Bool { self == .totp || self == .recovery }
}
