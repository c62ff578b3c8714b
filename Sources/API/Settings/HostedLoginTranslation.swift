internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func getHostedLoginTranslation(_ settings: Settings) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/GetHostedLoginTranslation",
            REST(.get, "/v2/settings/hosted_login_translation"), access: .gate(.iamPolicyRead),
            .getHostedLoginTranslation
        ) { (request, call) async throws(DomainError) in
            let translation = try await settings.loginTranslation(
                try request.string("locale", .between(1, 35)), at: try request.translationLevel(),
                ignoresInheritance: try request.bool("ignoreInheritance"), by: call.caller)
            return .message {
                $0.set("etag", translation.tag)
                $0.set("translations", translation.texts)
            }
        }
    }

    static func setHostedLoginTranslation(_ settings: Settings) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/SetHostedLoginTranslation",
            REST(.put, "/v2/settings/hosted_login_translation"), access: .gate(.iamPolicyWrite),
            .setHostedLoginTranslation
        ) { (request, call) async throws(DomainError) in
            let organization: Organization.ID?
            switch try request.translationLevel() {
            case .system: throw .levelMissing
            case .instance: organization = nil
            case .organization(let id): organization = id
            }
            let translation = try await settings.setLoginTranslation(
                try request.string("locale", .between(1, 35)), try request.object("translations"),
                of: organization, by: call.caller)
            return .message { $0.set("etag", translation.tag) }
        }
    }
}

extension MessageReader {
    fileprivate func translationLevel() throws(DomainError) -> LoginTranslationLevel {
        switch try oneOf("instance", "organizationId", "system") {
        case "instance" where try bool("instance"): return .instance
        case "system" where try bool("system"): return .system
        case "organizationId": return .organization(Organization.ID(try string("organizationId", .identifier)))
        default: throw .levelMissing
        }
    }
}

extension DomainError {
    fileprivate static let levelMissing = DomainError(
        .invalidArgument, "COMMA-YB6Sri", "Errors.Arguments.LevelType.Invalid")
}
