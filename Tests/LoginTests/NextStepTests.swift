internal import Model
internal import Platform
internal import Testing

@testable internal import Login

@Suite("Login pages: what is still to be proven")
struct NextStepTests {
    private static let now = Timestamp(seconds: 1_800_000_000)
    private static let human = Human(
        givenName: "Minnie", familyName: "Mouse", email: "minnie@mouse.example", isEmailVerified: true,
        passwordChangedAt: now, mfaInitSkippedAt: now)

    private func step(
        _ factors: SessionFactors, _ methods: [AuthenticationMethod] = [.password], since: Timestamp? = nil,
        least: ContextClass? = nil, expiry: Int64 = 0, _ login: (inout LoginSettings) -> Void = { _ in },
        human change: (inout Human) -> Void = { _ in }
    ) -> NextStep {
        var (settings, human, expires) = (LoginSettings(), Self.human, PasswordExpirySettings())
        login(&settings)
        change(&human)
        expires.greatestAge = expiry
        return NextStep(
            NextStep.Facts(
                factors: factors, methods: methods, human: human, login: settings, expiry: expires, since: since,
                leastClass: least, now: Self.now))
    }

    private static let password = SessionFactors(user: now, password: now)

    @Test func `a name alone is no proof, nor is a second factor`() {
        #expect(step(SessionFactors(user: Self.now)) == .firstFactor)
        #expect(step(SessionFactors(user: Self.now, totp: Self.now), [.totp]) == .firstFactor)
        #expect(step(SessionFactors(user: Self.now, webAuthn: Self.now), [.u2f]) == .firstFactor)
    }

    @Test func `a password is enough where nothing else is set up or asked for`() {
        #expect(step(Self.password) == .done)
    }

    @Test func `a passkey is two factors`() {
        let passkey = SessionFactors(user: Self.now, webAuthn: Self.now, isUserVerified: true)
        #expect(step(passkey, [.passkey, .totp]) { $0.forcesMFA = true } == .done)
    }

    @Test func `a passkey counts only where the policy lets it`() {
        let passkey = SessionFactors(user: Self.now, webAuthn: Self.now, isUserVerified: true)
        #expect(step(passkey, [.password, .passkey]) == .done)
        #expect(step(passkey, [.password, .passkey]) { $0.allowsPasskeys = false } == .firstFactor)
    }

    @Test func `a password that has to be changed is, whatever was used`() {
        let passkey = SessionFactors(user: Self.now, webAuthn: Self.now, isUserVerified: true)
        let required: (inout Human) -> Void = { $0.isPasswordChangeRequired = true }
        #expect(step(passkey, [.password, .passkey], human: required) == .changePassword)
        #expect(step(passkey, [.passkey], human: required) == .done)
        // Its age matters to who has used it.
        let old: (inout Human) -> Void = { $0.passwordChangedAt = Self.now - .hours(24) }
        #expect(step(passkey, [.password, .passkey], expiry: 1, human: old) == .done)
        #expect(step(Self.password, expiry: 1, human: old) == .changePassword)
    }

    @Test(arguments: [AuthenticationMethod.totp, .u2f, .otpSMS, .otpEmail])
    func `who has set up a second factor shows it, whatever the policy`(method: AuthenticationMethod) {
        #expect(step(Self.password, [.password, method]) == .secondFactor([method]))
        #expect(step(Self.password, [.password, method, .recoveryCode]) == .secondFactor([method, .recoveryCode]))
    }

    @Test func `of several any one will do, or a recovery code`() {
        let methods: [AuthenticationMethod] = [.password, .totp, .otpSMS]
        #expect(step(Self.password, methods) == .secondFactor([.totp, .otpSMS]))
        for path in [\SessionFactors.totp, \.otpSMS, \.otpEmail, \.webAuthn, \.recoveryCode] {
            var factors = Self.password
            factors[keyPath: path] = Self.now
            #expect(step(factors, methods) == .done)
        }
    }

