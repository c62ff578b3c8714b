internal import Domain
internal import Model
internal import Platform

extension APIMethod {
    static func updateApplication(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/UpdateApplication", access: .object(.projectAppWrite),
            .updateApplication
        ) {
            (request, call) async throws(DomainError) in
            let (id, project) = try request.application()
            let name = try request.string("name", .atMost(200))
            let change = ApplicationChange(
                name: name.isEmpty ? nil : name, configuration: try ApplicationChange.Configuration(request))
            let changedAt = try await applications.update(id, in: project, change, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    static func deleteApplication(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/DeleteApplication", access: .object(.projectAppDelete),
            .deleteApplication
        ) {
            (request, call) async throws(DomainError) in
            let (id, project) = try request.application()
            let deletedAt = try await applications.delete(id, in: project, by: call.caller)
            return .message { $0.set("deletionDate", deletedAt) }
        }
    }

    static func deactivateApplication(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/DeactivateApplication", access: .object(.projectAppWrite),
            .deactivateApplication
        ) { (request, call) async throws(DomainError) in
            let (id, project) = try request.application()
            let changedAt = try await applications.deactivate(id, in: project, by: call.caller)
            return .message { $0.set("deactivationDate", changedAt) }
        }
    }

    static func reactivateApplication(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/ReactivateApplication", access: .object(.projectAppWrite),
            .reactivateApplication
        ) { (request, call) async throws(DomainError) in
            let (id, project) = try request.application()
            let changedAt = try await applications.reactivate(id, in: project, by: call.caller)
            return .message { $0.set("reactivationDate", changedAt) }
        }
    }

    static func generateClientSecret(_ applications: Applications) -> APIMethod {
        APIMethod(
            "zitadel.application.v2.ApplicationService/GenerateClientSecret", access: .object(.projectAppWrite),
            .generateClientSecret
        ) { (request, call) async throws(DomainError) in
            let (id, project) = try request.application()
            let (secret, createdAt) = try await applications.generateSecret(for: id, in: project, by: call.caller)
            return .message {
                $0.set("clientSecret", secret.exposed)
                $0.set("creationDate", createdAt)
            }
        }
    }
}

extension ApplicationChange.Configuration {
    /// The configuration of an update request, or `nil` when it has none.
    fileprivate init?(_ request: MessageReader) throws(DomainError) {
        switch try request.oneOf("oidcConfiguration", "apiConfiguration", "samlConfiguration") {
        case "oidcConfiguration":
            let message = try request.requiredMessage(
                "oidcConfiguration", as: "UpdateOIDCApplicationConfigurationRequest")
            self = .oidc(try OIDCConfigurationChange(message, invalid: .invalidApplicationChange))
        case "apiConfiguration":
            let message = try request.requiredMessage(
                "apiConfiguration", as: "UpdateAPIApplicationConfigurationRequest")
            self = .api(try message.optionalEnumeration("authMethodType", as: WireAPIAuthMethod.self)?.method)
        case nil: return nil
        default: throw .noSAML
        }
    }
}
