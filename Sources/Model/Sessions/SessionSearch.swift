package import Platform

extension Session {
    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case ids([Session.ID])
        case user(User.ID)
        case created(TimestampMatch)
        case creator(User.ID)
        case agent(fingerprintID: String)
        case expires(TimestampMatch)
        /// Not over at this moment, and something was proven that can stand alone.
        case proven(at: Timestamp)
    }

    package enum Sorting: Sendable, Hashable {
        case unspecified, creationDate
    }
}

/// A session with what lists show of its user.
package struct SessionOverview: Sendable {
    package let session: Session
    package let metadata: [SessionMetadata]
    /// `nil` until the user is known.
    package let user: User?

    package init(session: Session, metadata: [SessionMetadata], user: User?) {
        self.session = session
        self.metadata = metadata
        self.user = user
    }
}

/// A key with a value of bytes, attached to a session.
package struct SessionMetadata: Sendable, Hashable {
    package let key: String
    package let value: [UInt8]

    package init(key: String, value: [UInt8]) {
        self.key = key
        self.value = value
    }
}
