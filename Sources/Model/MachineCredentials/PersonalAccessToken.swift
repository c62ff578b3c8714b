package import Platform

/// A long-lived token of a machine user; the string itself is known to its owner only.
package struct PersonalAccessToken: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The scopes of every personal access token.
    package static let scopes = [
        "openid", "profile", "urn:zitadel:iam:user:metadata", "urn:zitadel:iam:user:resourceowner",
    ]

    package let id: ID
    package let userID: User.ID
    package let expiresAt: Timestamp
    package let createdAt: Timestamp
    package let sequence: Int64

    package init(id: ID, userID: User.ID, expiresAt: Timestamp, createdAt: Timestamp, sequence: Int64 = 0) {
        self.id = id
        self.userID = userID
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.sequence = sequence
    }
}
