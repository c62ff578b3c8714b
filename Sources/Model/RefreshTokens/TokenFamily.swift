package import Platform

/// What a user let an application have for longer than an access token lives: all tokens that come from one sign-in.
package struct TokenFamily: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package let id: ID
    package let clientID: String
    package let userID: User.ID
    package let authorization: FamilyAuthorization
    /// Of the refresh token that counts; each use makes another.
    package let generation: Int64
    package let rotatedAt: Timestamp
    package let revokedAt: Timestamp?
    /// Until when it is kept at least, which is not before it ends.
    package let keptUntil: Timestamp
    /// When it ends for good.
    package let lastExpiresAt: Timestamp
    package let createdAt: Timestamp

    package init(
        id: ID, clientID: String, userID: User.ID, authorization: FamilyAuthorization, generation: Int64 = 1,
        rotatedAt: Timestamp, revokedAt: Timestamp? = nil, keptUntil: Timestamp, lastExpiresAt: Timestamp,
        createdAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.userID = userID
        self.authorization = authorization
        self.generation = generation
        self.rotatedAt = rotatedAt
        self.revokedAt = revokedAt
        self.keptUntil = keptUntil
        self.lastExpiresAt = lastExpiresAt
        self.createdAt = createdAt
    }
}

/// What the tokens of a family say.
package struct FamilyAuthorization: Sendable, Hashable {
    package let scopes: ScopeSet
    package let audience: [String]
    /// RFC 8176.
    package let methods: [String]
    package let authenticatedAt: Timestamp?
    /// The session of the sign-in, which may be over.
    package let sessionID: Session.ID?
    package let claims: RequestedClaims
    /// The `acr` of its ID tokens.
    package let contextClass: ContextClass?

    package init(
        scopes: ScopeSet, audience: [String], methods: [String], authenticatedAt: Timestamp?,
        sessionID: Session.ID?, claims: RequestedClaims = RequestedClaims(), contextClass: ContextClass? = nil
    ) {
        self.scopes = scopes
        self.audience = audience
        self.methods = methods
        self.authenticatedAt = authenticatedAt
        self.sessionID = sessionID
        self.claims = claims
        self.contextClass = contextClass
    }

    /// The same for a session that is over.
    package var withoutSession: FamilyAuthorization {
        FamilyAuthorization(
            scopes: scopes, audience: audience, methods: methods, authenticatedAt: authenticatedAt, sessionID: nil,
            claims: claims, contextClass: contextClass)
    }
}
