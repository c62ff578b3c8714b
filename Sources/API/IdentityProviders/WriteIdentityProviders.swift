internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Whose providers some calls of the older API are about: the instance's or an organization's.
struct ProviderPlace: Sendable {
    let base: String
    let read, write, delete: Permission
    let owner: @Sendable (Caller) -> Organization.ID?

    static let instance = ProviderPlace(
        base: "/admin/v1", read: .iamIDPRead, write: .iamIDPWrite, delete: .iamIDPDelete, owner: { _ in nil })
    static let organization = ProviderPlace(
        base: "/management/v1", read: .orgIDPRead, write: .orgIDPWrite, delete: .orgIDPDelete,
        owner: { $0.organizationID })
}

extension ProviderPlace {
    func writes(_ providers: IdentityProviders) -> [APIMethod] {
        [
            add("AddGenericOIDCProvider", "generic_oidc", MessageSchema.writtenOpenIDMembers, providers) {
                (request) throws(DomainError) in try request.openIDProvider()
            },
            change("UpdateGenericOIDCProvider", "generic_oidc", MessageSchema.writtenOpenIDMembers, providers) {
                (request) throws(DomainError) in try request.openIDProvider()
            },
            add("AddGenericOAuthProvider", "oauth", MessageSchema.writtenOAuthMembers, providers) {
                (request) throws(DomainError) in try request.oauthProvider()
            },
            change("UpdateGenericOAuthProvider", "oauth", MessageSchema.writtenOAuthMembers, providers) {
                (request) throws(DomainError) in try request.oauthProvider()
            },
            setState("DeactivateIDP", "_deactivate", .inactive, providers),
            setState("ReactivateIDP", "_reactivate", .active, providers), remove(providers),
        ]
    }

    private func add(
        _ name: StaticString, _ path: String, _ members: [MessageSchema.Member], _ providers: IdentityProviders,
        read: @escaping @Sendable (MessageReader) throws(DomainError) -> NewIdentityProvider
    ) -> APIMethod {
        APIMethod(
            v1: name, .init(.post, "\(base)/idps/\(path)"), access: .gate(write),
            .init("Adds an identity provider.", members, reply: [.details, .id("id")])
        ) { (request, call) async throws(DomainError) in
            let added = try await providers.add(try read(request), to: owner(call.caller), by: call.caller)
            return .message {
                $0.set("details", added.details.additionMessage)
                $0.set("id", added.id)
            }
        }
    }

    private func change(
        _ name: StaticString, _ path: String, _ members: [MessageSchema.Member], _ providers: IdentityProviders,
        read: @escaping @Sendable (MessageReader) throws(DomainError) -> NewIdentityProvider
    ) -> APIMethod {
        APIMethod(
            v1: name, .init(.put, "\(base)/idps/\(path)/{id}"), access: .gate(write),
            .init("Changes an identity provider.", [.id("id")] + members, reply: [.details])
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.change(
                    try request.identityProviderID(), of: owner(call.caller), to: try read(request), by: call.caller))
        }
    }

    private func setState(
        _ name: StaticString, _ path: String, _ state: IdentityProvider.State, _ providers: IdentityProviders
    ) -> APIMethod {
        APIMethod(
            v1: name, .init(.post, "\(base)/idps/{idp_id}/\(path)"), access: .gate(write),
            .init(
                state == .active
                    ? "Lets people log in with an identity provider again."
                    : "Lets nobody log in with an identity provider any longer.", [.id("idpId")], reply: [.details])
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.setState(
                    state, of: try request.identityProviderID("idpId"), ownedBy: owner(call.caller), by: call.caller))
        }
    }

    private func remove(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            v1: "DeleteProvider", .init(.delete, "\(base)/idps/templates/{id}"), access: .gate(delete),
            .init(
                "Removes an identity provider with its place in login policies and its links to users.", [.id("id")],
                reply: [.details])
        ) { (request, call) async throws(DomainError) in
            .details(
                try await providers.remove(
                    try request.identityProviderID(), of: owner(call.caller), by: call.caller))
        }
    }
}
