package import Platform

/// One way to a provider and back: begun by a client or by our pages, ended by what the provider said.
package struct IdentityProviderIntent: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    /// Each is reached once, and from the one before it: no answer of a provider counts twice.
    package enum State: String, Sendable, CaseIterable {
        case started
        /// The provider's answer has come and is being looked at.
        case answered
        case succeeded, failed
        /// A session has used it as its proof.
        case consumed
    }

    package let id: ID
    package let providerID: IdentityProvider.ID
    package var state: State
    /// Where the browser goes afterwards.
    package let successURL: String
    package let failureURL: String
    /// Who it turned out to be here; `nil` while the external account is not linked.
    package var userID: User.ID?
    package var sequence: Int64
    package let createdAt: Timestamp
    package var changedAt: Timestamp
    /// While it is started, when the answer must be there; afterwards, until when it is a proof.
    package var expiresAt: Timestamp

    package init(
        id: ID, providerID: IdentityProvider.ID, state: State = .started, successURL: String, failureURL: String,
        userID: User.ID? = nil, sequence: Int64 = 0, createdAt: Timestamp, changedAt: Timestamp, expiresAt: Timestamp
    ) {
        self.id = id
        self.providerID = providerID
        self.state = state
        self.successURL = successURL
        self.failureURL = failureURL
        self.userID = userID
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.expiresAt = expiresAt
    }
}
