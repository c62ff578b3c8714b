internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func addPersonalAccessToken(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/AddPersonalAccessToken", REST(.post, "/v2/users/{user_id}/pats"),
            access: .objectOrSelf(.userWrite), .addPersonalAccessToken
        ) { (request, call) async throws(DomainError) in
            let added = try await tokens.add(
                to: try request.user(), expiresAt: try request.expirationDate(), by: call.caller)
            return .message {
                $0.set("creationDate", added.details.changedAt)
                $0.set("tokenId", added.id)
                $0.set("token", added.token.exposed)
            }
        }
    }

    static func removePersonalAccessToken(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/RemovePersonalAccessToken",
            REST(.delete, "/v2/users/{user_id}/pats/{token_id}"), access: .objectOrSelf(.userWrite),
            .removePersonalAccessToken
        ) { (request, call) async throws(DomainError) in
            let target = try request.user()
            let token = PersonalAccessToken.ID(try request.string("tokenId", .identifier))
            let details = try await tokens.remove(token, of: target, by: call.caller)
            return .message { $0.set("deletionDate", details.changedAt) }
        }
    }

    static func listPersonalAccessTokens(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            "zitadel.user.v2.UserService/ListPersonalAccessTokens", REST(.post, "/v2/users/pats/search"),
            access: .rows(.userRead), .listPersonalAccessTokens
        ) { (request, call) async throws(DomainError) in
            let search = try request.credentialSearch(
                "PersonalAccessTokensSearchFilter", id: "tokenIdFilter",
                sorting: request.enumeration("sortingColumn", as: WirePersonalAccessTokenFieldName.self).sorting)
            let result = try await tokens.list(search, by: call.caller)
            return .credentials(result, search.page)
        }
    }
}
