internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// A passkey, which is two factors in one: the first page for people who have one.
    static let passkey = Page(.passkey, "passkey") { (visit) async throws(DomainError) in
        guard let name = visit.flow.loginName else { return .go(.login) }
        // Each look at the page is a session, at the word of a name.
        try await visit.parts.limits.count(.passkeyQuestions, from: visit.request.clientAddress)
        let entry = try await visit.parts.directory.entry(for: name, within: visit.flow.organization)
        visit.home = entry.organizationID
        let login: LoginSettings = try await visit.settings(of: entry.user?.organizationID ?? entry.organizationID)
        // Where names are not told apart, neither are the settings of the organizations that they belong to.
        let settings = entry.settings.ignoresUnknownUsernames ? entry.settings : login
        guard settings.allowsPasskeys else {
            visit.note(.noPasskey)
            return .go(.password)
        }
        do throws(DomainError) {
            // Nobody has no passkey either.
            guard let user = entry.user, login.allowsPasskeys else {
                throw DomainError(.notFound, "QUERY-Dfbg2", "User could not be found")
            }
            let options = try await visit.challenge(user, .required)
            return .view(visit.keyView(.passkey, options, for: name, allowsPassword: settings.allowsPassword))
        } catch {
            guard error.kind != .unavailable, error.kind != .deadlineExceeded,
                error.kind != .internal || error.id == "WEBAU-4G8sw"
            else { throw error }
            // Where names are not told apart, nobody learns either who has a passkey.
            guard !entry.settings.ignoresUnknownUsernames else {
                // Somebody's passkeys are the same under each of their names.
                let credentials = visit.parts.seals.decoys(for: entry.accountName)
                let decoy = try visit.parts.passkeys.decoy(domain: visit.parts.host, credentials: credentials)
                try await visit.keepDecoy()
                return .view(visit.keyView(.passkey, decoy, for: name, allowsPassword: settings.allowsPassword))
            }
            visit.note(.noPasskey)
            return .go(.password)
        }
    } submit: { (visit, form) async throws(DomainError) in
        if try await visit.overview() == nil, let name = visit.flow.loginName,
            try await visit.parts.directory.entry(for: name, within: visit.flow.organization).settings
                .ignoresUnknownUsernames
        {
            // The answer to a decoy is as wrong as another person's.
            visit.note(.passkeyFailed)
            return .go(.passkey)
        }
        return try await visit.check(key: form)
    }

    /// A security key beside a password.
    static let securityKey = Page(.securityKey, "security-key") { (visit) async throws(DomainError) in
        let (_, user) = try await visit.proven()
        visit.home = user.organizationID
        let options = try await visit.challenge(user, .discouraged)
        return .view(visit.keyView(.securityKey, options, for: try await visit.shownName(of: user)))
    } submit: { (visit, form) async throws(DomainError) in
        _ = try await visit.proven()
        return try await visit.check(key: form)
    }
}

extension Visit {
    /// Makes the challenge for an authenticator in the flow's session, or in a new one.
    fileprivate mutating func challenge(
        _ user: User, _ verification: UserVerification
    ) async throws(DomainError) -> JSONObject {
        var challenges = SessionChallenges()
        challenges.webAuthn = WebAuthnRequest(domain: parts.host, userVerification: verification)
        var checks = SessionChecks()
        let change: SessionChange
        if let own = try await overview(), own.user?.id == user.id {
            change = try await parts.sessions.change(
                own.session.id, SessionRequest(challenges: challenges, isRecorded: false), by: parts.caller)
        } else {
            checks.user = .id(user.id)
            change = try await parts.sessions.create(
                SessionRequest(
                    checks: checks, challenges: challenges, lifetime: Self.unprovenLifetime, isRecorded: false),
                agent: agent, by: parts.caller)
        }
        try await keep(change)
        return change.challenges.webAuthn ?? [:]
    }

    fileprivate mutating func check(key form: Form) async throws(DomainError) -> Answer {
        let (session, user) = try await signedIn()
        var checks = SessionChecks()
        checks.webAuthn = try Self.credential(of: form)
        // The first proof makes a session of what was made for a question.
        let lifetime = session.factors.hasFirst ? nil : try await lifetime(of: user.organizationID)
        try await keep(
            parts.sessions.change(
                session.id, SessionRequest(checks: checks, lifetime: lifetime), by: parts.caller))
        return try await proceed()
    }

    /// What the script has put into the form.
    static func credential(of form: Form) throws(DomainError) -> JSONObject {
        let text = form["credential"] ?? ""
        // What is no JSON came from no script of ours.
        guard text.utf8.count <= 100_000, let value = try? JSONValue(parsing: Array(text.utf8)),
            let object = value.objectValue
        else { throw DomainError(.invalidArgument, "WEBAU-sEr8c", "The credential cannot be read") }
        return object
    }

    fileprivate func keyView(
        _ kind: FactorChoice, _ options: JSONObject, for name: String, allowsPassword: Bool = true
    ) -> View {
        let isPasskey = kind == .passkey
        let password = allowsPassword ? link(words.usePassword, url(.password)) : nil
        let ways = isPasskey ? [password] : [link(words.otherFactor, url(.secondFactor))]
        return View(
            isPasskey ? words.passkeyTitle : words.securityKeyTitle,
            lead: isPasskey ? words.passkeyLead : words.securityKeyLead, hasScript: true,
            """
            \(who(name))
            \(keyForm(isPasskey ? .passkey : .securityKey, "get", options, button: words.useKey))
            \(links(ways))
            \(cancelForm(isPasskey ? .passkey : .securityKey))
            """)
    }

    /// A form that the script fills in.
    /// - Parameter kind: what the script does: `get` or `create`.
    func keyForm(_ place: Place, _ kind: StaticString, _ options: JSONObject, fields: HTML = "", button text: String)
        -> HTML
    {
        let body: HTML = """
            <input type="hidden" name="credential" value="">
            \(fields)
            \(button(text))
            """
        return """
            <div class="notice alert" role="alert" id="problem" tabindex="-1" hidden><p></p></div>
            <noscript><div class="notice alert"><p>\(words.scriptNeeded)</p></div></noscript>
            \(form(place, body, script: ScriptData(
                kind: kind.description, options: JSONValue.object(options).text, unsupported: words.keyUnsupported,
                failed: words.keyFailed, known: words.keyKnown)))
            """
    }
}

/// What the script reads from its form.
struct ScriptData: Sendable {
    let kind: String
    let options: String
    let unsupported: String
    let failed: String
    let known: String

    var attributes: HTML {
        """
         data-kind="\(kind)" data-options="\(options)" data-unsupported="\(unsupported)" data-failed="\(failed)"\
         data-known="\(known)"
        """
    }
}
