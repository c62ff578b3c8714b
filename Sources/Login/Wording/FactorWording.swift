/// Second factors and passkeys: their use and their set-up.
protocol FactorWording: Sendable {
    var secondFactorTitle: String { get }
    var secondFactorLead: String { get }
    func codeTitle(_ factor: CodeFactor) -> String
    func codeLead(_ factor: CodeFactor) -> String
    func codeLabel(_ factor: CodeFactor) -> String
    func factorName(_ factor: FactorChoice) -> String
    func factorText(_ factor: FactorChoice) -> String
    var confirm: String { get }
    var sendAgain: String { get }
    var otherFactor: String { get }
    var useRecoveryCode: String { get }
    var passkeyTitle: String { get }
    var passkeyLead: String { get }
    var securityKeyTitle: String { get }
    var securityKeyLead: String { get }
    var useKey: String { get }
    var keyUnsupported: String { get }
    var keyFailed: String { get }
    var keyKnown: String { get }
    var scriptNeeded: String { get }
    var setUpTitle: String { get }
    var setUpForcedLead: String { get }
    /// For whom a second factor is forced, and none is offered until the e-mail address is confirmed.
    var setUpAddressLead: String { get }
    var confirmEmail: String { get }
    /// For whom a second factor is forced, and none is offered.
    var setUpNothingLead: String { get }
    var setUpLead: String { get }
    /// Where the application requires more than somebody has.
    var setUpRequiredTitle: String { get }
    var setUpRequiredLead: String { get }
    var setUpOwnLead: String { get }
    /// Above the factors that somebody has.
    var ownFactors: String { get }
    /// Above those that can be added.
    var furtherFactors: String { get }
    var remove: String { get }
    /// - Parameter factor: its name.
    func removeOf(_ factor: String) -> String
    func removeTitle(_ factor: String) -> String
    func removeLead(_ factor: FactorChoice) -> String
    var keep: String { get }
    var renew: String { get }
    func renewOf(_ factor: String) -> String
    var skip: String { get }
    var done: String { get }
    var totpSetUpTitle: String { get }
    var totpSetUpSteps: [String] { get }
    var qrCodeText: String { get }
    var secretInstead: String { get }
    var keySetUpTitle: String { get }
    var passkeySetUpTitle: String { get }
    var keySetUpLead: String { get }
    var passkeySetUpLead: String { get }
    var keyNameLabel: String { get }
    var keyNameHint: String { get }
    var create: String { get }
    var recoveryTitle: String { get }
    var recoveryLead: String { get }
    var recoveryMake: String { get }
    var recoveryShownLead: String { get }
    var recoveryDownload: String { get }
    var recoveryKept: String { get }
    var changePasswordTitle: String { get }
    var changePasswordForcedLead: String { get }
    var changePasswordLead: String { get }
    var currentPasswordLabel: String { get }
    var newPasswordLabel: String { get }
    var repeatPasswordLabel: String { get }
    var save: String { get }
    func passwordRules(_ rules: PasswordHints) -> [String]
}

/// What a password must be like, for a list below the field.
struct PasswordHints: Sendable {
    let length: Int
    let parts: [Notice.PasswordPart]
}

/// What is proven by typing a code.
enum CodeFactor: Sendable, CaseIterable {
    case totp, sms, email, recovery
}

/// What stands beside a password, or in its place.
enum FactorChoice: String, Sendable, CaseIterable {
    case passkey, totp, securityKey, sms, email, recovery
}