    @Test func `a forced factor is set up and cannot be skipped`() {
        #expect(step(Self.password) { $0.forcesMFA = true } == .setUpFactor(isForced: true))
        #expect(step(Self.password) { $0.forcesMFAOnLocalUsers = true } == .setUpFactor(isForced: true))
        let vouched = SessionFactors(user: Self.now, intent: Self.now)
        #expect(step(vouched, []) { $0.forcesMFAOnLocalUsers = true } == .done)
        #expect(step(vouched, []) { $0.forcesMFA = true } == .setUpFactor(isForced: true))
        #expect(step(Self.password, [.password, .passkey]) { $0.forcesMFA = true } == .secondFactor([.passkey]))
    }

    @Test func `a factor is offered to those who have not said no lately`() {
        #expect(step(Self.password, human: { $0.mfaInitSkippedAt = nil }) == .setUpFactor(isForced: false))
        let long = Self.now - .hours(720)
        #expect(step(Self.password, human: { $0.mfaInitSkippedAt = long }) == .setUpFactor(isForced: false))
        #expect(
            step(Self.password, [.password], { $0.mfaInitSkipLifetime = .zero }, human: { $0.mfaInitSkippedAt = nil })
                == .done)
        let nothing: (inout LoginSettings) -> Void = {
            $0.secondFactors = []
            $0.multiFactors = []
        }
        #expect(step(Self.password, [.password], nothing, human: { $0.mfaInitSkippedAt = nil }) == .done)
    }

    @Test func `a proof counts for as long as the settings say, to the millisecond`() {
        let last = Self.now - .hours(240) + .milliseconds(1)
        #expect(step(SessionFactors(password: last)) == .done)
        #expect(step(SessionFactors(password: Self.now - .hours(240))) == .firstFactor)
        #expect(step(SessionFactors(password: last)) { $0.passwordCheckLifetime = .zero } == .done)
        let second = SessionFactors(password: Self.now, totp: Self.now - .hours(18))
        #expect(step(second, [.password, .totp]) == .secondFactor([.totp]))
        let key = SessionFactors(webAuthn: Self.now - .hours(12), isUserVerified: true)
        #expect(step(key, [.passkey]) == .firstFactor)
    }

    @Test func `GHSA-hp74-gm6m-2qm5: an application that wants a fresh proof gets one of each factor`() {
        let old = Self.now - .minutes(5)
        #expect(step(SessionFactors(password: old), since: Self.now) == .firstFactor)
        #expect(step(Self.password, since: Self.now) == .done)
        let both = SessionFactors(password: Self.now, totp: old)
        #expect(step(both, [.password, .totp], since: Self.now) == .secondFactor([.totp]))
        let other = SessionFactors(password: old, totp: Self.now)
        #expect(step(other, [.password, .totp], since: Self.now) == .firstFactor)
    }

    @Test func `a password is changed when it has to be, after everything was proven`() {
        let methods: [AuthenticationMethod] = [.password]
        #expect(step(Self.password, methods, human: { $0.isPasswordChangeRequired = true }) == .changePassword)
        let day = Self.now - .hours(24 * 30)
        #expect(step(Self.password, methods, expiry: 30, human: { $0.passwordChangedAt = day }) == .changePassword)
        let later = day + .milliseconds(1)
        #expect(step(Self.password, methods, expiry: 30, human: { $0.passwordChangedAt = later }) == .done)
        #expect(
            step(Self.password, [.password, .totp], human: { $0.isPasswordChangeRequired = true })
                == .secondFactor([.totp]))
        // And before anything is offered.
        let unasked: (inout Human) -> Void = {
            $0.isPasswordChangeRequired = true
            $0.mfaInitSkippedAt = nil
        }
        #expect(step(Self.password, methods, human: unasked) == .changePassword)
        let passkey = SessionFactors(webAuthn: Self.now, isUserVerified: true)
        #expect(step(passkey, [.passkey, .password], human: unasked) == .changePassword)
    }

    @Test func `OpenID Connect Core §5.5.1.1: what an application requires is asked for as if the policy forced it`() {
        #expect(step(Self.password, least: .oneFactor) == .done)
        #expect(step(Self.password, least: .multiFactor) == .setUpFactor(isForced: true))
        #expect(step(Self.password, [.password, .totp], least: .multiFactor) == .secondFactor([.totp]))
        #expect(step(Self.password, [.password, .passkey]) == .done)
        #expect(step(Self.password, [.password, .passkey], least: .multiFactor) == .secondFactor([.passkey]))
        let both = SessionFactors(password: Self.now, totp: Self.now)
        #expect(step(both, [.password, .totp], least: .multiFactor) == .done)
        // They stand in for a factor that somebody has.
        let codes = SessionFactors(password: Self.now, recoveryCode: Self.now)
        #expect(step(codes, [.password, .recoveryCode], least: .multiFactor) == .setUpFactor(isForced: true))
        #expect(step(codes, [.password, .totp, .recoveryCode], least: .multiFactor) == .done)
    }

    @Test func `OpenID Connect Core §5.5.1.1: an application that requires a key gets one`() {
        let codes = SessionFactors(password: Self.now, totp: Self.now)
        let methods: [AuthenticationMethod] = [.password, .totp]
        #expect(step(Self.password, methods, least: .phishingResistant) == .secondFactor([.totp]))
        #expect(step(codes, methods, least: .phishingResistant) == .setUpFactor(isForced: true))
        #expect(step(codes, methods + [.u2f], least: .phishingResistant) == .secondFactor([.u2f]))
        #expect(step(Self.password, methods + [.u2f], least: .phishingResistant) == .secondFactor([.u2f]))
        #expect(
            step(codes, methods + [.u2f, .passkey], least: .phishingResistant) == .secondFactor([.u2f, .passkey]))
        let key = SessionFactors(password: Self.now, webAuthn: Self.now)
        #expect(step(key, methods + [.u2f], least: .phishingResistant) == .done)
        let passkey = SessionFactors(webAuthn: Self.now, isUserVerified: true)
        #expect(step(passkey, [.passkey], least: .phishingResistant) == .done)
        // A key that was used too long ago, or before the application asked, is used again.
        let old = SessionFactors(password: Self.now, webAuthn: Self.now - .hours(18))
        #expect(step(old, [.password, .u2f], least: .phishingResistant) == .secondFactor([.u2f]))
        let before = SessionFactors(password: Self.now, webAuthn: Self.now - .minutes(1))
        #expect(
            step(before, [.password, .u2f], since: Self.now, least: .phishingResistant) == .secondFactor([.u2f]))
        // Where passkeys do not count, neither does one.
        #expect(
            step(codes, methods + [.passkey], least: .phishingResistant) { $0.allowsPasskeys = false }
                == .setUpFactor(isForced: true))
    }

    @Test func `OpenID Connect Core §5.5.1.1: what somebody neither has nor can set up is not to be had`() {
        let keyless: (inout LoginSettings) -> Void = {
            $0.secondFactors = [.totp]
            $0.multiFactors = []
        }
        #expect(step(Self.password, least: .phishingResistant, keyless) == .unmet)
        #expect(step(Self.password, least: .multiFactor, keyless) == .setUpFactor(isForced: true))
        let nothing: (inout LoginSettings) -> Void = {
            $0.secondFactors = [.recoveryCodes, .otpSMS]
            $0.multiFactors = []
            $0.forcesMFA = true
        }
        let unproven: (inout Human) -> Void = {
            $0.isEmailVerified = false
            $0.isPhoneVerified = false
        }
        #expect(step(Self.password, least: .multiFactor, nothing, human: unproven) == .unmet)
        // Of who it is, nobody learns it who has not proven everything there is.
        #expect(step(Self.password, [.password, .totp], least: .phishingResistant, keyless) == .secondFactor([.totp]))
        #expect(step(SessionFactors(user: Self.now), least: .phishingResistant, keyless) == .firstFactor)
    }
}
