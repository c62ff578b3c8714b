internal import Model
internal import Platform

/// What is still to be done before somebody counts as signed in. A pure decision over what was proven and what the
/// settings ask for.
enum NextStep: Sendable, Hashable {
    case firstFactor
    /// One of these.
    case secondFactor([AuthenticationMethod])
    case setUpFactor(isForced: Bool)
    case changePassword
    /// The application requires what this person neither has nor can set up.
    case unmet
    case done

    /// What the decision is made from.
    struct Facts: Sendable {
        var factors: SessionFactors
        var methods: [AuthenticationMethod]
        var human: Human
        var login: LoginSettings
        var expiry = PasswordExpirySettings()
        /// The moment since which somebody must have proven who they are; `nil` when any proof that still counts will do.
        var since: Timestamp?
        /// The weakest sign-in that the application accepts; `nil` for any.
        var leastClass: ContextClass?
        var now: Timestamp
    }

    init(_ facts: Facts) {
        guard facts.hasFirst else {
            self = .firstFactor
            return
        }
        // What has to be comes before what is offered.
        let factor = facts.missingFactor
        if factor == nil || factor == .setUpFactor(isForced: false), facts.needsNewPassword {
            self = .changePassword
        } else {
            self = factor ?? .done
        }
    }
}

extension NextStep.Facts {
    /// What stands beside a password. A recovery code stands in for any of them.
    static let secondFactors: [AuthenticationMethod] = [.totp, .u2f, .otpEmail, .otpSMS]

    /// Whether the proof is recent enough, and for how long it counts.
    private func counts(_ moment: Timestamp?, _ lifetime: Duration) -> Bool {
        guard let moment, moment >= since ?? moment else { return false }
        return lifetime <= .zero || moment + lifetime > now
    }

    fileprivate var hasFirst: Bool {
        counts(factors.password, login.passwordCheckLifetime)
            || counts(factors.intent, login.identityProviderCheckLifetime) || hasPasskey
    }

    private var hasPasskey: Bool {
        login.allowsPasskeys && factors.isUserVerified && counts(factors.webAuthn, login.multiFactorCheckLifetime)
    }

    /// Whether a key was used that proves nothing to another site, beside another factor.
    private var hasKey: Bool { counts(factors.webAuthn, login.secondFactorCheckLifetime) }

    private var hasSecond: Bool {
        let proofs = [factors.totp, factors.otpSMS, factors.otpEmail, factors.recoveryCode]
        return hasKey || proofs.contains { counts($0, login.secondFactorCheckLifetime) }
    }

    /// Whether the policy asks for two factors.
    var isForced: Bool {
        login.forcesMFA
            || (login.forcesMFAOnLocalUsers && !counts(factors.intent, login.identityProviderCheckLifetime))
    }

    private var ownsPasskey: Bool { methods.contains(.passkey) && login.allowsPasskeys }

    /// A passkey is two factors in one. Who has set up a second factor shows it, whatever the policy; who has none sets
    /// one up if the policy or the application forces it, and is asked now and then if they do not.
    fileprivate var missingFactor: NextStep? {
        if hasPasskey { return nil }
        let needsKey = leastClass == .phishingResistant && !hasKey
        // A key serves the policy as well, so nothing else is asked for of who has one.
        if needsKey, !ownKeys.isEmpty { return .secondFactor(ownKeys) }
        let own = Self.secondFactors.filter(methods.contains)
        if !own.isEmpty, !hasSecond {
            let codes: [AuthenticationMethod] = methods.contains(.recoveryCode) ? [.recoveryCode] : []
            return .secondFactor(own + codes)
        }
        if needsKey { return requiredSetUp }
        guard own.isEmpty else { return nil }
        let requiresTwo = leastClass.map { $0 >= .multiFactor } ?? false
        if isForced || requiresTwo, ownsPasskey { return .secondFactor([.passkey]) }
        if requiresTwo { return requiredSetUp }
        if isForced { return .setUpFactor(isForced: true) }
        guard !ownsPasskey, login.mfaInitSkipLifetime > .zero, !choices.isEmpty else { return nil }
        if let skipped = human.mfaInitSkippedAt, skipped + login.mfaInitSkipLifetime > now { return nil }
        return .setUpFactor(isForced: false)
    }

    private var ownKeys: [AuthenticationMethod] {
        (methods.contains(.u2f) ? [.u2f] : []) + (ownsPasskey ? [.passkey] : [])
    }

    /// For what the application requires there has to be something to set up.
    private var requiredSetUp: NextStep {
        choices.isEmpty && !couldOfferEmail ? .unmet : .setUpFactor(isForced: true)
    }

    /// What the person can set up: what the policy offers, the state of the account allows, and serves the application.
    var choices: [FactorChoice] { FactorChoice.allCases.filter { isOffered($0) && $0.serves(leastClass) } }

    private func isOffered(_ choice: FactorChoice) -> Bool {
        switch choice {
        case .passkey: login.allowsPasskeys && login.multiFactors.contains(.passkey)
        case .totp: login.secondFactors.contains(.totp)
        case .securityKey: login.secondFactors.contains(.u2f)
        case .sms: login.secondFactors.contains(.otpSMS) && human.isPhoneVerified
        case .email: login.secondFactors.contains(.otpEmail) && human.isEmailVerified
        case .recovery: Self.secondFactors.contains(where: methods.contains)
        }
    }

    /// Whether a confirmed e-mail address would be one choice more.
    var couldOfferEmail: Bool {
        login.secondFactors.contains(.otpEmail) && !human.isEmailVerified && FactorChoice.email.serves(leastClass)
    }

    fileprivate var needsNewPassword: Bool {
        methods.contains(.password) && human.needsNewPassword(after: factors, expiry, at: now)
    }
}

extension FactorChoice {
    /// Whether a sign-in with the factor, beside a first one, is as strong as an application requires.
    fileprivate func serves(_ least: ContextClass?) -> Bool {
        guard let least else { return true }
        return switch self {
        case .passkey, .securityKey: true
        case .totp, .sms, .email, .recovery: least <= .multiFactor
        }
    }
}
