internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func identityProviderLinks(_ providers: IdentityProviders) -> [APIMethod] {
        [addIDPLink(providers), listIDPLinks(providers), removeIDPLink(providers)]
    }

    private static func addIDPLink(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/AddIDPLink", REST(.post, "/v2/users/{user_id}/links"),
            access: .object(.userWrite),
            .init(
                "Says that an account at an identity provider belongs to a user.",
                [.userID, .message("idpLink", .idpLink).required], reply: [.details])
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let link = try request.requiredMessage("idpLink", as: "IDPLink").identityProviderLink()
            return .details(try await providers.link(link, to: target, by: call.caller))
        }
    }

    private static func listIDPLinks(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListIDPLinks", REST(.post, "/v2/users/{user_id}/links/_search"),
            access: .objectOrSelf(.userRead),
            .init(
                "Lists the accounts at identity providers that belong to a user.", [.userID, .listQuery],
                reply: [.listDetails, .messages("result", .idpLink)])
        ) { (request, call) async throws(DomainError) in
            let id = try request.user().id
            let result = try await providers.links(of: id, try Page(request, field: "query"), by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now))
                $0.set("result", result.rows.map(\.message))
            }
        }
    }

    private static func removeIDPLink(_ providers: IdentityProviders) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemoveIDPLink",
            REST(.delete, "/v2/users/{user_id}/links/{idp_id}/{linked_user_id}", hasBody: true),
            access: .objectOrSelf(.userWrite),
            .init(
                "Says that an account at an identity provider does not belong to a user any longer.",
                [.userID, .id("idpId"), .id("linkedUserId", "The account's id there.")], reply: [.details])
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let provider = try request.identityProviderID("idpId")
            let externalID = try request.string("linkedUserId", .identifier)
            return .details(try await providers.unlink(externalID, at: provider, from: target, by: call.caller))
        }
    }
}
