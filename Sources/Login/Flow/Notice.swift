internal import Model
internal import Platform

/// What a page tells first: what happened, and with it what to do next. A closed set, whose words each language has.
enum Notice: Sendable, Hashable {
    case fieldMissing
    case fieldTooLong
    case unknownName
    case wrongPassword
    case locked
    case inactive
    /// Too many attempts; try again after so many seconds.
    case slowDown(Int)
    case wrongCode
    case codeExpired
    /// By a link in a mail, or typed: wrong, used, replaced, too old, or tried too often. Which of these is not told, so
    /// that a name of nobody is answered like one of somebody.
    case mailedCodeRefused
    /// Codes are not sent to an address, or a number, that is not confirmed.
    case emailUnconfirmed, phoneUnconfirmed
    case codeSent
    /// Another one may be sent after so many seconds.
    case codeJustSent(Int)
    /// Of something that needs a new proof.
    case proveAgain
    case wrongRecoveryCode
    case passkeyFailed
    case noPasskey
    case passwordsDiffer
    case passwordTooShort
    case passwordTooLong
    case passwordTooSimple(PasswordPart)
    case passwordCommon
    case passwordUnchanged
    case currentPasswordWrong
    case passwordIsSet
    case factorIsSetUp
    case factorIsRemoved
    /// The policy wants a second factor, and there is no other one.
    case lastFactor
    /// Without it nobody could sign in to the account.
    case onlyWayIn
    case sessionIsOver
    case sessionEnded
    case unavailable
    case emailVerified
    case nameTaken
    case emailInvalid
    case registrationClosed
    case unknownDeviceCode
    /// The person, or the provider, did not want to.
    case providerRefused
    case providerFailed
    case providerUnavailable
    /// The provider was to ask anew who it is, and did not.
    case providerDidNotAsk
    /// Nobody here is who comes from the provider, and nobody may become it.
    case strangerToProvider
    /// An account at a provider is linked after a sign-in here.
    case signInToLink
    case accountIsLinked
    case accountIsUnlinked
    /// Somebody else here has the account at the provider.
    case accountIsTaken
    /// The application is not for this person.
    case notAllowed
    /// The application's request is over, or was answered.
    case requestGone
    case consentWithdrawn
    /// An error with an identifier that support can look up.
    case failed(String)

    /// What a password lacks.
    enum PasswordPart: String, Sendable, CaseIterable {
        case lowercase, uppercase, number, symbol
    }

    /// Whether it is good news.
    var isGood: Bool {
        switch self {
        case .codeSent, .passwordIsSet, .factorIsSetUp, .factorIsRemoved, .sessionEnded, .emailVerified, .proveAgain,
            .signInToLink, .accountIsLinked, .accountIsUnlinked, .consentWithdrawn:
            true
        default: false
        }
    }
}

extension Notice {
    private static let plain: [(Notice, String)] = [
        (.fieldMissing, "field"), (.fieldTooLong, "long-field"), (.unknownName, "name"),
        (.wrongPassword, "password"), (.locked, "locked"),
        (.inactive, "inactive"), (.wrongCode, "code"), (.proveAgain, "again"), (.codeExpired, "expired"),
        (.mailedCodeRefused, "mailed"),
        (.codeSent, "sent"), (.emailUnconfirmed, "email-unconfirmed"), (.phoneUnconfirmed, "phone-unconfirmed"),
        (.wrongRecoveryCode, "recovery"), (.passkeyFailed, "passkey"), (.noPasskey, "nopasskey"),
        (.passwordsDiffer, "differ"), (.passwordCommon, "common"), (.passwordTooShort, "short"),
        (.passwordTooLong, "long"), (.passwordUnchanged, "unchanged"),
        (.currentPasswordWrong, "current"), (.passwordIsSet, "set"), (.factorIsSetUp, "factor"),
        (.factorIsRemoved, "removed"), (.lastFactor, "last"), (.onlyWayIn, "only"),
        (.sessionIsOver, "over"), (.sessionEnded, "ended"), (.unavailable, "unavailable"),
        (.emailVerified, "verified"), (.nameTaken, "taken"), (.emailInvalid, "email"),
        (.registrationClosed, "closed"), (.unknownDeviceCode, "device"),
        (.providerRefused, "idp-refused"), (.providerFailed, "idp-failed"),
        (.providerUnavailable, "idp-unavailable"), (.providerDidNotAsk, "idp-unasked"),
        (.strangerToProvider, "idp-stranger"),
        (.signInToLink, "idp-link"), (.accountIsLinked, "idp-linked"), (.accountIsUnlinked, "idp-unlinked"),
        (.accountIsTaken, "idp-taken"),
        (.notAllowed, "access"), (.requestGone, "gone"), (.consentWithdrawn, "withdrawn"),
    ]

    /// As it stands in a sealed step.
    var text: String {
        switch self {
        case .slowDown(let seconds): "slow:\(seconds)"
        case .codeJustSent(let seconds): "just:\(seconds)"
        case .passwordTooSimple(let part): "simple:\(part.rawValue)"
        case .failed(let id): "failed:\(id)"
        default: Self.plain.first { $0.0 == self }?.1 ?? ""
        }
    }

    init?(text: String) {
        if let found = Self.plain.first(where: { $0.1 == text }) {
            self = found.0
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "slow": self = .slowDown(Int(parts[1]) ?? 30)
        case "just": self = .codeJustSent(Int(parts[1]) ?? 30)
        case "simple":
            guard let part = PasswordPart(rawValue: parts[1]) else { return nil }
            self = .passwordTooSimple(part)
        case "failed": self = .failed(parts[1])
        default: return nil
        }
    }
}
