internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Token exchange (RFC 8693): a token for another one with less in it, or for one with which an actor speaks for the
/// subject.
struct TokenExchangeGrant: Grant {
    static let type = OIDCConfiguration.GrantType.tokenExchange.rawValue
    static let requiresClient = true
    /// So many may stand behind one another in a token.
    static let greatestActorCount = 8
    /// So many tokens, sessions and sign-ins may stand behind a token.
    static let greatestOriginCount = 32

    let statements: TokenStatements
    let impersonations: Impersonations
    let clients: Clients
    let issuer: String

    func authorize(
        _ parameters: TokenExchangeParameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization {
        let client = try client.application(allowed: .tokenExchange).client
        guard let subject = try await statement(of: parameters.subject, client) else {
            throw OAuthError(.invalidRequest, "subject_token invalid")
        }
        let actor = try await actor(parameters, client)
        let audience = try parameters.audience(of: subject, actor)
        let scopes = try parameters.scopes(of: subject, actor)
        guard let user = subject.subject else { throw OAuthError(.invalidRequest, "Errors.User.NotActive") }
        try scopes.requireOrganization(of: user)
        try await requireAccess(of: user, to: client)
        var authorization = GrantedAuthorization(
            subject: user, client: .application(client), scopes: scopes, audience: audience,
            accessTokenType: parameters.requested == .jwt ? .jwt : .bearer)
        authorization.exchange(subject, actor, for: parameters.requested)
        guard authorization.origins.count <= Self.greatestOriginCount else {
            throw OAuthError(.invalidRequest, "the token was exchanged too often")
        }
        authorization.actor = try chain(subject, actor)
        if let acting = actor?.subject { try await impersonate(user, acting, client) }
        return authorization
    }

    private func statement(
        of token: TokenExchangeParameters.Token, _ client: Client
    ) async throws(OAuthError) -> TokenStatement? {
        do throws(DomainError) { return try await statements.read(token, for: client) } catch {
            throw OAuthError(error)
        }
    }

    /// Whom the project would not let in gets no token by exchange either.
    private func requireAccess(of user: Subject, to client: Client) async throws(OAuthError) {
        let isAllowed: Bool
        do throws(DomainError) { isAllowed = try await clients.admit(user.user.id, to: client) } catch {
            throw OAuthError(error)
        }
        guard user.user.machine != nil || isAllowed else {
            throw OAuthError(.invalidRequest, "Errors.User.GrantRequired")
        }
    }

    /// Who acts for the subject; `nil` when nobody does.
    private func actor(
        _ parameters: TokenExchangeParameters, _ client: Client
    ) async throws(OAuthError) -> TokenStatement? {
        guard parameters.actor != nil || parameters.subject.type.needsActor else { return nil }
        let isAllowed: Bool
        do throws(DomainError) { isAllowed = try await impersonations.areAllowed() } catch { throw OAuthError(error) }
        guard isAllowed else {
            throw OAuthError(.invalidRequest, "Errors.TokenExchange.Impersonation.PolicyDisabled")
        }
        guard let token = parameters.actor, let actor = try await statement(of: token, client) else {
            throw OAuthError(.invalidRequest, "actor_token invalid")
        }
        return actor
    }

    /// Whoever acts now comes first, then those who acted for the actor and for the subject before (RFC 8693 §4.1).
    private func chain(_ subject: TokenStatement, _ actor: TokenStatement?) throws(OAuthError) -> Actor? {
        guard let actor, let acting = actor.subject else { return subject.actor }
        let before = (actor.actor?.chain ?? []) + (subject.actor?.chain ?? [])
        guard before.count < Self.greatestActorCount else {
            throw OAuthError(.invalidRequest, "too many actors stand behind one another")
        }
        let previous = before.reversed().reduce(nil) { previous, actor in
            Actor(issuer: actor.issuer, subject: actor.subject, previous: previous)
        }
        return Actor(issuer: issuer, subject: acting.user.id, previous: previous)
    }

    /// - Throws: `invalid_request`, which RFC 8693 §2.2.2 has for tokens that are not acceptable by policy.
    private func impersonate(_ user: Subject, _ actor: Subject, _ client: Client) async throws(OAuthError) {
        do throws(DomainError) {
            try await impersonations.begin(of: user, by: actor, client: client.clientID)
        } catch {
            switch error.kind {
            case .permissionDenied, .notFound: throw OAuthError(.invalidRequest, error.message, detail: error.id)
            default: throw OAuthError(error)
            }
        }
    }
}

extension GrantedAuthorization {
    /// Takes over what the exchanged tokens say. The result ends with everything that one of them ends with, and no later.
    /// That is why there is never a refresh token.
    fileprivate mutating func exchange(
        _ subject: TokenStatement, _ actor: TokenStatement?, for requested: TokenType
    ) {
        let proof = actor ?? subject
        issuedTokenType = requested
        wanted = requested == .idToken ? .idToken : .accessToken
        authenticationMethods = proof.methods
        authenticatedAt = proof.authenticatedAt
        sessionID = subject.sessionID
        familyID = subject.familyID
        origins = subject.origins + (actor?.ends ?? [])
        latestExpiry = [subject.expiresAt, actor?.expiresAt].compactMap { $0 }.min()
    }
}
