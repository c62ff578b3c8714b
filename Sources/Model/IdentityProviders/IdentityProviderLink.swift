package import Platform

/// That an account at a provider and a user here are the same person. An external account belongs to one user at most.
package struct IdentityProviderLink: Sendable, Hashable {
    package let userID: User.ID
    package let providerID: IdentityProvider.ID
    /// The identifier of the account there, which never changes.
    package let externalID: String
    /// The name of the account there, for people to read.
    package let externalName: String
    package let createdAt: Timestamp

    package init(
        userID: User.ID, providerID: IdentityProvider.ID, externalID: String, externalName: String,
        createdAt: Timestamp
    ) {
        self.userID = userID
        self.providerID = providerID
        self.externalID = externalID
        self.externalName = externalName
        self.createdAt = createdAt
    }
}
