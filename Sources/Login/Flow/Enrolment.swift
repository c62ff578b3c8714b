internal import Domain
internal import Model
internal import Platform

/// Somebody who may set up credentials, and which.
struct Enrolment: Sendable {
    let session: Model.Session
    let user: User
    let facts: NextStep.Facts
    let step: NextStep
    /// Whether the policy lets nobody in who has not set up a factor more.
    let isForcedByPolicy: Bool

    var choices: [FactorChoice] { facts.choices }

    /// Whether the policy would be content, and the application is not.
    var isRequired: Bool { step == .setUpFactor(isForced: true) && !isForcedByPolicy }

    /// How old a proof may be for somebody to change credentials.
    private static let patience = Duration.minutes(15)

    /// Whom the policy does not make set a factor up has proven lately who they are: a browser that was left alone changes
    /// no factor for whoever finds it, and whoever that is may ask in the name of any application.
    /// - Throws: ``DomainError/proofTooOld``.
    func requireRecentProof() throws(DomainError) {
        guard !isForcedByPolicy else { return }
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
        home = user.organizationID
        var facts = try await facts(session, user)
        let isForcedByPolicy = NextStep(facts) == .setUpFactor(isForced: true)
        facts.leastClass = try await authRequest()?.parameters.leastClass
        let step = NextStep(facts)
        switch step {
        case .firstFactor, .secondFactor: throw .loginIsOver
        case .changePassword: guard isChangingPassword else { throw .passwordChangeRequired }
        case .setUpFactor, .unmet, .done: break
        }
        return Enrolment(
            session: session, user: user, facts: facts, step: step, isForcedByPolicy: isForcedByPolicy)
    }

    /// The same for one factor, which the policy must offer, soon after a proof.
    /// - Throws: ``DomainError/factorNotOffered``, ``DomainError/proofTooOld``.
    mutating func enrolment(_ choice: FactorChoice) async throws(DomainError) -> Enrolment {
        let standing = try await enrolment()
        guard standing.choices.contains(choice) else { throw .factorNotOffered }
        flow.loginName = standing.user.preferredLoginName
        try standing.requireRecentProof()
        // Who came for nothing else sees afterwards what there is now.
        if standing.step == .done { flow.destination = .setUp }
        return standing
    }

    /// Leads somebody to their first factor, and then back here.
    mutating func proveAgain() async -> Place {
        flow.destination = .setUp
        note(.proveAgain)
        do throws(DomainError) {
            return try await firstFactor(of: signedIn().user)
        } catch {
            return .login
        }
    }
}
