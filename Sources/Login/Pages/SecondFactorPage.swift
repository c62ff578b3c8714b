internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// The choice among the second factors that somebody has set up.
    static let secondFactor = Page(.secondFactor, "second-factor") { (visit) async throws(DomainError) in
        let (_, user) = try await visit.proven()
        visit.home = user.organizationID
        let own = try await visit.methods(of: user)
        let order: [AuthenticationMethod] = [.totp, .u2f, .otpSMS, .otpEmail, .recoveryCode]
        let rows = order.filter(own.contains).compactMap { method -> HTML? in
            FactorChoice(method).map { visit.choice($0, visit.url(Place(secondFactor: method)) { $0.pending = nil }) }
        }
        guard !rows.isEmpty else { return try await visit.proceed() }
        let name = try await visit.shownName(of: user)
        return .view(
            View(
                visit.words.secondFactorTitle, lead: visit.words.secondFactorLead,
                "\(visit.who(name))<ul class=\"choices\">\(rows)</ul>"))
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
