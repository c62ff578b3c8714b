internal import Domain
internal import HTTP
internal import Model
internal import Platform

enum WireKeyType: String, WireEnum {
    case unspecified = "KEY_TYPE_UNSPECIFIED"
    case json = "KEY_TYPE_JSON"
}

extension APIMethod {
    static func managementCredentials(_ credentials: MachineCredentials) -> [APIMethod] {
        [
            generateMachineSecret(credentials), removeMachineSecret(credentials), addMachineKey(credentials),
            listMachineKeys(credentials), getMachineKey(credentials), removeMachineKey(credentials),
        ]
    }

    private static func generateMachineSecret(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            v1: "GenerateMachineSecret", REST(.put, "/management/v1/users/{user_id}/secret"),
            access: .gate(.userWrite), MethodContract.ManagementCredentials.generateMachineSecret
        ) { (request, call) async throws(DomainError) in
            let added = try await credentials.addSecret(to: try request.managementUser(call), by: call.caller)
            return .message {
                $0.set("clientId", added.clientID)
                $0.set("clientSecret", added.secret.exposed)
                $0.set("details", added.details.additionMessage)
            }
        }
    }

    private static func removeMachineSecret(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            v1: "RemoveMachineSecret", REST(.delete, "/management/v1/users/{user_id}/secret"),
            access: .gate(.userWrite), MethodContract.ManagementCredentials.removeMachineSecret
        ) { (request, call) async throws(DomainError) in
            let details = try await credentials.removeSecret(of: try request.managementUser(call), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func addMachineKey(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            v1: "AddMachineKey", REST(.post, "/management/v1/users/{user_id}/keys"), access: .gate(.userWrite),
            MethodContract.ManagementCredentials.addMachineKey
        ) { (request, call) async throws(DomainError) in
            let target = try request.managementUser(call)
            guard try request.enumeration("type", as: WireKeyType.self) == .json else {
                throw request.fault("type", "value must not be in list [0]")
            }
            let added = try await credentials.addKey(
                to: target, expiresAt: try request.timestamp("expirationDate"),
                publicKeyPEM: try request.bytes("publicKey"), by: call.caller)
            return .message {
                $0.set("keyId", added.id)
                $0.set("keyDetails", added.file?.exposed ?? [])
                $0.set("details", added.details.additionMessage)
            }
        }
    }

    private static func listMachineKeys(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            v1: "ListMachineKeys", REST(.post, "/management/v1/users/{user_id}/keys/_search"),
            access: .gate(.userRead), MethodContract.ManagementCredentials.listMachineKeys
        ) { (request, call) async throws(DomainError) in
            let search = try request.managementCredentials(call, page: Page(request, field: "query"))
            let result = try await credentials.keys(search, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                $0.set("result", result.rows.map(\.keyMessage))
            }
        }
    }

    private static func getMachineKey(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            v1: "GetMachineKeyByIDs", REST(.get, "/management/v1/users/{user_id}/keys/{key_id}"),
            access: .gate(.userRead), MethodContract.ManagementCredentials.getMachineKeyByIDs
        ) { (request, call) async throws(DomainError) in
            let search = try request.managementCredentials(call, id: request.string("keyId", .identifier))
            guard let key = try await credentials.keys(search, by: call.caller).rows.first else {
                throw DomainError(.notFound, "QUERY-Dgr3g", "Errors.AuthNKey.NotFound")
            }
            return .message { $0.set("key", key.keyMessage) }
        }
    }

    private static func removeMachineKey(_ credentials: MachineCredentials) -> APIMethod {
        APIMethod(
            v1: "RemoveMachineKey", REST(.delete, "/management/v1/users/{user_id}/keys/{key_id}"),
            access: .gate(.userWrite), MethodContract.ManagementCredentials.removeMachineKey
        ) { (request, call) async throws(DomainError) in
            let target = try request.managementUser(call)
            let key = AuthenticationKey.ID(try request.string("keyId", .identifier))
            let details = try await credentials.removeKey(key, of: target, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension MessageReader {
    /// The keys or tokens of the user that a call of the management API names.
    /// - Parameter id: the one that is asked for.
    func managementCredentials(
        _ call: APICall, id: String? = nil, page: Page = Page()
    ) throws(DomainError) -> MachineCredential.Search {
        let user = User.ID(try string("userId", .identifier))
        var filters: [MachineCredential.Filter] = [.user(user), .organization(call.caller.organizationID)]
        if let id { filters.append(.id(id)) }
        return MachineCredential.Search(filters: filters, sorting: .creationDate, page: page)
    }
}

extension MachineCredential {
    var details: ObjectDetails {
        ObjectDetails(
            sequence: sequence, changedAt: createdAt, resourceOwner: organizationID, createdAt: createdAt)
    }

    /// `zitadel.authn.v1.Key`.
    fileprivate var keyMessage: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("details", details.message)
            $0.set("type", WireKeyType.json)
            $0.set("expirationDate", expiresAt)
        }
    }
}
