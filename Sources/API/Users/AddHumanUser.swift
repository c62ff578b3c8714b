internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    /// The older call for a new human. Unlike the newer one it is about the organization of the context, which it can
    /// also name itself.
    static func addHumanUser(_ humans: Humans) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/AddHumanUser", REST(.post, "/v2/users/human"), access: .object(.userWrite),
            .addHumanUser
        ) { (request, call) async throws(DomainError) in
            var organization = call.caller.organizationID
            if let named = try request.message("organization", as: "Organization"),
                let field = try named.oneOf("orgId", "orgDomain"), case let text = try named.string(field),
                !text.isEmpty
            {
                organization = try await humans.organization(field == "orgId" ? .id(text) : .domain(text))
            }
            try call.caller.about(organization).requireInContext(.userWrite)
            let new = try request.addHumanUserRequest()
            let added = try await humans.add(new, to: organization, by: call.caller)
            return .message {
                $0.set("userId", added.id)
                $0.set("details", added.details.message)
                $0.set("emailCode", added.emailCode ?? "")
                $0.set("phoneCode", added.phoneCode ?? "")
            }
        }
    }
}

extension MessageReader {
    /// `AddHumanUserRequest`, without its organization.
    func addHumanUserRequest() throws(DomainError) -> NewHuman {
        let id = try optionalString("userId", .identifier)
        let username = try optionalString("username", .between(1, 200))
        var new = try newHuman(id: id, username: username, password: newPassword)
        new.metadata = try metadataEntries(atLeast: 1, as: "SetMetadataEntry")
        return new
    }
}

extension Caller {
    /// The same caller with a request about another organization.
    fileprivate func about(_ organization: Organization.ID) -> Caller {
        Caller(
            userID: userID, homeOrganizationID: homeOrganizationID, organizationID: organization,
            memberships: memberships)
    }
}
