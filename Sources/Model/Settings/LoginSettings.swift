internal import Platform

/// What a user may and must prove to log in, and for how long a proof counts.
package struct LoginSettings: StoredSettings {
    package enum SecondFactor: String, Sendable, CaseIterable {
        case totp, u2f
        case otpEmail = "otp_email"
        case otpSMS = "otp_sms"
        case recoveryCodes = "recovery_codes"
    }

    package enum MultiFactor: String, Sendable, CaseIterable {
        case passkey = "u2f_with_verification"
    }

    package var allowsPassword = true
    package var allowsRegistration = true
    package var allowsIdentityProviders = true
    package var allowsPasskeys = true
    package var forcesMFA = false
    /// Forces it on users who log in here, not on those who come from an identity provider.
    package var forcesMFAOnLocalUsers = false
    package var hidesPasswordReset = false
    /// Whether an unknown user name leads to the password as a known one does.
    package var ignoresUnknownUsernames = false
    package var allowsDomainDiscovery = true
    package var disablesLoginWithEmail = false
    package var disablesLoginWithPhone = false
    package var defaultRedirectURI = ""
    package var passwordCheckLifetime = Duration.hours(240)
    package var identityProviderCheckLifetime = Duration.hours(240)
    package var mfaInitSkipLifetime = Duration.hours(720)
    package var secondFactorCheckLifetime = Duration.hours(18)
    package var multiFactorCheckLifetime = Duration.hours(12)
    package var secondFactors: [SecondFactor] = [.totp, .u2f]
    package var multiFactors: [MultiFactor] = [.passkey]

    package init() {}

    package static let kind = SettingsKind.login
    package static let fields: [SettingsField<LoginSettings>] = [
        .bool("allowsPassword", \.allowsPassword),
        .bool("allowsRegistration", \.allowsRegistration),
        .bool("allowsIdentityProviders", \.allowsIdentityProviders),
        .bool("allowsPasskeys", \.allowsPasskeys),
        .bool("forcesMfa", \.forcesMFA),
        .bool("forcesMfaOnLocalUsers", \.forcesMFAOnLocalUsers),
        .bool("hidesPasswordReset", \.hidesPasswordReset),
        .bool("ignoresUnknownUsernames", \.ignoresUnknownUsernames),
        .bool("allowsDomainDiscovery", \.allowsDomainDiscovery),
        .bool("disablesLoginWithEmail", \.disablesLoginWithEmail),
        .bool("disablesLoginWithPhone", \.disablesLoginWithPhone),
        .text("defaultRedirectUri", \.defaultRedirectURI),
        .duration("passwordCheckLifetime", \.passwordCheckLifetime),
        .duration("identityProviderCheckLifetime", \.identityProviderCheckLifetime),
        .duration("mfaInitSkipLifetime", \.mfaInitSkipLifetime),
        .duration("secondFactorCheckLifetime", \.secondFactorCheckLifetime),
        .duration("multiFactorCheckLifetime", \.multiFactorCheckLifetime),
        .choices("secondFactors", \.secondFactors),
        .choices("multiFactors", \.multiFactors),
    ]
}
