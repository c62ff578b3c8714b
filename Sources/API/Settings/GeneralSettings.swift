internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func getGeneralSettings(_ settings: Settings) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/GetGeneralSettings", REST(.get, "/v2/settings"),
            access: .gate(.policyRead), .getGeneralSettings
        ) { (_, _) async throws(DomainError) in
            .message {
                $0.set("defaultOrgId", settings.instance.defaultOrganizationID)
                $0.set("defaultOrganizationId", settings.instance.defaultOrganizationID)
                $0.set("defaultLanguage", Settings.defaultLanguage)
                $0.set("supportedLanguages", Settings.languages)
                $0.set("allowedLanguages", Settings.languages)
            }
        }
    }

    /// There are no identity providers yet: the list is empty, whatever it is asked for.
    static func getActiveIdentityProviders(_ settings: Settings) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/GetActiveIdentityProviders", REST(.get, "/v2/settings/login/idps"),
            access: .gate(.policyRead), .getActiveIdentityProviders
        ) { (request, call) async throws(DomainError) in
            if let organization = try request.settingsOwner(call.caller) {
                try call.caller.require(.policyRead, in: organization)
            }
            for filter in ["creationAllowed", "linkingAllowed", "autoCreation", "autoLinking"] {
                _ = try request.optionalBool(filter)
            }
            return .message { $0.set("details", listDetails(total: 0, at: call.now)) }
        }
    }
}
