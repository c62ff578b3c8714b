internal import Domain
internal import Model
internal import Platform

/// A factor that somebody has: one of several keys, or the only one of its kind.
struct OwnFactor: Sendable, Hashable {
    let choice: FactorChoice
    /// Of a passkey or a security key.
    var key: WebAuthnCredential.ID?
    /// What its owner calls a key.
    var ownName = ""

    func name(in words: any Wording) -> String { ownName.isEmpty ? words.factorName(choice) : ownName }

    /// What stands below the name: what a key is, or what a factor is like.
    func text(in words: any Wording) -> String {
        ownName.isEmpty ? words.factorText(choice) : words.factorName(choice)
    }

    /// For the step.
    var pending: JSONObject {
        ["factor": .string(choice.rawValue), "key": .string(key?.rawValue ?? "")]
    }

    /// Whether a step is about this one.
    func isMeant(by pending: JSONObject?) -> Bool {
        pending?["factor"] == .string(choice.rawValue) && pending?["key"] == .string(key?.rawValue ?? "")
    }
}

extension Visit {
    /// What somebody has set up, in the order in which the pages offer it.
    func ownFactors(of standing: Enrolment) async throws(DomainError) -> [OwnFactor] {
        let caller = Caller.signedIn(standing.user)
        var own = try await parts.passkeys.list(of: UserTarget(standing.user.id), by: caller).map {
            OwnFactor(choice: .passkey, key: $0.id, ownName: $0.name)
        }
        for factor in try await parts.secondFactors.factors(of: standing.user.id, by: caller) where factor.isReady {
            switch factor.kind {
            case .totp: own.append(OwnFactor(choice: .totp))
            case .u2f(let id, let name):
                own.append(OwnFactor(choice: .securityKey, key: WebAuthnCredential.ID(id), ownName: name))
            case .otpSMS: own.append(OwnFactor(choice: .sms))
            case .otpEmail: own.append(OwnFactor(choice: .email))
            }
        }
        if standing.facts.methods.contains(.recoveryCode) { own.append(OwnFactor(choice: .recovery)) }
        let order = FactorChoice.allCases
        return order.flatMap { choice in own.filter { $0.choice == choice } }
    }
}

extension FactorChoice {
    var method: AuthenticationMethod {
        switch self {
        case .passkey: .passkey
        case .totp: .totp
        case .securityKey: .u2f
        case .sms: .otpSMS
        case .email: .otpEmail
        case .recovery: .recoveryCode
        }
    }
}

extension NextStep.Facts {
    /// Whether somebody keeps what the policy forces without a factor: where it wants two factors, one more than the
    /// first remains.
    /// - Parameter own: all that there are.
    func canSpare(_ factor: OwnFactor, of own: [OwnFactor]) -> Bool {
        guard isForced else { return true }
        let rest = own.filter { $0 != factor }.map(\.choice)
        let hasPasskey = login.allowsPasskeys && rest.contains(.passkey)
        return hasPasskey || rest.contains { Self.secondFactors.contains($0.method) }
    }
}
