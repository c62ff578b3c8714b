package import Model
package import Platform
package import Storage

/// Ends sessions at the word of an application (OpenID Connect RP-Initiated Logout 1.0), and tells people's pages what
/// to ask where the word alone is not enough.
package struct Logouts: Sendable {
    /// How long a person may take to answer.
    package static let requestLifetime = Duration.hours(1)

    let database: Database
    let clock: WallClock
    let signingKeys: SigningKeys
    let issuer: String
    private let tokenLifetime: Duration

    /// - Parameter tokenLifetime: the longest that a token lives, of access tokens and ID tokens.
    package init(
        database: Database, clock: WallClock, signingKeys: SigningKeys, issuer: String, tokenLifetime: Duration
    ) {
        self.database = database
        self.clock = clock
        self.signingKeys = signingKeys
        self.issuer = issuer
        self.tokenLifetime = tokenLifetime
    }

    /// Ends the session that an ID token of its user names. One that is unknown, over or another user's is left alone.
    package func endSession(_ id: Session.ID, of userID: User.ID) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            guard let session = try tx.session(id), session.userID == userID, session.terminatedAt == nil else {
                return
            }
            let now = clock.now()
            let user = try tx.user(userID)
            _ = try tx.end(session, of: user, by: userID, endingTokensUntil: now + tokenLifetime, at: now)
        }
    }

    /// An application, active or not, by its client identifier: people sign out of inactive ones as well.
    package func client(_ id: String) async throws(DomainError) -> Client? {
        try await database.read(.client(id))
    }
}
