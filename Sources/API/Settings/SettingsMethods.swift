package import Domain
internal import Model

extension APIMethod {
    /// `zitadel.settings.v2.SettingsService`.
    package static func settingsService(_ settings: Settings) -> [APIMethod] {
        [
            getGeneralSettings(settings), getLoginSettings(settings),
            getPasswordComplexitySettings(settings), getPasswordExpirySettings(settings),
            getBrandingSettings(settings), getDomainSettings(settings), getLegalAndSupportSettings(settings),
            getLockoutSettings(settings), getSecuritySettings(settings), setSecuritySettings(settings),
            getHostedLoginTranslation(settings), setHostedLoginTranslation(settings),
        ]
    }

    /// The policies of the management API, version 1.
    package static func managementPolicies(_ settings: Settings) -> [APIMethod] {
        managementLoginPolicy(settings) + managementLoginFactors(settings)
            + managementPolicy(PasswordComplexitySettings.self, settings)
            + managementPolicy(PasswordExpirySettings.self, settings)
            + managementPolicy(LockoutSettings.self, settings)
            + managementPolicy(LegalAndSupportSettings.self, settings)
            + managementPolicy(NotificationSettings.self, settings) + managementLabelPolicy(settings)
    }

    /// The policies of the admin API, version 1.
    package static func adminPolicies(_ settings: Settings) -> [APIMethod] {
        adminPolicy(LoginSettings.self, settings) + adminLoginFactors(settings)
            + adminPolicy(PasswordComplexitySettings.self, settings)
            + adminPolicy(PasswordExpirySettings.self, settings) + adminPolicy(LockoutSettings.self, settings)
            + adminPolicy(LegalAndSupportSettings.self, settings)
            + adminPolicy(NotificationSettings.self, settings) + adminLabelPolicy(settings) + domainPolicy(settings)
    }
}
