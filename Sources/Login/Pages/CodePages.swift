internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    static let totp = code(.totp, at: .totp, "otp-totp")
    static let otpSMS = code(.sms, at: .otpSMS, "otp-sms")
    static let otpEmail = code(.email, at: .otpEmail, "otp-email")
    static let recoveryCode = code(.recovery, at: .recoveryCode, "otp-recovery")

    /// A second factor that is typed.
    private static func code(_ factor: CodeFactor, at place: Place, _ name: StaticString) -> Page {
        Page(place, name) { (visit) async throws(DomainError) in
            if let linked = visit.query["sessionId"] { try visit.enter(linked: Model.Session.ID(linked)) }
            let (_, user) = try await visit.proven()
            visit.home = user.organizationID
            // A code is sent once, however often the page is loaded.
            if let channel = factor.channel, visit.flow.pending?["sent"] == nil, visit.query["code"] == nil {
                guard try await visit.sendOrWait(channel) else { return .go(.secondFactor) }
                visit.flow.pending = ["sent": true]
                return .go(place)
            }
            return .view(visit.codeView(factor, at: place, for: try await visit.shownName(of: user)))
        } submit: { (visit, form) async throws(DomainError) in
            let (session, _) = try await visit.proven()
            if form["action"] == "again" {
                visit.flow.pending = nil
                return .go(place)
            }
            let typed = (form["code"] ?? "").trimmingBlanks
            guard visit.accepts([("code", typed)]) else {
                return .go(place)
            }
            let checks = SessionChecks(typed, factor)
            try await visit.keep(
                visit.parts.sessions.change(
                    session.id, SessionRequest(checks: checks), by: visit.parts.caller))
            return try await visit.proceed()
        }
    }
}

extension CodeFactor {
    fileprivate var channel: MessageChannel? {
        switch self {
        case .sms: .sms
        case .email: .email
        case .totp, .recovery: nil
        }
    }
}

extension SessionChecks {
    fileprivate init(_ typed: String, _ factor: CodeFactor) {
        self.init()
        // People group digits as they read them.
        let digits = typed.filter { !" -".contains($0) }
        switch factor {
        case .totp: totp = digits
        case .sms: otpSMS = digits
        case .email: otpEmail = digits
        case .recovery: recoveryCode = typed.lowercased()
        }
    }
}

extension Visit {
    /// Takes up the session that a link in a mail names, if it is one of this browser's.
    fileprivate mutating func enter(linked id: Model.Session.ID) throws(DomainError) {
        guard let account = browser.account(id) else { throw .loginIsOver }
        flow.session = id
        flow.request = flow.request ?? account.request
    }

    /// Sends a code, or tells that one was sent just now.
    /// - Returns: `false` when none can be sent: the address is not confirmed, or codes are not set up any more.
    fileprivate mutating func sendOrWait(_ channel: MessageChannel) async throws(DomainError) -> Bool {
        do throws(DomainError) {
            try await send(channel)
        } catch {
            switch error.id {
            case "SESSION-C0de5": note(Notice(error))
            case "COMMAND-JKLJ3", "COMMAND-BJ2g3": return false
            default: throw error
            }
        }
        return true
    }

    private mutating func send(_ channel: MessageChannel) async throws(DomainError) {
        guard let id = flow.session else { throw .loginIsOver }
        var challenges = SessionChallenges()
        switch channel {
        case .sms: challenges.otpSMS = .sent(nil)
        case .email: challenges.otpEmail = .sent(nil)
        }
        try await keep(parts.sessions.change(id, SessionRequest(challenges: challenges), by: parts.caller))
    }

    fileprivate func codeView(_ factor: CodeFactor, at place: Place, for name: String) -> View {
        var code = Field.code(words.codeLabel(factor), hint: nil, digits: 6)
        code.value = (query["code"] ?? "").filter { $0.isASCII && ($0.isNumber || $0.isLetter) }
        if factor == .recovery {
            code.autocomplete = "off"
            code.extra = " autocapitalize=\"none\" spellcheck=\"false\" class=\"phrase\""
        }
        let again: HTML? = factor.channel == nil ? nil : secondaryButton(words.sendAgain, action: "again")
        return View(
            words.codeTitle(factor), lead: words.codeLead(factor),
            """
            \(who(name))
            \(form(place, "\(field(code))\(button(words.confirm))\(again)"))
            \(links([
                link(words.otherFactor, url(.secondFactor) { $0.pending = nil })
            ]))
            \(cancelForm(place))
            """)
    }
}
