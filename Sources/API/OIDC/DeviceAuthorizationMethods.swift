internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func getDeviceAuthorizationRequest(_ devices: Devices) -> APIMethod {
        APIMethod(
            "zitadel.oidc.v2.OIDCService/GetDeviceAuthorizationRequest",
            REST(.get, "/v2/oidc/device_authorization/{user_code}"), access: .gate(.sessionRead),
            .getDeviceAuthorizationRequest
        ) { (request, call) async throws(DomainError) in
            let code = try request.string("userCode")
            guard code.unicodeScalars.count == 9 else {
                throw request.fault("userCode", "value length must be 9 runes")
            }
            let found = try await devices.request(userCode: code, by: call.caller)
            return .message {
                $0.set(
                    "deviceAuthorizationRequest",
                    .message {
                        $0.set("id", found.id)
                        $0.set("clientId", found.clientID)
                        $0.set("scope", found.scopes.values)
                        $0.set("appName", found.applicationName)
                        $0.set("projectName", found.projectName)
                    })
            }
        }
    }

    static func authorizeOrDenyDeviceAuthorization(_ devices: Devices) -> APIMethod {
        APIMethod(
            "zitadel.oidc.v2.OIDCService/AuthorizeOrDenyDeviceAuthorization",
            REST(.post, "/v2/oidc/device_authorization/{device_authorization_id}"), access: .object(.sessionLink),
            .authorizeOrDenyDeviceAuthorization
        ) { (request, call) async throws(DomainError) in
            let id = DeviceAuthorization.ID(try request.string("deviceAuthorizationId", .identifier))
            switch try request.requiredOneOf("decision", ["session", "deny"]) {
            case "session":
                let session = try request.requiredMessage("session", as: "Session").linkedSession()
                try await devices.approve(id, session: session.id, token: session.token, by: call.caller)
            default: try await devices.deny(id, by: call.caller)
            }
            return [:]
        }
    }
}

extension MessageReader {
    /// `zitadel.oidc.v2.Session`: a session with its current token.
    func linkedSession() throws(DomainError) -> (id: Session.ID, token: String) {
        (Session.ID(try string("sessionId", .identifier)), try string("sessionToken", .between(1, 500)))
    }
}
