internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func setUserMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/SetUserMetadata", REST(.post, "/v2/users/{user_id}/metadata"),
            access: .object(.userWrite), .setUserMetadata
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let details = try await users.setMetadata(try request.metadataEntries(), of: target, by: call.caller)
            return .message { $0.set("setDate", details.changedAt) }
        }
    }

    static func listUserMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListUserMetadata", REST(.post, "/v2/users/{user_id}/metadata/search"),
            access: .rows(.userRead), .listUserMetadata
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let page = try Page(request)
            let keys = try request.filters(as: "MetadataSearchFilter") { (filter) throws(DomainError) in
                _ = try filter.requiredOneOf("filter", ["keyFilter"])
                return try filter.requiredMessage("keyFilter", as: "MetadataKeyFilter").textMatch("key", .atMost(200))
            }
            let result = try await users.metadata(of: target, keys: keys, page, by: call.caller)
            return .message {
                $0.set("pagination", page.response(total: result.total))
                $0.set("metadata", result.rows.map(\.message))
            }
        }
    }

    static func deleteUserMetadata(_ users: Users) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/DeleteUserMetadata", REST(.delete, "/v2/users/{user_id}/metadata"),
            access: .object(.userWrite), .deleteUserMetadata
        ) { (request, call) async throws(DomainError) in
            // The contract sets no bounds for this one identifier.
            let target = UserTarget(User.ID(try request.string("userId")))
            let keys = try request.strings("keys", .between(1, 200))
            let details = try await users.deleteMetadata(keys, of: target, by: call.caller)
            return .message { $0.set("deletionDate", details.changedAt) }
        }
    }
}

extension Metadata {
    /// `zitadel.metadata.v2.Metadata`.
    fileprivate var message: JSONObject {
        .message {
            $0.set("creationDate", createdAt)
            $0.set("changeDate", changedAt)
            $0.set("key", key)
            $0.set("value", value)
        }
    }
}
