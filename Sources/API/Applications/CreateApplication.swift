internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func createApplication(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/CreateApplication", access: .object(.projectAppWrite),
            .createApplication
        ) {
            (request, call) async throws(DomainError) in
            let (application, secret) = try await applications.create(
                NewApplication(
                    id: try request.optionalString("applicationId", .atMost(200)).flatMap {
                        $0.isEmpty ? nil : Application.ID($0)
                    },
                    projectID: Project.ID(try request.string("projectId", .identifier)),
                    name: try request.string("name", .between(1, 200)), configuration: try configuration(request)),
                by: call.caller)
            return .message {
                $0.set("applicationId", application.id)
                $0.set("creationDate", application.createdAt)
                switch application.configuration {
                case .oidc: $0.set("oidcConfiguration", credentials(application, secret))
                case .api: $0.set("apiConfiguration", credentials(application, secret))
                }
            }
        }
    }

    private static func configuration(
        _ request: MessageReader
    ) throws(DomainError) -> Application.Configuration {
        let kinds = ["oidcConfiguration", "apiConfiguration", "samlConfiguration"]
        switch try request.requiredOneOf("ApplicationType", kinds) {
        case "oidcConfiguration":
            let message = try request.requiredMessage("oidcConfiguration", as: "CreateOIDCApplicationRequest")
            return .oidc(try OIDCConfigurationChange(message, invalid: .invalidApplication).applied())
        case "apiConfiguration":
            let message = try request.requiredMessage("apiConfiguration", as: "CreateAPIApplicationRequest")
            return .api(try message.enumeration("authMethodType", as: WireAPIAuthMethod.self).method)
        default: throw .noSAML
        }
    }

    private static func credentials(_ application: Application, _ secret: Secret<String>?) -> JSONObject {
        .message {
            $0.set("clientId", application.clientID)
            if let secret { $0.set("clientSecret", secret.exposed) }
            if case .oidc(let configuration) = application.configuration { configuration.setCompliance(&$0) }
        }
    }
}
