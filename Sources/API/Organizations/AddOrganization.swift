internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func addOrganization(_ organizations: Organizations) -> APIMethod {
        APIMethod(
            "zitadel.org.v2.OrganizationService/AddOrganization",
            REST(.post, "/v2/organizations", success: .created), access: .object(.orgCreate), .addOrganization
        ) { (request, call) async throws(DomainError) in
            let name = try request.string("name", .between(1, 200))
            let id = try request.optionalString("organizationId", .identifier)
            let alias = try request.optionalString("orgId", .identifier)
            var administrators: [NewOrganization.Administrator] = []
            for admin in try request.messages("admins", as: "AddOrganizationRequest_Admin") {
                administrators.append(try administrator(admin))
            }
            let added = try await organizations.add(
                NewOrganization(
                    id: (id ?? alias).map { Organization.ID($0) }, name: name, administrators: administrators),
                by: call.caller)
            return .message {
                $0.set("details", added.details.message)
                $0.set("organizationId", added.organization.id)
                $0.set("createdAdmins", added.administrators.map(\.message))
            }
        }
    }

    private static func administrator(
        _ admin: MessageReader
    ) throws(DomainError) -> NewOrganization.Administrator {
        let person: NewOrganization.Administrator.Person
        switch try admin.requiredOneOf("userType", ["userId", "human"]) {
        case "human":
            person = .new(try admin.requiredMessage("human", as: "AddHumanUserRequest").addHumanUserRequest())
        default: person = .existing(User.ID(try admin.string("userId", .identifier)))
        }
        return NewOrganization.Administrator(
            person,
            roles: try admin.roles("roles", startingWith: AdministratedResource.organization("").rolePrefix))
    }
}

extension AddedOrganization.Administrator {
    fileprivate var message: JSONObject {
        .message {
            $0.set("userId", userID)
            $0.set("emailCode", human?.emailCode ?? "")
            $0.set("phoneCode", human?.phoneCode ?? "")
        }
    }
}
