package import Platform

/// What an access token says, whatever its form. It is not stored: the token itself carries it.
package struct AccessToken: Sendable, Hashable {
    /// Unique; the `jti` of a JWT, and the name under which a token is revoked.
    package let id: String
    package let subject: User.ID
    /// The `client_id` that the token was issued to; a machine user's name when it has no application.
    package let clientID: String
    /// Of the application that the token was issued to; `nil` when it was a machine user.
    package let projectID: Project.ID?
    package let issuedAt: Timestamp
    /// What the token says of that, as `iat` and `nbf`: earlier by the clock skew of the application.
    package let notBefore: Timestamp
    package let expiresAt: Timestamp
    package let scopes: ScopeSet
    package let audience: [String]
    /// RFC 8176 values; empty when the token came without an authentication that has one.
    package let authenticationMethods: [String]
    /// Earlier by the clock skew of the application as well.
    package let authenticatedAt: Timestamp?
    /// The session that the token ends with.
    package let sessionID: Session.ID?
    /// The sign-in with a refresh token that this token ends with.
    package let familyID: String?
    /// Of a token that was exchanged: what it was made of. It ends when one of these is revoked: tokens, sessions, sign-ins.
    package let origins: [String]
    package let actor: Actor?
    /// Claims that userinfo tells without their scope (OpenID Connect Core §5.5).
    package let userInfoClaims: [String]

    package init(
        id: String, subject: User.ID, clientID: String, projectID: Project.ID? = nil, issuedAt: Timestamp,
        notBefore: Timestamp? = nil, expiresAt: Timestamp, scopes: ScopeSet, audience: [String],
        authenticationMethods: [String] = [], authenticatedAt: Timestamp? = nil, sessionID: Session.ID? = nil,
        familyID: String? = nil, origins: [String] = [], actor: Actor? = nil, userInfoClaims: [String] = []
    ) {
        self.id = id
        self.subject = subject
        self.clientID = clientID
        self.projectID = projectID
        self.issuedAt = issuedAt
        self.notBefore = notBefore ?? issuedAt
        self.expiresAt = expiresAt
        self.scopes = scopes
        self.audience = audience
        self.authenticationMethods = authenticationMethods
        self.authenticatedAt = authenticatedAt
        self.sessionID = sessionID
        self.familyID = familyID
        self.origins = origins
        self.actor = actor
        self.userInfoClaims = userInfoClaims
    }

    /// The client identifier of the application that the token was issued to; `nil` when it was a machine user.
    package var application: String? { projectID == nil ? nil : clientID }
}
