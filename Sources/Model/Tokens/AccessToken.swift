package import Platform

/// What an access token says, whatever its form. It is not stored: the token itself carries it.
package struct AccessToken: Sendable, Hashable {
    /// Unique; the `jti` of a JWT, and the name under which a token is revoked.
    package let id: String
    package let subject: User.ID
    /// The `client_id` that the token was issued to; a machine user's name when it has no application.
    package let clientID: String
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    package let scopes: ScopeSet
    package let audience: [String]
    /// RFC 8176 values; empty when the token came without an authentication that has one.
    package let authenticationMethods: [String]
    package let authenticatedAt: Timestamp?

    package init(
        id: String, subject: User.ID, clientID: String, issuedAt: Timestamp, expiresAt: Timestamp, scopes: ScopeSet,
        audience: [String], authenticationMethods: [String] = [], authenticatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.subject = subject
        self.clientID = clientID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.scopes = scopes
        self.audience = audience
        self.authenticationMethods = authenticationMethods
        self.authenticatedAt = authenticatedAt
    }
}
