internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func setOrganizationMetadata(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/SetOrganizationMetadata",
            REST(.post, "/v2/organizations/{organization_id}/metadata"), access: .object(.orgWrite),
            .setOrganizationMetadata
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            var entries: [(key: String, value: [UInt8])] = []
            for entry in try request.messages("metadata", as: "Metadata") {
                let key = try entry.string("key", .between(1, 200))
                entries.append((key, try entry.bytes("value", atLeast: 1, atMost: Metadata.greatestValueSize)))
            }
            return .moment("setDate", try await organizations.setMetadata(entries, of: id, by: call.caller))
        }
    }

    static func deleteOrganizationMetadata(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/DeleteOrganizationMetadata",
            REST(.delete, "/v2/organizations/{organization_id}/metadata"), access: .object(.orgWrite),
            .deleteOrganizationMetadata
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let keys = try request.strings("keys", .between(1, 200))
            return .moment("deletionDate", try await organizations.deleteMetadata(keys, of: id, by: call.caller))
        }
    }

    static func listOrganizationMetadata(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/ListOrganizationMetadata",
            REST(.post, "/v2/organizations/{organization_id}/metadata/search"), access: .object(.orgRead),
            .listOrganizationMetadata
        ) { (request, call) async throws(DomainError) in
            let id = try request.organizationID()
            let page = try Page(request)
            var keys: [TextMatch] = []
            for filter in try request.messages("filters", as: "MetadataSearchFilter") {
                let field = try filter.requiredOneOf("filter", ["keyFilter"])
                keys.append(try filter.requiredMessage(field, as: "MetadataKeyFilter").textMatch("key"))
            }
            let result = try await organizations.metadata(of: id, keys: keys, page, by: call.caller)
            let list = result.rows.map { entry in
                JSONObject.message {
                    $0.set("key", entry.key)
                    $0.set("value", entry.value)
                    $0.set("creationDate", entry.createdAt)
                    $0.set("changeDate", entry.changedAt)
                }
            }
            return .message {
                $0.set("pagination", page.response(total: result.total))
                $0.set("metadata", list)
            }
        }
    }
}
