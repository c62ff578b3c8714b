package import Model

/// A token of this service as somebody shows it: its seal or signature is right, no more is known.
package enum PresentedToken: Sendable {
    case accessToken(AccessToken)
    case personalAccessToken(PersonalAccessToken.ID)

    static let personalAccessTokenScopes = ScopeSet(PersonalAccessToken.scopes)

    package var scopes: ScopeSet {
        switch self {
        case .accessToken(let token): token.scopes
        case .personalAccessToken: Self.personalAccessTokenScopes
        }
    }

    package var accessToken: AccessToken? {
        if case .accessToken(let token) = self { token } else { nil }
    }

    /// Whose the token is.
    var owner: TokenOwner {
        switch self {
        case .accessToken(let token): .user(token.subject)
        case .personalAccessToken(let id): .personalAccessToken(id)
        }
    }
}
