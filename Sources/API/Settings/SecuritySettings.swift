internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func getSecuritySettings(_ settings: Settings) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/GetSecuritySettings", REST(.get, "/v2/settings/security"),
            access: .gate(.iamPolicyRead), .getSecuritySettings
        ) { (_, call) async throws(DomainError) in
            let found = try await settings.ofInstance(SecuritySettings.self, by: call.caller)
            let frame = JSONObject.message {
                $0.set("enabled", found.value.allowsFraming)
                $0.set("allowedOrigins", found.value.framingOrigins)
            }
            let message = JSONObject.message {
                $0.set("embeddedIframe", frame)
                $0.set("enableImpersonation", found.value.allowsImpersonation)
            }
            return .message {
                $0.set("details", settings.details(of: found).message)
                $0.set("settings", message)
            }
        }
    }

    static func setSecuritySettings(_ settings: Settings) -> APIMethod {
        APIMethod(
            "zitadel.settings.v2.SettingsService/SetSecuritySettings", REST(.put, "/v2/policies/security"),
            access: .gate(.iamPolicyWrite), .setSecuritySettings
        ) { (request, call) async throws(DomainError) in
            var security = SecuritySettings()
            if let frame = try request.message("embeddedIframe", as: "EmbeddedIframeSettings") {
                security.allowsFraming = try frame.bool("enabled")
                security.framingOrigins = try frame.strings("allowedOrigins", .between(1, 300))
                guard security.framingOrigins.count <= 100 else {
                    throw frame.fault("allowedOrigins", "value must contain no more than 100 item(s)")
                }
            }
            security.allowsImpersonation = try request.bool("enableImpersonation")
            return .details(
                try await settings.change(of: nil, by: call.caller) { [security] (current) throws(DomainError) in
                    current = security
                })
        }
    }
}
