internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// The authorization code grant (RFC 6749 §4.1.3, RFC 7636 §4.5).
struct AuthorizationCodeGrant: Grant {
    static let type = "authorization_code"
    static let requiresClient = true

    struct Parameters: FormDecodable {
        let code: Secret<String>
        let redirectURI: String
        let verifier: Secret<String>?

        init(_ form: Form) throws(OAuthError) {
            guard let code = form["code"] else { throw OAuthError(.invalidRequest, "code missing") }
            guard let redirectURI = form["redirect_uri"] else {
                throw OAuthError(.invalidRequest, "redirect_uri missing")
            }
            self.code = Secret(code)
            self.redirectURI = redirectURI
            verifier = form["code_verifier"].map { Secret($0) }
        }
    }

    let authRequests: AuthRequests
    let claims: ClaimsSource

    func authorize(
        _ parameters: Parameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization {
        let (client, configuration) = try client.application(allowed: .authorizationCode)
        let claims = claims
        let use: GrantUse
        do throws(DomainError) {
            use = try await authRequests.redeem(
                parameters.code, by: client, redirectURI: parameters.redirectURI, verifier: parameters.verifier,
                audience: { claims.audience(of: $0, for: client) })
        } catch {
            throw OAuthError(error)
        }
        return GrantedAuthorization(try use.grant("the code is not valid"), client, configuration)
    }
}

extension AuthenticatedClient? {
    /// The application that asks, if it may use a grant.
    /// - Throws: `unauthorized_client` (RFC 6749 §5.2).
    func application(
        allowed grant: OIDCConfiguration.GrantType
    ) throws(OAuthError) -> (client: Client, configuration: OIDCConfiguration) {
        guard case .application(let client)? = self?.identity, case .oidc(let configuration) = client.configuration,
            configuration.grantTypes.contains(grant)
        else { throw OAuthError(.unauthorizedClient, "the grant type is not allowed for this client") }
        return (client, configuration)
    }
}

extension GrantUse {
    /// - Throws: `invalid_grant`, the same for every reason; the log has it.
    func grant(_ description: String) throws(OAuthError) -> RedeemedGrant {
        switch self {
        case .accepted(let grant): return grant
        case .refused(let reason): throw OAuthError(.invalidGrant, description, detail: reason)
        case .scopeTooWide: throw OAuthError(.invalidScope, "the scope was not granted")
        }
    }
}

extension GrantedAuthorization {
    /// - Parameter narrowed: the scopes of these tokens, and for whom they are, when it is less than was granted.
    init(
        _ grant: RedeemedGrant, _ client: Client, _ configuration: OIDCConfiguration,
        narrowed: (scopes: ScopeSet, audience: [String])? = nil
    ) {
        let authorization = grant.authorization
        self.init(
            subject: grant.subject, client: .application(client), scopes: narrowed?.scopes ?? authorization.scopes,
            audience: narrowed.map { narrowed in authorization.audience.filter(narrowed.audience.contains) }
                ?? authorization.audience,
            accessTokenType: configuration.accessTokenType)
        authenticationMethods = authorization.methods
        authenticatedAt = authorization.authenticatedAt
        contextClass = authorization.contextClass?.rawValue
        sessionID = authorization.sessionID
        familyID = grant.familyID.rawValue
        nonce = grant.nonce
        refreshToken = grant.refreshToken
        requestedClaims = authorization.claims
    }
}
