internal import Domain
internal import Model
internal import Platform

extension TokenIssuer {
    /// The tokens of the response types `id_token` and `id_token token` (OpenID Connect Core §3.2.2.5).
    func implicit(
        _ request: AuthRequest, _ signIn: SignIn, _ client: Client, _ subject: Subject
    ) async throws(DomainError) -> JSONObject {
        let parameters = request.parameters
        var authorization = GrantedAuthorization(
            subject: subject, client: .application(client), scopes: parameters.scopes,
            audience: claims.audience(of: parameters.scopes, for: client),
            accessTokenType: GrantClient.application(client).configuration?.accessTokenType ?? .bearer)
        authorization.authenticationMethods = signIn.methods
        authorization.authenticatedAt = signIn.authenticatedAt
        authorization.contextClass = parameters.contextClass(of: signIn.methods)?.rawValue
        authorization.sessionID = signIn.sessionID
        // Without a code the request itself names what it gave.
        authorization.familyID = request.id.rawValue
        authorization.nonce = parameters.nonce
        authorization.requestedClaims = parameters.claims
        authorization.wanted = parameters.responseType == .idToken ? .idToken : .accessToken
        return try await reply(to: authorization)
    }
}
