package import Platform

/// A key or a personal access token of a machine user as lists show it: without what it proves.
package struct MachineCredential: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case key, personalAccessToken
    }

    package typealias Search = Model.Search<Filter, Sorting>

    package enum Filter: Sendable, Hashable {
        case id(String)
        case user(User.ID)
        case organization(Organization.ID)
        case created(TimestampMatch)
        case expires(TimestampMatch)
    }

    package enum Sorting: Sendable, Hashable {
        case creationDate, id, userID, organizationID, expirationDate
    }

    package let id: String
    package let userID: User.ID
    /// The organization of the user.
    package let organizationID: Organization.ID
    package let expiresAt: Timestamp
    package let createdAt: Timestamp
    /// The number of the change of the user that made it.
    package let sequence: Int64

    package init(
        id: String, userID: User.ID, organizationID: Organization.ID, expiresAt: Timestamp, createdAt: Timestamp,
        sequence: Int64
    ) {
        self.id = id
        self.userID = userID
        self.organizationID = organizationID
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.sequence = sequence
    }
}
