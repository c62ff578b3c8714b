internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func addOrganization(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/AddOrganization",
            REST(.post, "/v2/organizations", success: .created), access: .object(.orgCreate)
        ) { (request, call) async throws(DomainError) in
            let name = try request.string("name", .between(1, 200))
            let id = try request.optionalString("organizationId", .identifier)
            let alias = try request.optionalString("orgId", .identifier)
            var administrators: [(user: User.ID, roles: [Role])] = []
            for admin in try request.messages("admins", as: "AddOrganizationRequest_Admin") {
                administrators.append(try administrator(admin))
            }
            let (organization, details) = try await organizations.add(
                NewOrganization(
                    id: (id ?? alias).map { Organization.ID($0) }, name: name, administrators: administrators),
                by: call.caller)
            let created = administrators.map { administrator in
                JSONObject.message { $0.set("userId", administrator.user) }
            }
            return .message {
                $0.set("details", details.message)
                $0.set("organizationId", organization.id)
                $0.set("createdAdmins", created)
            }
        }
    }

    private static func administrator(_ admin: MessageReader) throws(DomainError) -> (user: User.ID, roles: [Role]) {
        guard try admin.requiredOneOf("userType", ["userId", "human"]) == "userId" else {
            throw DomainError(.unimplemented, "ORG-hUm4n", "creating a human administrator is not supported")
        }
        let user = User.ID(try admin.string("userId", .identifier))
        return (user, try admin.roles("roles", startingWith: AdministratedResource.organization("").rolePrefix))
    }
}
