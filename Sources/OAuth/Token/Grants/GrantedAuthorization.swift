internal import Domain
internal import Model
internal import Platform

/// What a grant decided.
struct GrantedAuthorization: Sendable {
    let subject: Subject
    let client: GrantClient
    let scopes: ScopeSet
    /// All that the access token is meant for: see ``ClaimsSource/audience(of:for:)``.
    let audience: [String]
    let accessTokenType: Machine.AccessTokenType
    /// RFC 8176; empty when there is no value for how the subject was authenticated.
    var authenticationMethods: [String] = []
    /// `nil` when it is not known. A machine user that is its own client authenticates with the request itself.
    var authenticatedAt: Timestamp?
    /// The `acr` of the ID token.
    var contextClass: String?
    /// The session that the tokens end with.
    var sessionID: Session.ID?
    /// The sign-in with a refresh token that the tokens end with.
    var familyID: String?
    /// What the tokens of an exchange were made of.
    var origins: [String] = []
    /// What the application sent to recognise its ID token by.
    var nonce: String?
    var actor: Actor?
    /// Goes into the answer as it is.
    var refreshToken: Secret<String>?
    var requestedClaims = RequestedClaims()
    var wanted = WantedTokens.accessToken
    /// As what the token is issued, when it is the result of an exchange (RFC 8693 §2.2.1).
    var issuedTokenType: TokenType?
    /// The tokens live no longer.
    var latestExpiry: Timestamp?
}

/// Which tokens an answer has.
enum WantedTokens: Sendable, Hashable {
    /// An access token, and an ID token when `openid` is among its scopes.
    case accessToken
    /// An ID token alone: the response type `id_token` (OpenID Connect Core §3.2).
    case idToken
}

/// Whom tokens are issued to.
enum GrantClient: Sendable {
    /// A machine user that is its own client, by its name.
    case machine(String)
    case application(Client)

    /// The value of `client_id` in the tokens.
    var clientID: String {
        switch self {
        case .machine(let name): name
        case .application(let client): client.clientID
        }
    }

    /// The application's project; machine users have none.
    var projectID: Project.ID? {
        if case .application(let client) = self { client.projectID } else { nil }
    }

    /// The settings of the application, when it is one of OpenID Connect.
    var configuration: OIDCConfiguration? {
        if case .application(let client) = self, case .oidc(let configuration) = client.configuration {
            configuration
        } else {
            nil
        }
    }

    /// How much the times in the tokens are moved in favour of clocks that are wrong.
    var clockSkew: Duration { configuration?.clockSkew ?? .zero }
}
