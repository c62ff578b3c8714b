internal import Domain
internal import HTTP
internal import Model
internal import Platform

/// Token revocation (RFC 7009): by the machine user that owns the token, or by an application that it is meant for.
struct RevocationEndpoint: Sendable {
    private enum Target {
        case accessToken(AccessToken)
        case personalAccessToken(PersonalAccessToken.ID, owner: User.ID)
        case refreshToken(TokenFamily)
    }

    let authenticator: ClientAuthenticator
    let tokens: Tokens
    let personalAccessTokens: PersonalAccessTokens
    let refreshTokens: RefreshTokens

    /// 200 says that the token is dead everywhere: it is answered after the revocation is durable, and also for
    /// something that is no token of ours (RFC 7009 §2.2).
    func respond(to request: HTTPRequest) async throws(OAuthError) -> HTTPResponse {
        let form = try request.oauthForm()
        let caller = try await authenticator.authenticate(try ClientCredentials(request, form), as: .either)
        guard let text = form["token"] else { throw OAuthError(.invalidRequest, "token missing") }
        if let target = try await target(text) {
            guard isEntitled(caller, target) else {
                throw OAuthError(.invalidGrant, "the token was not issued to this client")
            }
            try await revoke(target)
        }
        return HTTPResponse.empty(.ok).withoutCaching
    }

    private func target(_ text: String) async throws(OAuthError) -> Target? {
        do throws(DomainError) {
            if let id = tokens.readPersonalAccessToken(text) {
                return try await personalAccessTokens.owner(of: id).map { .personalAccessToken(id, owner: $0) }
            }
            if let family = try await refreshTokens.family(of: text) { return .refreshToken(family) }
            return try await tokens.readAccessToken(text).map { .accessToken($0) }
        } catch {
            throw OAuthError(error)
        }
    }

    /// The application must have got the token, or it or its project be in the audience; a machine user must be the
    /// subject.
    private func isEntitled(_ caller: AuthenticatedClient, _ target: Target) -> Bool {
        switch (caller.identity, target) {
        case (.application(let client), .accessToken(let token)):
            client.isAddressed(by: token.audience)
                || (token.clientID == client.clientID && token.projectID == client.projectID)
        case (.machine(let subject), .accessToken(let token)): token.subject == subject.user.id
        case (.machine(let subject), .personalAccessToken(_, let owner)): owner == subject.user.id
        case (.application(let client), .refreshToken(let family)): family.clientID == client.clientID
        case (.application, .personalAccessToken), (.machine, .refreshToken): false
        }
    }

    private func revoke(_ target: Target) async throws(OAuthError) {
        do throws(DomainError) {
            switch target {
            case .accessToken(let token): try await tokens.revoke(token)
            // With the family go its access tokens (RFC 7009 §2.1).
            case .refreshToken(let family): try await refreshTokens.revoke(family.id)
            case .personalAccessToken(let id, let owner): try await personalAccessTokens.revoke(id, owner: owner)
            }
        } catch {
            throw OAuthError(error)
        }
    }
}
