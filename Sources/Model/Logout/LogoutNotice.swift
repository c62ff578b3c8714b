package import Platform

/// What an application is to be told about a session that has ended (OpenID Connect Back-Channel Logout 1.0).
package struct LogoutNotice: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        /// It waits, or somebody is on the way with it.
        case waiting
        /// It was given up and is kept for the operator for a while.
        case dead
    }

    package let id: ID
    package let clientID: String
    package let uri: String
    package let sessionID: Session.ID
    package let userID: User.ID
    package let state: State
    /// How often it was taken up.
    package let attempts: Int64
    package let dueAt: Timestamp
    /// Why the last attempt failed; empty without one.
    package let reason: String
    package let createdAt: Timestamp

    package init(
        id: ID, clientID: String, uri: String, sessionID: Session.ID, userID: User.ID, state: State, attempts: Int64,
        dueAt: Timestamp, reason: String, createdAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.uri = uri
        self.sessionID = sessionID
        self.userID = userID
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.reason = reason
        self.createdAt = createdAt
    }
}

/// A notice that may be taken up.
package struct DueLogoutNotice: Sendable, Hashable {
    package let id: LogoutNotice.ID
    /// Whose application is told.
    package let organizationID: Organization.ID

    package init(id: LogoutNotice.ID, organizationID: Organization.ID) {
        self.id = id
        self.organizationID = organizationID
    }
}

/// How many notices are in one state.
package struct LogoutNoticeCount: Sendable, Hashable {
    package let state: LogoutNotice.State
    package let count: Int64

    package init(state: LogoutNotice.State, count: Int64) {
        self.state = state
        self.count = count
    }
}
