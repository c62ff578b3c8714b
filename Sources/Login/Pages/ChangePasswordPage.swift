internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Another password, by choice or because it has to be.
    static let changePassword = Page(.changePassword, "password-change") { (visit) async throws(DomainError) in
        let standing = try await visit.enrolment(isChangingPassword: true)
        let words = visit.words
        let current = Field.password("current", words.currentPasswordLabel).with {
            $0.isFocused = true
            $0.isRefused = visit.flow.notice == .currentPasswordWrong
        }
        let isForced = try await visit.mustChangePassword()
        let name = try await visit.shownName(of: standing.user)
        return .view(
            View(
                words.changePasswordTitle, lead: isForced ? words.changePasswordForcedLead : words.changePasswordLead,
                """
                \(visit.who(name))
                \(visit.form(
                    .changePassword,
                    "\(visit.field(current))\(try await visit.newPasswordFields())\(visit.button(words.save))"))
                \(visit.links([isForced ? nil : visit.link(words.back, visit.url(.signedIn))]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let standing = try await visit.enrolment(isChangingPassword: true)
        let user = standing.user
        guard let new = visit.newPassword(of: form), let current = form["current"], !current.isEmpty else {
            if visit.flow.notice == nil { visit.note(.fieldMissing) }
            return .go(.changePassword)
        }
        do throws(DomainError) {
            _ = try await visit.parts.humans.setPassword(
                of: UserTarget(user.id),
                PasswordChange(new: .plain(new), isChangeRequired: false, proof: .current(Secret(current))),
                by: .signedIn(user, in: standing.session.id))
        } catch {
            guard Notice(error) == .wrongPassword else { throw error }
            visit.note(.currentPasswordWrong)
            return .go(.changePassword)
        }
        // A proof with the old password ends with it: this session goes on with the new one.
        var checks = SessionChecks()
        checks.user = .id(user.id)
        checks.password = new
        let lifetime = try await visit.lifetime(of: user.organizationID)
        try await visit.prove(SessionRequest(checks: checks, lifetime: lifetime), as: user)
        visit.note(.passwordIsSet)
        return try await visit.proceed()
    }
}

extension Visit {
    fileprivate func mustChangePassword() async throws(DomainError) -> Bool {
        let (session, user) = try await signedIn()
        guard let human = user.human else { throw .loginIsOver }
        let facts = NextStep.Facts(
            factors: session.factors, methods: try await methods(of: user), human: human,
            login: try await settings(of: user.organizationID), expiry: try await settings(of: user.organizationID),
            now: now)
        return NextStep(facts) == .changePassword
    }

    /// Two lines for a new password, with the rules that hold.
    func newPasswordFields() async throws(DomainError) -> HTML {
        let policy: PasswordComplexitySettings = try await settings(of: home)
        let parts: [(Bool, Notice.PasswordPart)] = [
            (policy.requiresLowercase, .lowercase), (policy.requiresUppercase, .uppercase),
            (policy.requiresNumber, .number), (policy.requiresSymbol, .symbol),
        ]
        let hints = PasswordHints(length: Int(policy.leastLength), parts: parts.filter(\.0).map(\.1))
        let rules = words.passwordRules(hints).map { rule -> HTML in "<li>\(rule)</li>" }
        let isRefused = flow.notice != .currentPasswordWrong
        let new = Field.password("new", words.newPasswordLabel, isNew: true).with { $0.isRefused = isRefused }
        let again = Field.password("again", words.repeatPasswordLabel, isNew: true).with {
            $0.isRefused = flow.notice == .passwordsDiffer
        }
        return "\(field(new))<ul class=\"rules\">\(rules)</ul>\(field(again))"
    }

    /// What was typed twice; else what is wrong is noted.
    mutating func newPassword(of form: Form) -> Secret<String>? {
        guard let new = form["new"], let again = form["again"], !new.isEmpty, !again.isEmpty else {
            note(.fieldMissing)
            return nil
        }
        guard new == again else {
            note(.passwordsDiffer)
            return nil
        }
        return Secret(new)
    }
}
