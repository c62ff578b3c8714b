package import Platform

/// An Authentication Request of an application (OpenID Connect Core §3.1.2.1), accepted and waiting for somebody to
/// sign in.
package struct AuthRequest: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        case waiting, refused, granted
        /// Its code was exchanged.
        case redeemed
    }

    package let id: ID
    package let clientID: String
    /// Who may answer the request besides those who may answer every one.
    package let loginClientID: User.ID?
    package let parameters: AuthParameters
    package let createdAt: Timestamp
    /// Of the request while it waits, then of its code.
    package let expiresAt: Timestamp

    package init(
        id: ID, clientID: String, loginClientID: User.ID?, parameters: AuthParameters, createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.loginClientID = loginClientID
        self.parameters = parameters
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// For so long a proof that was made for this request counts whatever `max_age` says, because what follows it, such as
    /// a second factor, takes time.
    package static let proofPatience = Duration.minutes(5)

    /// The moment since which somebody who signs in now must have proven who they are; `nil` when any proof of a living
    /// session will do (`prompt=login`, `max_age`: OpenID Connect Core §3.1.2.1).
    package func authenticatedSince(at now: Timestamp) -> Timestamp? {
        let asked = parameters.maxAge.map { min(now - $0, max(createdAt, now - Self.proofPatience)) }
        guard parameters.prompts.contains(.login) else { return asked }
        return max(createdAt, asked ?? createdAt)
    }
}

/// What an application asks for, checked (OpenID Connect Core §3.1.2.1).
package struct AuthParameters: Sendable, Hashable {
    package enum ResponseMode: String, Sendable, CaseIterable {
        case query, fragment
        case formPost = "form_post"
    }

    package enum Prompt: String, Sendable, CaseIterable {
        case none, login, consent, create
        case selectAccount = "select_account"
    }

    package var redirectURI: String
    package var responseType: OIDCConfiguration.ResponseType
    package var responseMode: ResponseMode
    package var scopes: ScopeSet
    package var state: String?
    package var nonce: String?
    /// Of the method S256 (RFC 7636 §4.2).
    package var codeChallenge: String?
    package var prompts: [Prompt] = []
    package var maxAge: Duration?
    package var uiLocales: [String] = []
    package var loginHint: String?
    /// Whom the application believes to be signed in, as it has proven with an ID token (`id_token_hint`).
    package var hintUserID: User.ID?
    /// Who alone may sign in, at the mere word of whoever made the request (`claims`): nothing is told about that user.
    package var requiredUserID: User.ID?
    /// Values of `acr` that the application would like, the most wanted first.
    package var acrValues: [String] = []
    /// Values of `acr` of which the sign-in must reach one, the most wanted first; empty when any will do (OpenID Connect
    /// Core §5.5.1.1).
    package var requiredClasses: [ContextClass] = []
    /// Names of single claims that are asked for (OpenID Connect Core §5.5).
    package var claims = RequestedClaims()

    /// Who alone may sign in.
    package var expectedUserID: User.ID? { hintUserID ?? requiredUserID }

    package init(
        redirectURI: String, responseType: OIDCConfiguration.ResponseType, responseMode: ResponseMode,
        scopes: ScopeSet
    ) {
        self.redirectURI = redirectURI
        self.responseType = responseType
        self.responseMode = responseMode
        self.scopes = scopes
    }
}

/// Single claims by name: the `claims` parameter (OpenID Connect Core §5.5).
package struct RequestedClaims: Sendable, Hashable {
    package var idToken: [String] = []
    package var userInfo: [String] = []

    package init(idToken: [String] = [], userInfo: [String] = []) {
        self.idToken = idToken
        self.userInfo = userInfo
    }

    package var isEmpty: Bool { idToken.isEmpty && userInfo.isEmpty }
}
