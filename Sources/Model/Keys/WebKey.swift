package import Platform

/// A key that signs tokens, and whose public half is in the JWK set (RFC 7517).
package struct WebKey: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum State: String, Sendable, CaseIterable {
        /// Published ahead of its use.
        case initial
        /// Signs. There is exactly one.
        case active
        /// Signs no more, still verifies.
        case inactive
    }

    /// The kind and the JWS algorithm that goes with it; the key fixes the algorithm.
    package enum Configuration: Sendable, Hashable {
        case rsa(bits: Int, hashBits: Int)
        case ecdsa(Curve)
        case ed25519
    }

    package enum Curve: String, Sendable, CaseIterable {
        case p256, p384, p521
    }

    package let id: ID
    package var state: State
    package let configuration: Configuration
    package let createdAt: Timestamp
    package var changedAt: Timestamp

    package init(id: ID, state: State, configuration: Configuration, createdAt: Timestamp, changedAt: Timestamp) {
        self.id = id
        self.state = state
        self.configuration = configuration
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
