internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func addKey(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/AddKey", REST(.post, "/v2/users/{user_id}/keys"),
            access: .objectOrSelf(.userWrite), .addKey
        ) { (request, call) async throws(DomainError) in
            let added = try await credentials.addKey(
                to: try request.user(), expiresAt: try request.expirationDate(),
                publicKeyPEM: try request.bytes("publicKey"), by: call.caller)
            return .message {
                $0.set("creationDate", added.details.changedAt)
                $0.set("keyId", added.id)
                $0.set("keyContent", added.file?.exposed ?? [])
            }
        }
    }

    static func removeKey(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemoveKey", REST(.delete, "/v2/users/{user_id}/keys/{key_id}"),
            access: .objectOrSelf(.userWrite), .removeKey
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let key = AuthenticationKey.ID(try request.string("keyId", .identifier))
            let details = try await credentials.removeKey(key, of: target, by: call.caller)
            return .message { $0.set("deletionDate", details.changedAt) }
        }
    }

    static func listKeys(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListKeys", REST(.post, "/v2/users/keys/search"), access: .rows(.userRead),
            .listKeys
        ) { (request, call) async throws(DomainError) in
            let search = try request.credentialSearch(
                "KeysSearchFilter", id: "keyIdFilter",
                sorting: request.enumeration("sortingColumn", as: WireKeyFieldName.self).sorting)
            let result = try await credentials.keys(search, by: call.caller)
            return .credentials(result, search.page)
        }
    }
}
