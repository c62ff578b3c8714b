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
            return .message {
                $0.set("details", details.message)
                $0.set("organizationId", organization.id)
            }
        }
    }

    private static func administrator(_ admin: MessageReader) throws(DomainError) -> (user: User.ID, roles: [Role]) {
        guard try admin.oneOf("userId", "human") == "userId" else {
            throw DomainError(.unimplemented, "ORG-hUm4n", "creating a human administrator is not supported")
        }
        let user = User.ID(try admin.string("userId", .identifier))
        return (user, try admin.roles("roles", startingWith: "ORG_"))
    }
}

extension MessageReader {
    /// The roles of a repeated field, each known and of the right kind.
    /// - Throws: `INSTANCE-4m0fS` otherwise.
    func roles(_ field: String, startingWith prefix: String) throws(DomainError) -> [Role] {
        var roles: [Role] = []
        for name in try strings(field, .between(1, 200)) {
            guard let role = Role(rawValue: name), name.hasPrefix(prefix) else {
                throw DomainError(.invalidArgument, "INSTANCE-4m0fS", "Errors.Instance.MemberInvalid")
            }
            roles.append(role)
        }
        return roles
    }
}
