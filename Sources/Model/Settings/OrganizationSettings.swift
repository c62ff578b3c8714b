/// How user names and domains hang together.
package struct DomainSettings: StoredSettings {
    /// Whether user names are unique within their organization only, and login names end in its domain.
    package var loginNameIncludesDomain = false
    /// Whether an added domain must be proven before it counts as verified.
    package var requiresDomainVerification = false
    package var requiresSenderInInstanceDomain = false

    package init() {}

    package static let kind = SettingsKind.domain
    package static let fields: [SettingsField<DomainSettings>] = [
        .bool("loginNameIncludesDomain", \.loginNameIncludesDomain),
        .bool("requiresDomainVerification", \.requiresDomainVerification),
        .bool("requiresSenderInInstanceDomain", \.requiresSenderInInstanceDomain),
    ]
}

/// Where the login pages send people who want to read the terms, or need help.
package struct LegalAndSupportSettings: StoredSettings {
    package var termsOfServiceLink = ""
    package var privacyPolicyLink = ""
    package var helpLink = ""
    package var supportEmail = ""
    package var documentationLink = "https://zitadel.com/docs"
    package var customLink = ""
    package var customLinkText = ""

    package init() {}

    package static let kind = SettingsKind.legalAndSupport
    package static let fields: [SettingsField<LegalAndSupportSettings>] = [
        .text("termsOfServiceLink", \.termsOfServiceLink),
        .text("privacyPolicyLink", \.privacyPolicyLink),
        .text("helpLink", \.helpLink),
        .text("supportEmail", \.supportEmail),
        .text("documentationLink", \.documentationLink),
        .text("customLink", \.customLink),
        .text("customLinkText", \.customLinkText),
    ]
}

/// Who may show the login pages in a frame, and whether anybody may act as somebody else. Of the instance only.
package struct SecuritySettings: StoredSettings {
    package var allowsFraming = false
    package var framingOrigins: [String] = []
    package var allowsImpersonation = false

    package init() {}

    package static let kind = SettingsKind.security
    package static let fields: [SettingsField<SecuritySettings>] = [
        .bool("allowsFraming", \.allowsFraming),
        .texts("framingOrigins", \.framingOrigins),
        .bool("allowsImpersonation", \.allowsImpersonation),
    ]
}

/// Of what users are told by mail without having asked.
package struct NotificationSettings: StoredSettings {
    package var tellsOfPasswordChange = true

    package init() {}

    package static let kind = SettingsKind.notification
    package static let fields: [SettingsField<NotificationSettings>] = [
        .bool("tellsOfPasswordChange", \.tellsOfPasswordChange)
    ]
}
