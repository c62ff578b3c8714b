internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Another password, by choice or because it has to be.
    static let changePassword = Page(.changePassword, "password-change") { (visit) async throws(DomainError) in
        let standing = try await visit.enrolment(isChangingPassword: true)
        let words = visit.words
        let current = Field.password("current", words.currentPasswordLabel).with { $0.isFocused = true }
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
                \(visit.cancelForm(.changePassword))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let standing = try await visit.enrolment(isChangingPassword: true)
        let user = standing.user
        let current = form["current"] ?? ""
        guard let new = visit.newPassword(of: form, and: [("current", current)]) else { return .go(.changePassword) }
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
        return NextStep(try await facts(session, user)) == .changePassword
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
        let new = Field.password("new", words.newPasswordLabel, isNew: true)
        let again = Field.password("again", words.repeatPasswordLabel, isNew: true)
        return "\(field(new))<ul class=\"rules\">\(rules)</ul>\(field(again))"
    }

    /// What was typed twice; else what is wrong is noted, also with what is needed besides.
    /// - Parameters:
    ///   - lines: by the names of their fields.
    ///   - passwords: the same.
    mutating func newPassword(
        of form: Form, beside lines: [(String, String)] = [], and passwords: [(String, String)] = []
    ) -> Secret<String>? {
        let (new, again) = (form["new"] ?? "", form["again"] ?? "")
        guard accepts(lines, and: passwords + [("new", new), ("again", again)]) else { return nil }
        guard new == again else {
            note(.passwordsDiffer)
            return nil
        }
        return Secret(new)
    }
}
