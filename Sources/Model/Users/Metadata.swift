package import Platform

/// A key with a value of bytes, attached to a user or an organization.
package struct Metadata: Sendable, Hashable {
    /// Bytes of a value at the most.
    package static let greatestValueSize = 500_000

    package let key: String
    package let value: [UInt8]
    package let createdAt: Timestamp
    package let changedAt: Timestamp
    package let sequence: Int64

    package init(key: String, value: [UInt8], createdAt: Timestamp, changedAt: Timestamp, sequence: Int64 = 0) {
        self.key = key
        self.value = value
        self.createdAt = createdAt
        self.changedAt = changedAt
        self.sequence = sequence
    }
}
