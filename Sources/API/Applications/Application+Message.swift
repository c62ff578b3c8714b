internal import Model
internal import Platform

enum WireApplicationState: String, WireEnum {
    case unspecified = "APPLICATION_STATE_UNSPECIFIED"
    case active = "APPLICATION_STATE_ACTIVE"
    case inactive = "APPLICATION_STATE_INACTIVE"
    case removed = "APPLICATION_STATE_REMOVED"

    init(_ state: Application.State) {
        switch state {
        case .active: self = .active
        case .inactive: self = .inactive
        }
    }

    /// `nil` for the states that no stored application has.
    var state: Application.State? {
        switch self {
        case .unspecified, .removed: nil
        case .active: .active
        case .inactive: .inactive
        }
    }
}

extension Application {
    /// `zitadel.application.v2.Application`.
    var message: JSONObject {
        .message {
            $0.set("applicationId", id)
            $0.set("creationDate", createdAt)
            $0.set("changeDate", changedAt)
            $0.set("state", WireApplicationState(state))
            $0.set("name", name)
            $0.set("projectId", projectID)
            switch configuration {
            case .oidc(let configuration): $0.set("oidcConfiguration", configuration.message(clientID: clientID))
            case .api(let method): $0.set("apiConfiguration", apiMessage(method))
            }
        }
    }

    private func apiMessage(_ method: ClientAuthenticationMethod) -> JSONObject {
        .message {
            $0.set("clientId", clientID)
            $0.set("authMethodType", WireAPIAuthMethod(method))
        }
    }
}

extension ApplicationKey {
    /// `zitadel.application.v2.ApplicationKey`.
    var message: JSONObject {
        .message {
            $0.set("keyId", id)
            $0.set("applicationId", applicationID)
            $0.set("projectId", projectID)
            $0.set("creationDate", createdAt)
            $0.set("organizationId", organizationID)
            $0.set("expirationDate", expiresAt)
        }
    }
}
