internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The refresh token grant (RFC 6749 §6).
struct RefreshTokenGrant: Grant {
    static let type = "refresh_token"
    static let requiresClient = true

    struct Parameters: FormDecodable {
        let refreshToken: Secret<String>
        /// `nil` for all that was granted.
        let scopes: ScopeSet?

        init(_ form: Form) throws(OAuthError) {
            guard let text = form["refresh_token"] else {
                throw OAuthError(.invalidRequest, "refresh_token missing")
            }
            refreshToken = Secret(text)
            scopes = try form["scope"] == nil ? nil : ScopeSet(required: form)
        }
    }

    let refreshTokens: RefreshTokens
    let claims: ClaimsSource

    func authorize(
        _ parameters: Parameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization {
        let (client, configuration) = try client.application(allowed: .refreshToken)
        let use: GrantUse
        do throws(DomainError) {
            use = try await refreshTokens.use(parameters.refreshToken, by: client) { granted in
                parameters.scopes?.values.allSatisfy(granted.values.contains) ?? true
            }
        } catch {
            throw OAuthError(error)
        }
        // Scopes name for whom a token is: who asks for fewer has it meant for fewer.
        return GrantedAuthorization(
            try use.grant("the refresh token is not valid"), client, configuration,
            narrowed: parameters.scopes.map { ($0, claims.audience(of: $0, for: client)) })
    }
}
