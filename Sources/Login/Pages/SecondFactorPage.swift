internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// The choice among the second factors that somebody has set up and that serve. What cannot be used at present is told
    /// instead.
    static let secondFactor = Page(.secondFactor, "second-factor") { (visit) async throws(DomainError) in
        let (user, own) = try await visit.secondFactors()
        guard let human = user.human, !own.isEmpty else { return try await visit.proceed() }
        visit.home = user.organizationID
        let rows = own.filter(human.canUse).compactMap { method -> HTML? in
            FactorChoice(method).map { visit.choice($0, visit.url(Place(secondFactor: method)) { $0.pending = nil }) }
        }
        let lacksEmail = own.contains(.otpEmail) && !human.isEmailVerified
        if visit.flow.notice == nil, rows.count < own.count {
            visit.note(lacksEmail ? .emailUnconfirmed : .phoneUnconfirmed)
        }
        let name = try await visit.shownName(of: user)
        return .view(
            View(
                visit.words.secondFactorTitle, lead: rows.isEmpty ? nil : "\(visit.words.secondFactorLead)",
                """
                \(visit.who(name))
                \(rows.isEmpty ? nil : "<ul class=\"choices\">\(rows)</ul>")
                \(lacksEmail ? visit.confirmEmailForm(.secondFactor) : nil)
                \(visit.cancelForm(.secondFactor))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let (user, own) = try await visit.secondFactors()
        guard form["action"] == Visit.confirmEmailAction, own.contains(.otpEmail) else { return .go(.secondFactor) }
        return try await visit.confirmEmail(of: user)
    }
}

extension Visit {
    /// Somebody with the second factors that serve, in the order in which the page offers them; none while none is
    /// missing.
    fileprivate func secondFactors() async throws(DomainError) -> (User, [AuthenticationMethod]) {
        let (session, user) = try await proven()
        let step = NextStep(try await facts(session, user, for: try await authRequest()))
        guard case .secondFactor(let own) = step else { return (user, []) }
        let order: [AuthenticationMethod] = [.passkey, .totp, .u2f, .otpSMS, .otpEmail, .recoveryCode]
        return (user, order.filter(own.contains))
    }
}

extension FactorChoice {
    init?(_ method: AuthenticationMethod) {
        switch method {
        case .totp: self = .totp
        case .u2f: self = .securityKey
        case .passkey: self = .passkey
        case .otpSMS: self = .sms
        case .otpEmail: self = .email
        case .recoveryCode: self = .recovery
        case .password, .identityProvider: return nil
        }
    }
}

extension Visit {
    /// A row that leads to a page.
    func choice(_ factor: FactorChoice, _ url: SafeURL) -> HTML {
        """
        <li><a class="choice" href="\(url)"><span class="text"><strong>\(words.factorName(factor))</strong>\
        <span class="sub">\(words.factorText(factor))</span></span>\
        <span class="arrow" aria-hidden="true">›</span></a></li>
        """
    }
}
