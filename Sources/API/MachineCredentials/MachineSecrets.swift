internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func addSecret(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/AddSecret", REST(.post, "/v2/users/{user_id}/secret"),
            access: .objectOrSelf(.userWrite), .addSecret
        ) { (request, call) async throws(DomainError) in
            let added = try await credentials.addSecret(to: try request.user(), by: call.caller)
            return .message {
                $0.set("creationDate", added.details.changedAt)
                $0.set("clientSecret", added.secret.exposed)
            }
        }
    }

    static func removeSecret(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemoveSecret", REST(.delete, "/v2/users/{user_id}/secret"),
            access: .objectOrSelf(.userWrite), .removeSecret
        ) { (request, call) async throws(DomainError) in
            let details = try await credentials.removeSecret(of: try request.user(), by: call.caller)
            return .message { $0.set("deletionDate", details.changedAt) }
        }
    }
}
