internal import Platform

/// What a password must consist of.
package struct PasswordComplexitySettings: StoredSettings {
    /// In characters.
    package var leastLength: Int64 = 8
    package var requiresLowercase = true
    package var requiresUppercase = true
    package var requiresNumber = true
    package var requiresSymbol = true

    package init() {}

    package static let kind = SettingsKind.passwordComplexity
    package static let fields: [SettingsField<PasswordComplexitySettings>] = [
        .integer("leastLength", \.leastLength),
        .bool("requiresLowercase", \.requiresLowercase),
        .bool("requiresUppercase", \.requiresUppercase),
        .bool("requiresNumber", \.requiresNumber),
        .bool("requiresSymbol", \.requiresSymbol),
    ]
}

/// For how long a password counts.
package struct PasswordExpirySettings: StoredSettings {
    /// In days; 0 for ever.
    package var greatestAge: Int64 = 0
    /// How many days before the end the user is warned; 0 for never.
    package var warningDays: Int64 = 0

    package init() {}

    package static let kind = SettingsKind.passwordExpiry
    package static let fields: [SettingsField<PasswordExpirySettings>] = [
        .integer("greatestAge", \.greatestAge),
        .integer("warningDays", \.warningDays),
    ]
}

/// After how many failed checks a user is locked.
package struct LockoutSettings: StoredSettings {
    /// 0 for never.
    package var greatestPasswordFailures: Int64 = 0
    /// Of TOTP, OTP and recovery codes, each on its own; 0 for never.
    package var greatestOTPFailures: Int64 = 0
    /// How long a lock after too many failures lasts; zero until an administrator ends it.
    package var lockDuration = Duration.minutes(15)

    package init() {}

    package static let kind = SettingsKind.lockout
    package static let fields: [SettingsField<LockoutSettings>] = [
        .integer("greatestPasswordFailures", \.greatestPasswordFailures),
        .integer("greatestOtpFailures", \.greatestOTPFailures),
        .duration("lockDuration", \.lockDuration),
    ]
}
