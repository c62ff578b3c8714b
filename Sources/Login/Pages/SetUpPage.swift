internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// What somebody can sign in with, and what can be added. Forced, offered or asked for.
    static let setUp = Page(.setUp, "factor-set-up") { (visit) async throws(DomainError) in
        let standing = try await visit.enrolment()
        let words = visit.words
        let rows = standing.choices.map { visit.row($0, isSetUp: standing.methods.contains($0.method)) }
        let lead =
            switch standing.step {
            case .setUpFactor(isForced: true): words.setUpForcedLead
            case .setUpFactor(isForced: false): words.setUpLead
            default: words.setUpOwnLead
            }
        let isForced = standing.step == .setUpFactor(isForced: true)
        let end: HTML? =
            isForced
            ? nil
            : visit.form(
                .setUp,
                visit.secondaryButton(
                    standing.step == .setUpFactor(isForced: false) ? words.skip : words.done, action: "skip"),
                id: "skip")
        return .view(
            View(words.setUpTitle, lead: lead, "<ul class=\"choices\">\(rows)</ul>\(end)"))
    } submit: { (visit, form) async throws(DomainError) in
        let standing = try await visit.enrolment()
        if form["action"] == "skip" {
            if standing.step == .setUpFactor(isForced: false) {
                _ = try await visit.parts.humans.skipMFAInit(
                    of: UserTarget(standing.user.id), by: .signedIn(standing.user))
            }
            return try await visit.proceed()
        }
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
    fileprivate var method: AuthenticationMethod {
        switch self {
        case .passkey: .passkey
        case .totp: .totp
        case .securityKey: .u2f
        case .sms: .otpSMS
        case .email: .otpEmail
        case .recovery: .recoveryCode
        }
    }

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

/// Somebody who may set up credentials, and which.
struct Enrolment: Sendable {
    let session: Model.Session
    let user: User
    let methods: [AuthenticationMethod]
    let choices: [FactorChoice]
    let step: NextStep
}

extension Visit {
    /// Only somebody who has proven everything that the account has so far sets up more: a password that was found out
    /// adds no factor of its finder (spec: enrolment needs a verified primary factor).
    /// - Parameter isChangingPassword: nothing else is done before a password is changed that has to be.
    /// - Throws: ``DomainError/passwordChangeRequired``.
    mutating func enrolment(isChangingPassword: Bool = false) async throws(DomainError) -> Enrolment {
        let (session, user) = try await signedIn()
        guard let human = user.human else { throw .loginIsOver }
        home = user.organizationID
        let login: LoginSettings = try await settings(of: user.organizationID)
        let methods = try await methods(of: user)
        let step = NextStep(
            NextStep.Facts(
                factors: session.factors, methods: methods, human: human, login: login,
                expiry: try await settings(of: user.organizationID), now: now))
        switch step {
        case .firstFactor, .secondFactor: throw .loginIsOver
        case .changePassword: guard isChangingPassword else { throw .passwordChangeRequired }
        case .setUpFactor, .done: break
        }
        let hasSecond = !NextStep.Facts.secondFactors.filter(methods.contains).isEmpty
        let choices = FactorChoice.allCases.filter { choice in
            switch choice {
            case .passkey: login.allowsPasskeys && login.multiFactors.contains(.passkey)
            case .totp: login.secondFactors.contains(.totp)
            case .securityKey: login.secondFactors.contains(.u2f)
            case .sms: login.secondFactors.contains(.otpSMS) && human.isPhoneVerified
            case .email: login.secondFactors.contains(.otpEmail) && human.isEmailVerified
            case .recovery: hasSecond
            }
        }
        return Enrolment(session: session, user: user, methods: methods, choices: choices, step: step)
    }

    /// The same for one factor, which the policy must offer. Who is not made to set one up has proven lately who they
    /// are: a browser that was left alone adds no factor of whoever finds it.
    /// - Throws: ``DomainError/factorNotOffered``, ``DomainError/proofTooOld``.
    mutating func enrolment(_ choice: FactorChoice) async throws(DomainError) -> Enrolment {
        let standing = try await enrolment()
        guard standing.choices.contains(choice) else { throw .factorNotOffered }
        guard standing.step != .setUpFactor(isForced: true) else { return standing }
        guard let proven = standing.session.factors.firstProvenAt, proven > now - Self.enrolmentPatience else {
            flow.loginName = standing.user.preferredLoginName
            throw .proofTooOld
        }
        return standing
    }

    /// Leads somebody to their first factor, and then back here.
    mutating func proveAgain() async -> Place {
        flow.returnsToSetUp = true
        note(.proveAgain)
        do throws(DomainError) {
            return try await firstFactor(of: signedIn().user)
        } catch {
            return .login
        }
    }

    /// How old a proof may be for somebody to add credentials.
    private static let enrolmentPatience = Duration.minutes(15)

    fileprivate func row(_ choice: FactorChoice, isSetUp: Bool) -> HTML {
        // Of keys and codes there can be more.
        let isFinal = isSetUp && [.totp, .sms, .email].contains(choice)
        let tag: HTML? = isSetUp ? "<span class=\"tag\">\(words.isSetUp)</span>" : nil
        let text: HTML = """
            <span class="text"><strong>\(words.factorName(choice))</strong>\
            <span class="sub">\(words.factorText(choice))</span></span>\(tag)
            """
        if isFinal { return "<li><div class=\"row\">\(text)</div></li>" }
        let button: HTML = """
            <button type="submit" name="factor" value="\(choice.rawValue)">\(text)\
            <span class="arrow" aria-hidden="true">›</span></button>
            """
        return "<li>\(form(.setUp, button))</li>"
    }
}
