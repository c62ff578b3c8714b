package import Platform

/// A passkey or a security key of a person (WebAuthn), as far as its registration has come.
package struct WebAuthnCredential: Sendable, Hashable {
    package struct ID: Identifier {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
    }

    package enum Kind: String, Sendable, CaseIterable {
        /// Proves who somebody is on its own.
        case passkey
        /// A second factor.
        case u2f
    }

    package enum State: String, Sendable, CaseIterable {
        case pending, ready
    }

    package let id: ID
    package let userID: User.ID
    package let kind: Kind
    package let state: State
    /// By which its owner tells it from others; empty until it is ready.
    package let name: String
    package let relyingPartyID: String
    package let createdAt: Timestamp

    package init(
        id: ID, userID: User.ID, kind: Kind, state: State, name: String, relyingPartyID: String, createdAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.kind = kind
        self.state = state
        self.name = name
        self.relyingPartyID = relyingPartyID
        self.createdAt = createdAt
    }
}

/// A registration that waits for its authenticator.
package struct PendingCredential: Sendable, Hashable {
    package let id: WebAuthnCredential.ID
    package let userID: User.ID
    package let kind: WebAuthnCredential.Kind
    package let relyingPartyID: String
    package let challenge: [UInt8]
    package let expiresAt: Timestamp
    package let createdAt: Timestamp

    package init(
        id: WebAuthnCredential.ID, userID: User.ID, kind: WebAuthnCredential.Kind, relyingPartyID: String,
        challenge: [UInt8], expiresAt: Timestamp, createdAt: Timestamp
    ) {
        self.id = id
        self.userID = userID
        self.kind = kind
        self.relyingPartyID = relyingPartyID
        self.challenge = challenge
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

/// What makes a credential one: fixed at its registration, except for the counter.
package struct CredentialKey: Sendable, Hashable {
    /// What the authenticator calls it.
    package let credentialID: [UInt8]
    /// COSE_Key.
    package let publicKey: [UInt8]
    package let signCount: Int64
    package let isBackupEligible: Bool
    package let aaguid: [UInt8]
    package let attestationFormat: String

    package init(
        credentialID: [UInt8], publicKey: [UInt8], signCount: Int64, isBackupEligible: Bool, aaguid: [UInt8],
        attestationFormat: String
    ) {
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.signCount = signCount
        self.isBackupEligible = isBackupEligible
        self.aaguid = aaguid
        self.attestationFormat = attestationFormat
    }
}

/// A credential that can be used.
package struct ReadyCredential: Sendable, Hashable {
    package let id: WebAuthnCredential.ID
    package let key: CredentialKey

    package init(id: WebAuthnCredential.ID, key: CredentialKey) {
        self.id = id
        self.key = key
    }
}
