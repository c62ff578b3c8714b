internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func managementUserMetadata(_ users: Users) -> [APIMethod] {
        [
            setMetadata(users), bulkSetMetadata(users), getMetadata(users), listMetadata(users),
            removeMetadata(users), bulkRemoveMetadata(users),
        ]
    }

    private static func setMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "SetUserMetadata", REST(.post, "/management/v1/users/{id}/metadata/{key}"), access: .gate(.userWrite),
            MethodContract.ManagementUsers.setUserMetadata
        ) { (request, call) async throws(DomainError) in
            let entry = MetadataEntry(
                key: try request.string("key", .between(1, 200)),
                value: try request.bytes("value", atLeast: 1, atMost: Metadata.greatestValueSize))
            let details = try await users.setMetadata(
                [entry], of: try request.managementUser(call, "id"), by: call.caller)
            return .message { $0.set("details", details.additionMessage) }
        }
    }

    private static func bulkSetMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "BulkSetUserMetadata", REST(.post, "/management/v1/users/{id}/metadata/_bulk"),
            access: .gate(.userWrite), MethodContract.ManagementUsers.bulkSetUserMetadata
        ) { (request, call) async throws(DomainError) in
            let details = try await users.setMetadata(
                try request.metadataEntries(atLeast: 1), of: try request.managementUser(call, "id"), by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }

    private static func getMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "GetUserMetadata", REST(.get, "/management/v1/users/{id}/metadata/{key}"), access: .gate(.userRead),
            MethodContract.ManagementUsers.getUserMetadata
        ) { (request, call) async throws(DomainError) in
            let (entry, organization) = try await users.metadata(
                try request.string("key", .between(1, 200)), of: try request.managementUser(call, "id"),
                by: call.caller)
            return .message { $0.set("metadata", entry.managementMessage(organization)) }
        }
    }

    private static func listMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "ListUserMetadata", REST(.post, "/management/v1/users/{id}/metadata/_search"),
            access: .gate(.userRead), MethodContract.ManagementUsers.listUserMetadata
        ) { (request, call) async throws(DomainError) in
            let target = try request.managementUser(call, "id")
            let page = try Page(request, field: "query")
            let keys = try request.filters("queries", as: "MetadataQuery") { (query) throws(DomainError) in
                _ = try query.requiredOneOf("query", ["keyQuery"])
                return try query.requiredMessage("keyQuery", as: "MetadataKeyQuery").textMatch("key", .atMost(200))
            }
            let result = try await users.metadata(of: target, keys: keys, page, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                $0.set("result", result.rows.map { $0.managementMessage(call.caller.organizationID) })
            }
        }
    }

    private static func removeMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "RemoveUserMetadata", REST(.delete, "/management/v1/users/{id}/metadata/{key}"),
            access: .gate(.userWrite), MethodContract.ManagementUsers.removeUserMetadata
        ) { (request, call) async throws(DomainError) in
            let details = try await users.deleteMetadata(
                [try request.string("key", .between(1, 200))], of: try request.managementUser(call, "id"),
                by: call.caller, unknownKey: DomainError(.notFound, "META-ncnw3", "Metadata not found"))
            return .message { $0.set("details", details.message) }
        }
    }

    private static func bulkRemoveMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            v1: "BulkRemoveUserMetadata",
            REST(.delete, "/management/v1/users/{id}/metadata/_bulk", hasBody: true), access: .gate(.userWrite),
            MethodContract.ManagementUsers.bulkRemoveUserMetadata
        ) { (request, call) async throws(DomainError) in
            let details = try await users.deleteMetadata(
                try request.strings("keys", .between(1, 200)), of: try request.managementUser(call, "id"),
                by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension Metadata {
    /// `zitadel.metadata.v1.Metadata`.
    fileprivate func managementMessage(_ organization: Organization.ID) -> JSONObject {
        let details = ObjectDetails(
            sequence: sequence, changedAt: changedAt, resourceOwner: organization, createdAt: createdAt)
        return .message {
            $0.set("details", details.message)
            $0.set("key", key)
            $0.set("value", value)
        }
    }
}
