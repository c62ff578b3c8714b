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
}
