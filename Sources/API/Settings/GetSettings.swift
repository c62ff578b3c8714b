internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WireResourceOwnerType: String, WireEnum {
    case unspecified = "RESOURCE_OWNER_TYPE_UNSPECIFIED"
    case instance = "RESOURCE_OWNER_TYPE_INSTANCE"
    case organization = "RESOURCE_OWNER_TYPE_ORG"
}

extension APIMethod {
    static func getLoginSettings(_ settings: Settings) -> APIMethod {
        get("zitadel.settings.v2.SettingsService/GetLoginSettings", "login", .getLoginSettings, settings) {
            (login: LoginSettings, writer) in
            writer.set("allowUsernamePassword", login.allowsPassword)
            writer.set("allowLocalAuthentication", login.allowsPassword)
            writer.set("passkeysType", login.allowsPasskeys ? WirePasskeysType.allowed : .notAllowed)
            login.writeCommon(to: &writer)
        }
    }

    static func getPasswordComplexitySettings(_ settings: Settings) -> APIMethod {
        get(
            "zitadel.settings.v2.SettingsService/GetPasswordComplexitySettings", "password/complexity",
            .getPasswordComplexitySettings, settings
        ) {
            (complexity: PasswordComplexitySettings, writer) in
            writer.set("minLength", long: complexity.leastLength)
            writer.set("requiresUppercase", complexity.requiresUppercase)
            writer.set("requiresLowercase", complexity.requiresLowercase)
            writer.set("requiresNumber", complexity.requiresNumber)
            writer.set("requiresSymbol", complexity.requiresSymbol)
        }
    }

    static func getPasswordExpirySettings(_ settings: Settings) -> APIMethod {
        get(
            "zitadel.settings.v2.SettingsService/GetPasswordExpirySettings", "password/expiry",
            .getPasswordExpirySettings, settings
        ) {
            (expiry: PasswordExpirySettings, writer) in expiry.write(to: &writer)
        }
    }

    static func getLockoutSettings(_ settings: Settings) -> APIMethod {
        get("zitadel.settings.v2.SettingsService/GetLockoutSettings", "lockout", .getLockoutSettings, settings) {
            (lockout: LockoutSettings, writer) in lockout.write(to: &writer)
        }
    }

    static func getDomainSettings(_ settings: Settings) -> APIMethod {
        get("zitadel.settings.v2.SettingsService/GetDomainSettings", "domain", .getDomainSettings, settings) {
            (domain: DomainSettings, writer) in
            writer.set("loginNameIncludesDomain", domain.loginNameIncludesDomain)
            writer.set("requireOrgDomainVerification", domain.requiresDomainVerification)
            writer.set("smtpSenderAddressMatchesInstanceDomain", domain.requiresSenderInInstanceDomain)
        }
    }

    static func getLegalAndSupportSettings(_ settings: Settings) -> APIMethod {
        get(
            "zitadel.settings.v2.SettingsService/GetLegalAndSupportSettings", "legal_support",
            .getLegalAndSupportSettings, settings
        ) {
            (legal: LegalAndSupportSettings, writer) in
            writer.set("tosLink", legal.termsOfServiceLink)
            writer.set("privacyPolicyLink", legal.privacyPolicyLink)
            writer.set("helpLink", legal.helpLink)
            writer.set("supportEmail", legal.supportEmail)
            writer.set("docsLink", legal.documentationLink)
            writer.set("customLink", legal.customLink)
            writer.set("customLinkText", legal.customLinkText)
        }
    }

    static func getBrandingSettings(_ settings: Settings) -> APIMethod {
        get("zitadel.settings.v2.SettingsService/GetBrandingSettings", "branding", .getBrandingSettings, settings) {
            (branding: BrandingSettings, writer) in
            writer.set(
                "lightTheme",
                theme(branding.primaryColor, branding.backgroundColor, branding.warnColor, branding.fontColor))
            writer.set(
                "darkTheme",
                theme(
                    branding.primaryColorDark, branding.backgroundColorDark, branding.warnColorDark,
                    branding.fontColorDark))
            writer.set("hideLoginNameSuffix", branding.hidesLoginNameSuffix)
            writer.set("disableWatermark", branding.disablesWatermark)
            writer.set("themeMode", WireThemeMode(branding.themeMode))
        }
    }

    private static func theme(_ primary: String, _ background: String, _ warn: String, _ font: String) -> JSONObject {
        .message {
            $0.set("primaryColor", primary)
            $0.set("backgroundColor", background)
            $0.set("warnColor", warn)
            $0.set("fontColor", font)
        }
    }

    /// A call that shows settings of one kind, for the organization or the instance that `ctx` names.
    private static func get<Value: StoredSettings>(
        _ name: StaticString, _ path: String, _ contract: MethodContract, _ settings: Settings,
        _ write: @escaping @Sendable (Value, inout MessageWriter) -> Void
    ) -> APIMethod {
        APIMethod(name, REST(.get, "/v2/settings/\(path)"), access: .gate(.policyRead), contract) {
            (request, call) async throws(DomainError) in
            let found = try await settings.effective(
                Value.self, of: try request.settingsOwner(call.caller), by: call.caller)
            let message = JSONObject.message {
                write(found.value, &$0)
                $0.set(
                    "resourceOwnerType",
                    found.organizationID == nil ? WireResourceOwnerType.instance : .organization)
            }
            return .message {
                $0.set("details", settings.details(of: found).message)
                $0.set("settings", message)
            }
        }
    }
}

extension MessageReader {
    /// Whom a request is about: the organization in `ctx` or, with `nil`, the instance; without either the organization
    /// that the call is about.
    func settingsOwner(_ caller: Caller) throws(DomainError) -> Organization.ID? {
        guard let context = try message("ctx", as: "RequestContext") else { return caller.organizationID }
        switch try context.oneOf("orgId", "instance") {
        case "orgId":
            let id = try context.string("orgId", .atMost(200))
            return id.isEmpty ? caller.organizationID : Organization.ID(id)
        case "instance": return try context.bool("instance") ? nil : caller.organizationID
        default: return caller.organizationID
        }
    }
}
