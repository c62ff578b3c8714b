internal import HTTP

/// The pages. The raw value is the path below `/ui/v2/login/`; some of them stand in mails.
enum Place: String, Sendable, CaseIterable {
    case login
    case accounts
    case loginName = "loginname"
    case password
    case changePassword = "password/change"
    case forgotPassword = "password/forgot"
    case setPassword = "password/set"
    case passkey
    case passkeySetUp = "passkey/set"
    case secondFactor = "second-factor"
    case securityKey = "u2f"
    case totp = "otp/time-based"
    case otpSMS = "otp/sms"
    case otpEmail = "otp/email"
    case recoveryCode = "otp/recovery"
    case setUp = "mfa/set"
    case removeFactor = "mfa/remove"
    case totpSetUp = "otp/time-based/set"
    case securityKeySetUp = "u2f/set"
    case recoveryCodes = "otp/recovery/set"
    case verify
    case register
    case consent
    case consents = "applications"
    case signedIn = "signedin"
    case logout
    case signedOut = "logout/done"
    case device
    case deviceConfirmation = "device/confirm"
    case deviceDone = "device/done"
    case identityProvider = "idp"
    case identityProviderReturn = "idp/return"
    case newIdentity = "idp/account"
    case linkConfirmation = "idp/link"
    case linkedAccounts = "idp/links"

    static let base = "/ui/v2/login"

    var path: String { "\(Self.base)/\(rawValue)" }

    /// Whether people open it to see to their account: with a bookmark, or a link of an application.
    var isOfAccount: Bool {
        switch self {
        case .signedIn, .setUp, .changePassword, .consents, .linkedAccounts: true
        default: false
        }
    }

    /// Whether it takes a code that was mailed, in a link or typed.
    var isOfLinks: Bool {
        switch self {
        case .setPassword, .passkeySetUp, .verify: true
        default: false
        }
    }
}
