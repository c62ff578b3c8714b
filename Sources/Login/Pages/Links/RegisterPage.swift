internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Somebody makes an account, where the settings allow that.
    static let register = Page(.register, "register") { (visit) async throws(DomainError) in
        let login: LoginSettings = try await visit.settings(of: visit.registrar)
        visit.home = visit.registrar
        guard login.allowsRegistration, login.allowsPassword else {
            visit.note(.registrationClosed)
            return .go(.loginName)
        }
        let words = visit.words
        let typed = visit.flow.pending?["registration"]
        let fields = Registration.fields.map { name, type -> HTML in
            visit.field(
                Field(name, words.registrationLabel(name.description)).with {
                    $0.value = typed?[name.description]?.stringValue ?? ""
                    $0.autocomplete = type
                    if name.description == "email" { $0.kind = .email }
                })
        }
        return .view(
            View(
                words.registerTitle, lead: words.registerLead(visit.parts.instance.name),
                """
                \(visit.form(
                    .register, "\(fields)\(try await visit.newPasswordFields())\(visit.button(words.register))"))
                \(visit.links([visit.link(words.registerHasAccount, visit.url(.loginName) { $0.pending = nil })]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let organization = visit.registrar
        let login: LoginSettings = try await visit.settings(of: organization)
        guard login.allowsRegistration, login.allowsPassword else {
            visit.note(.registrationClosed)
            return .go(.loginName)
        }
        let typed = Registration(form)
        visit.flow.pending = ["registration": .object(typed.json)]
        guard let password = visit.newPassword(of: form, beside: typed.lines) else { return .go(.register) }
        try await visit.parts.limits.count(.registrations, from: visit.request.clientAddress)
        let added = try await visit.parts.humans.add(
            NewHuman(
                profile: HumanProfile(
                    givenName: typed.givenName, familyName: typed.familyName,
                    preferredLanguage: visit.language.rawValue), email: typed.email, emailProof: .code(.send(nil)),
                password: .plain(password)), to: organization, by: visit.parts.caller)
        let user = try await visit.parts.users.user(UserTarget(added.id), by: visit.parts.caller)
        var checks = SessionChecks()
        checks.user = .id(user.id)
        checks.password = password
        visit.flow.session = nil
        try await visit.prove(
            SessionRequest(checks: checks, lifetime: try await visit.lifetime(of: organization)), as: user)
        visit.flow.loginName = user.preferredLoginName
        visit.flow.pending = MailedCode(.email, user: user.id).pending
        return .go(.verify)
    }
}

extension Visit {
    /// Where a new account belongs: where the application wants it, else with the service itself.
    fileprivate var registrar: Organization.ID { flow.organization ?? parts.instance.defaultOrganizationID }
}

/// What somebody has typed who makes an account, passwords aside: it is shown again when something is wrong with it.
private struct Registration: Sendable {
    /// Names with the tokens by which a browser fills them in.
    static let fields: [(name: StaticString, autocomplete: String)] = [
        ("givenName", "given-name"), ("familyName", "family-name"), ("email", "email"),
    ]

    let givenName: String
    let familyName: String
    let email: String

    init(_ form: Form) {
        givenName = (form["givenName"] ?? "").trimmingBlanks
        familyName = (form["familyName"] ?? "").trimmingBlanks
        email = (form["email"] ?? "").trimmingBlanks
    }

    /// By the names of their fields.
    var lines: [(String, String)] { [("givenName", givenName), ("familyName", familyName), ("email", email)] }

    /// For the step, where there is no room for what is too long.
    var json: JSONObject {
        guard lines.allSatisfy({ $0.1.isOfLineLength }) else { return [:] }
        return ["givenName": .string(givenName), "familyName": .string(familyName), "email": .string(email)]
    }
}
