package import Domain
internal import Model
internal import Platform

extension APIMethod {
    /// `zitadel.authorization.v2.AuthorizationService`.
    package static func authorizationService(_ authorizations: Authorizations) -> [APIMethod] {
        [
            createAuthorization(authorizations), updateAuthorization(authorizations),
            deleteAuthorization(authorizations), activateAuthorization(authorizations),
            deactivateAuthorization(authorizations), .listAuthorizations(authorizations),
        ]
    }

    private static func createAuthorization(_ authorizations: Authorizations) -> APIMethod {
        APIMethod(
            "zitadel.authorization.v2.AuthorizationService/CreateAuthorization", access: .object(.userGrantWrite),
            .createAuthorization
        ) { (request, call) async throws(DomainError) in
            let authorization = try await authorizations.create(
                NewAuthorization(
                    userID: User.ID(try request.string("userId", .identifier)),
                    projectID: Project.ID(try request.string("projectId", .identifier)),
                    organizationID: Organization.ID(try request.string("organizationId", .identifier)),
                    roleKeys: try request.uniqueRoleKeys()),
                by: call.caller)
            return .message {
                $0.set("id", authorization.id)
                $0.set("creationDate", authorization.createdAt)
            }
        }
    }

    private static func updateAuthorization(_ authorizations: Authorizations) -> APIMethod {
        APIMethod(
            "zitadel.authorization.v2.AuthorizationService/UpdateAuthorization", access: .object(.userGrantWrite),
            .updateAuthorization
        ) { (request, call) async throws(DomainError) in
            let id = Authorization.ID(try request.string("id", .identifier))
            let changedAt = try await authorizations.update(
                id, roleKeys: try request.uniqueRoleKeys(), by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    private static func deleteAuthorization(_ authorizations: Authorizations) -> APIMethod {
        APIMethod(
            "zitadel.authorization.v2.AuthorizationService/DeleteAuthorization", access: .object(.userGrantDelete),
            .deleteAuthorization
        ) { (request, call) async throws(DomainError) in
            let id = Authorization.ID(try request.string("id", .identifier))
            let deletedAt = try await authorizations.delete(id, by: call.caller)
            return .message { $0.set("deletionDate", deletedAt) }
        }
    }

    private static func activateAuthorization(_ authorizations: Authorizations) -> APIMethod {
        APIMethod(
            "zitadel.authorization.v2.AuthorizationService/ActivateAuthorization", access: .object(.userGrantWrite),
            .activateAuthorization
        ) { (request, call) async throws(DomainError) in
            let id = Authorization.ID(try request.string("id", .identifier))
            let changedAt = try await authorizations.activate(id, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }

    private static func deactivateAuthorization(_ authorizations: Authorizations) -> APIMethod {
        APIMethod(
            "zitadel.authorization.v2.AuthorizationService/DeactivateAuthorization", access: .object(.userGrantWrite),
            .deactivateAuthorization
        ) { (request, call) async throws(DomainError) in
            let id = Authorization.ID(try request.string("id", .identifier))
            let changedAt = try await authorizations.deactivate(id, by: call.caller)
            return .message { $0.set("changeDate", changedAt) }
        }
    }
}

extension MessageReader {
    /// The keys of roles, each once.
    fileprivate func uniqueRoleKeys() throws(DomainError) -> [String] {
        let keys = try strings("roleKeys", .between(1, 200))
        guard Set(keys).count == keys.count else {
            throw fault("roleKeys", "repeated value must contain unique items")
        }
        return keys
    }
}
