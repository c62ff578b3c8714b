internal import Domain
internal import Model
internal import Platform
internal import Storage

extension TestServer {
    /// A person without a password, straight in the store.
    package func addHuman(_ id: String, to organization: String? = nil) async throws {
        let now = clock.now
        let home = Organization.ID(organization ?? organizationID)
        let human = Human(
            givenName: "Minnie", familyName: "Mouse", email: "\(id)@mouse.example", isEmailVerified: true,
            phone: "+41791234567", isPhoneVerified: true)
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: User.ID(id), organizationID: home, username: id, kind: .human(human), tokensValidFrom: now,
                    createdAt: now, changedAt: now))
        }
    }

    /// The token of a session in which a person has just used a passkey, and for which an identity provider vouches: that
    /// remains when the passkey is removed.
    package func sessionToken(of user: String) async throws -> String {
        let now = clock.now
        let session = Session(
            id: Session.ID("session-of-\(user)"), tokenID: "token", creatorID: User.ID(user), userID: User.ID(user),
            factors: SessionFactors(user: now, webAuthn: now, isUserVerified: true, intent: now), agent: UserAgent(),
            createdAt: now, changedAt: now)
        try await database.write { (tx) throws(DomainError) in try tx.insert(session) }
        return TokenSealer(masterKey: masterKey).seal(sessionToken: session.tokenID, of: session.id)
    }
}
