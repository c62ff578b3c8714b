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

    private var hasSecond: Bool {
        let proofs = [
            factors.totp, factors.otpSMS, factors.otpEmail, factors.recoveryCode, factors.webAuthn,
        ]
        return proofs.contains { counts($0, login.secondFactorCheckLifetime) }
    }

    /// Whether the policy asks for two factors.
    var isForced: Bool {
        login.forcesMFA
            || (login.forcesMFAOnLocalUsers && !counts(factors.intent, login.identityProviderCheckLifetime))
    }

    /// A passkey is two factors in one. Who has set up a second factor shows it, whatever the policy; who has none sets
    /// one up if the policy forces it, and is asked now and then if it does not.
    fileprivate var missingFactor: NextStep? {
        if hasPasskey { return nil }
        let own = Self.secondFactors.filter(methods.contains)
        if !own.isEmpty {
            let codes: [AuthenticationMethod] = methods.contains(.recoveryCode) ? [.recoveryCode] : []
            return hasSecond ? nil : .secondFactor(own + codes)
        }
        let ownsPasskey = methods.contains(.passkey) && login.allowsPasskeys
        if isForced { return ownsPasskey ? .secondFactor([.passkey]) : .setUpFactor(isForced: true) }
        guard !ownsPasskey, login.mfaInitSkipLifetime > .zero, !offersNothing else { return nil }
        if let skipped = human.mfaInitSkippedAt, skipped + login.mfaInitSkipLifetime > now { return nil }
        return .setUpFactor(isForced: false)
    }

    private var offersNothing: Bool {
        login.secondFactors.allSatisfy { $0 == .recoveryCodes } && login.multiFactors.isEmpty
    }

    fileprivate var needsNewPassword: Bool {
        methods.contains(.password) && human.needsNewPassword(after: factors, expiry, at: now)
    }
}
