package import Platform

/// Somebody at a device, and what they have proven there.
package struct Session: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package let id: ID
    /// In the one token that counts: each change of the session makes another.
    package var tokenID: String
    /// Who made the session.
    package let creatorID: User.ID
    /// Whose session it is, once it is known. It never becomes another user's.
    package var userID: User.ID?
    package var factors: SessionFactors
    /// The challenge that waits for its assertion.
    package var webAuthnChallenge: JSONObject?
    package let agent: UserAgent
    /// `nil` for a session that does not end by itself.
    package var expiresAt: Timestamp?
    package var terminatedAt: Timestamp?
    /// Of the last change that is in the history; 0 while none is.
    package var sequence: Int64
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(
        id: ID, tokenID: String, creatorID: User.ID, userID: User.ID? = nil, factors: SessionFactors = SessionFactors(),
        webAuthnChallenge: JSONObject? = nil, agent: UserAgent, expiresAt: Timestamp? = nil,
        terminatedAt: Timestamp? = nil, sequence: Int64 = 0, createdAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.tokenID = tokenID
        self.creatorID = creatorID
        self.userID = userID
        self.factors = factors
        self.webAuthnChallenge = webAuthnChallenge
        self.agent = agent
        self.expiresAt = expiresAt
        self.terminatedAt = terminatedAt
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
    }

    package func isExpired(at now: Timestamp) -> Bool {
        expiresAt.map { $0 <= now } ?? false
    }
}

/// The device that a session is on, as the login pages describe it.
package struct UserAgent: Sendable, Hashable {
    package let fingerprintID: String
    package let ip: String
    package let description: String
    /// The request's fields: names with lists of values.
    package let header: JSONObject

    package init(fingerprintID: String = "", ip: String = "", description: String = "", header: JSONObject = [:]) {
        self.fingerprintID = fingerprintID
        self.ip = ip
        self.description = description
        self.header = header
    }

    package var isEmpty: Bool { fingerprintID.isEmpty && ip.isEmpty && description.isEmpty && header.isEmpty }
}
