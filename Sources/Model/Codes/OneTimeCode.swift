package import Platform

/// A code that was sent to a person, as it is stored: its digest and what it is bound to.
package struct OneTimeCode: Sendable, Hashable {
    package let id: String
    package let userID: User.ID
    package let purpose: CodePurpose
    /// The e-mail address or telephone number that the code proves; empty for other purposes.
    package let address: String
    package let digest: [UInt8]
    /// What the next code of the purpose takes over, such as the template of its link.
    package let details: JSONObject
    /// Wrong attempts so far.
    package let failures: Int64
    package let expiresAt: Timestamp
    package let createdAt: Timestamp

    package init(
        id: String, userID: User.ID, purpose: CodePurpose, address: String, digest: [UInt8], details: JSONObject,
        failures: Int64 = 0, expiresAt: Timestamp, createdAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.purpose = purpose
        self.address = address
        self.digest = digest
        self.details = details
        self.failures = failures
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}
