internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension APIMethod {
    static func managementTokens(_ tokens: PersonalAccessTokens) -> [APIMethod] {
        [addToken(tokens), listTokens(tokens), getToken(tokens), removeToken(tokens)]
    }

    private static func addToken(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            v1: "AddPersonalAccessToken", REST(.post, "/management/v1/users/{user_id}/pats"),
            access: .gate(.userWrite), MethodContract.ManagementCredentials.addPersonalAccessToken
        ) { (request, call) async throws(DomainError) in
            let added = try await tokens.add(
                to: try request.managementUser(call), expiresAt: try request.timestamp("expirationDate"),
                by: call.caller)
            return .message {
                $0.set("tokenId", added.id)
                $0.set("token", added.token.exposed)
                $0.set("details", added.details.additionMessage)
            }
        }
    }

    private static func listTokens(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            v1: "ListPersonalAccessTokens", REST(.post, "/management/v1/users/{user_id}/pats/_search"),
            access: .gate(.userRead), MethodContract.ManagementCredentials.listPersonalAccessTokens
        ) { (request, call) async throws(DomainError) in
            let search = try request.managementCredentials(call, page: Page(request, field: "query"))
            let result = try await tokens.list(search, by: call.caller)
            return .message {
                $0.set("details", listDetails(total: result.total, at: call.now, timestampField: "viewTimestamp"))
                $0.set("result", result.rows.map(\.tokenMessage))
            }
        }
    }

    private static func getToken(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            v1: "GetPersonalAccessTokenByIDs", REST(.get, "/management/v1/users/{user_id}/pats/{token_id}"),
            access: .gate(.userRead), MethodContract.ManagementCredentials.getPersonalAccessTokenByIDs
        ) { (request, call) async throws(DomainError) in
            let search = try request.managementCredentials(call, id: request.string("tokenId", .identifier))
            guard let token = try await tokens.list(search, by: call.caller).rows.first else {
                throw DomainError(.notFound, "QUERY-fRunu", "Errors.PersonalAccessToken.NotFound")
            }
            return .message { $0.set("token", token.tokenMessage) }
        }
    }

    private static func removeToken(_ tokens: PersonalAccessTokens) -> APIMethod {
        APIMethod(
            v1: "RemovePersonalAccessToken", REST(.delete, "/management/v1/users/{user_id}/pats/{token_id}"),
            access: .gate(.userWrite), MethodContract.ManagementCredentials.removePersonalAccessToken
        ) { (request, call) async throws(DomainError) in
            let target = try request.managementUser(call)
            let token = PersonalAccessToken.ID(try request.string("tokenId", .identifier))
            let details = try await tokens.remove(token, of: target, by: call.caller)
            return .message { $0.set("details", details.message) }
        }
    }
}

extension MachineCredential {
    /// `zitadel.user.v1.PersonalAccessToken`.
    fileprivate var tokenMessage: JSONObject {
        .message {
            $0.set("id", id)
            $0.set("details", details.message)
            $0.set("expirationDate", expiresAt)
            $0.set("scopes", PersonalAccessToken.scopes)
        }
    }
}
