package import Platform

/// A public key with which a machine user or an application proves itself by a signed assertion (RFC 7523).
package struct AuthenticationKey: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package let id: ID
    /// SubjectPublicKeyInfo in DER (RFC 5280 §4.1).
    package let publicKey: [UInt8]
    package let expiresAt: Timestamp
    package let createdAt: Timestamp
    package let sequence: Int64

    package init(id: ID, publicKey: [UInt8], expiresAt: Timestamp, createdAt: Timestamp, sequence: Int64 = 0) {
        self.id = id
        self.publicKey = publicKey
        self.expiresAt = expiresAt
        self.createdAt = createdAt
        self.sequence = sequence
    }
}
