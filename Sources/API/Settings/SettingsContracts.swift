// What the calls of `zitadel.settings.v2.SettingsService` say of themselves.

extension MethodContract {
    static let getGeneralSettings = MethodContract(
        "Shows the languages and the first organization of the instance.", [],
        reply: [
            .text("defaultOrgId", .any, "Older name of `defaultOrganizationId`."), .text("defaultOrganizationId"),
            .text("defaultLanguage"), .texts("supportedLanguages"), .texts("allowedLanguages"),
        ])

    static let getActiveIdentityProviders = MethodContract(
        "Lists the identity providers with which people may sign in. Each flag shows only those where it is so or is not.",
        [context, .flag("creationAllowed"), .flag("linkingAllowed"), .flag("autoCreation"), .flag("autoLinking")],
        reply: [
            .listDetails,
            .messages("identityProviders", .loginProvider),
        ])

    static let getLoginSettings = settings(
        "Shows how people may sign in.", "LoginSettings",
        [
            .flag("allowUsernamePassword", "Older name of `allowLocalAuthentication`."),
            .flag("allowLocalAuthentication"), .choice("passkeysType", WirePasskeysType.self),
        ] + loginMembers)

    static let getPasswordComplexitySettings = settings(
        "Shows what passwords must look like.", "PasswordComplexitySettings",
        [
            .long("minLength"), .flag("requiresUppercase"), .flag("requiresLowercase"), .flag("requiresNumber"),
            .flag("requiresSymbol"),
        ])

    static let getPasswordExpirySettings = settings(
        "Shows when passwords have to be changed.", "PasswordExpirySettings",
        [.long("maxAgeDays"), .long("expireWarnDays")])

    static let getLockoutSettings = settings(
        "Shows after how many failed checks a user is locked.", "LockoutSettings",
        [.long("maxPasswordAttempts", "0 for no limit."), .long("maxOtpAttempts", "0 for no limit.")])

    static let getDomainSettings = settings(
        "Shows what login names look like.", "DomainSettings",
        [
            .flag("loginNameIncludesDomain"), .flag("requireOrgDomainVerification"),
            .flag("smtpSenderAddressMatchesInstanceDomain"),
        ])

    static let getLegalAndSupportSettings = settings(
        "Shows the links of the login pages.", "LegalAndSupportSettings",
        [
            .text("tosLink"), .text("privacyPolicyLink"), .text("helpLink"), .text("supportEmail"), .text("docsLink"),
            .text("customLink"), .text("customLinkText"),
        ])

    static let getBrandingSettings = settings(
        "Shows what the login pages look like.", "BrandingSettings",
        [
            .message("lightTheme", theme), .message("darkTheme", theme), .flag("hideLoginNameSuffix"),
            .flag("disableWatermark"), .choice("themeMode", WireThemeMode.self),
        ])

    private static let theme = MessageSchema(
        "zitadel.settings.v2.Theme", .text("primaryColor"), .text("backgroundColor"), .text("warnColor"),
        .text("fontColor"))

    static let getSecuritySettings = MethodContract(
        "Shows whether pages may be embedded and users be impersonated.", [],
        reply: [
            .details,
            .message("settings", MessageSchema("zitadel.settings.v2.SecuritySettings", securityMembers)),
        ])

    static let setSecuritySettings = MethodContract(
        "Says whether pages may be embedded and users be impersonated.", securityMembers, reply: [.details])

    private static let securityMembers: [MessageSchema.Member] = [
        .message(
            "embeddedIframe",
            MessageSchema(
                "zitadel.settings.v2.EmbeddedIframeSettings", .flag("enabled"),
                .texts("allowedOrigins", .between(1, 300), atMost: 100))), .flag("enableImpersonation"),
    ]

    static let getHostedLoginTranslation = MethodContract(
        "Shows the wording of login pages.",
        [
            level, .text("locale", .between(1, 35), "A language tag (BCP 47)."),
            .flag("ignoreInheritance", "Leaves out what the level does not say itself."),
        ],
        reply: [.text("etag"), .object("translations")])

    static let setHostedLoginTranslation = MethodContract(
        "Replaces the wording of login pages.",
        [level, .text("locale", .between(1, 35), "A language tag (BCP 47)."), .object("translations")],
        reply: [.text("etag")])

    private static let level = MessageSchema.Member.requiredOneOf(
        "level", .trueFlag("instance"), .id("organizationId"), .trueFlag("system", "Can only be read."))

    /// Whom settings are asked for.
    private static let context = MessageSchema.Member.message(
        "ctx",
        MessageSchema(
            "zitadel.object.v2.RequestContext",
            .oneOf("resource_owner", .optionalText("orgId", .atMost(200)), .flag("instance"))),
        "By default the organization that the call is about.")

    private static func settings(
        _ summary: String, _ name: String, _ members: [MessageSchema.Member]
    ) -> MethodContract {
        let message = MessageSchema(
            "zitadel.settings.v2.\(name)",
            members + [.choice("resourceOwnerType", WireResourceOwnerType.self, "Whether these are the instance's.")])
        return MethodContract(summary, [context], reply: [.details, .message("settings", message)])
    }

    /// What both APIs name alike.
    static let loginMembers: [MessageSchema.Member] =
        loginSwitches + [
            .choices("secondFactors", WireSecondFactorType.self), .choices("multiFactors", WireMultiFactorType.self),
        ]

    static let loginSwitches: [MessageSchema.Member] = [
        .flag("allowRegister"), .flag("allowExternalIdp"), .flag("forceMfa"), .flag("forceMfaLocalOnly"),
        .flag("hidePasswordReset"), .flag("ignoreUnknownUsernames"), .flag("allowDomainDiscovery"),
        .flag("disableLoginWithEmail"), .flag("disableLoginWithPhone"), .text("defaultRedirectUri", .atMost(2048)),
        .duration("passwordCheckLifetime"), .duration("externalLoginCheckLifetime"), .duration("mfaInitSkipLifetime"),
        .duration("secondFactorCheckLifetime"), .duration("multiFactorCheckLifetime"),
    ]
}
