internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The providers of a login policy: the instance's or an organization's.
struct PolicyProviders: Sendable {
    let path: String
    let read, write: Permission
    let organization: @Sendable (Caller) -> Organization.ID?

    static let instance = PolicyProviders(
        path: "/admin/v1/policies/login/idps", read: .iamPolicyRead, write: .iamPolicyWrite,
        organization: { _ in nil })
    static let organization = PolicyProviders(
        path: "/management/v1/policies/login/idps", read: .policyRead, write: .policyWrite,
        organization: { $0.organizationID })

    func methods(_ providers: IdentityProviders) -> [APIMethod] {
        [list(providers), add(providers), remove(providers)]
    }

    private func list(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            v1: "ListLoginPolicyIDPs", .init(.post, "\(path)/_search"), access: .gate(read),
            .init(
                "Lists the identity providers of the login policy that holds.", [.listQueryV1],
                reply: [.listDetailsV1, .messages("result", .policyLink)])
        ) { (request, call) async throws(DomainError) in
            let page = try Page(request, field: "query")
            let result = try await providers.login(of: organization(call.caller), page, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                $0.set("result", result.rows.map(\.policyLinkMessage))
            }
        }
    }

    private func add(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            v1: "AddIDPToLoginPolicy", .init(.post, path), access: .gate(write),
            .init(
                "Lets people log in with an identity provider.",
                [.id("idpId"), .choice("ownerType", WireIDPOwnerType.self)], reply: [.details])
        ) { (request, call) async throws(DomainError) in
            let (id, owner) = try request.policyProvider()
            let details = try await providers.addToLogin(
                id, ownedBy: owner, of: organization(call.caller), by: call.caller)
            return .message { $0.set("details", details.additionMessage) }
        }
    }

    private func remove(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            v1: "RemoveIDPFromLoginPolicy", .init(.delete, "\(path)/{idp_id}"), access: .gate(write),
            .init(
                "Lets nobody log in with an identity provider any longer; links to users stay.", [.id("idpId")],
                reply: [.details])
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.removeFromLogin(
                    try request.identityProviderID("idpId"), of: organization(call.caller), by: call.caller))
        }
    }
}
