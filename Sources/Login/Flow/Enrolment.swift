internal import Domain
internal import Model
internal import Platform

/// Somebody who may set up credentials, and which.
struct Enrolment: Sendable {
    let session: Model.Session
    let user: User
    let choices: [FactorChoice]
    let facts: NextStep.Facts
    let step: NextStep

    /// How old a proof may be for somebody to change credentials.
    private static let patience = Duration.minutes(15)

    /// Who is not made to set a factor up has proven lately who they are: a browser that was left alone changes no factor
    /// for whoever finds it.
    /// - Throws: ``DomainError/proofTooOld``.
    func requireRecentProof() throws(DomainError) {
        guard step != .setUpFactor(isForced: true) else { return }
        guard let proven = session.factors.firstProvenAt, proven > facts.now - Self.patience else {
            throw .proofTooOld
        }
    }
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
        let facts = NextStep.Facts(
            factors: session.factors, methods: methods, human: human, login: login,
            expiry: try await settings(of: user.organizationID), now: now)
        let step = NextStep(facts)
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
        return Enrolment(session: session, user: user, choices: choices, facts: facts, step: step)
    }

    /// The same for one factor, which the policy must offer, soon after a proof.
    /// - Throws: ``DomainError/factorNotOffered``, ``DomainError/proofTooOld``.
    mutating func enrolment(_ choice: FactorChoice) async throws(DomainError) -> Enrolment {
        let standing = try await enrolment()
        guard standing.choices.contains(choice) else { throw .factorNotOffered }
        flow.loginName = standing.user.preferredLoginName
        try standing.requireRecentProof()
        // Who came for nothing else sees afterwards what there is now.
        if standing.step == .done { flow.returnsToSetUp = true }
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
}
