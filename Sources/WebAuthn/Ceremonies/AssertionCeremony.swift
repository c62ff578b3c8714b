internal import Crypto

/// What is known of a credential that is used.
package struct StoredCredential: Sendable, Hashable {
    package let id: [UInt8]
    /// COSE_Key.
    package let publicKey: [UInt8]
    package let signCount: UInt32
    package let isBackupEligible: Bool

    package init(id: [UInt8], publicKey: [UInt8], signCount: UInt32, isBackupEligible: Bool) {
        self.id = id
        self.publicKey = publicKey
        self.signCount = signCount
        self.isBackupEligible = isBackupEligible
    }
}

/// What a verified assertion says.
package struct VerifiedAssertion: Sendable, Hashable {
    package let isUserVerified: Bool
    package let signCount: UInt32
}

/// The use of a credential (WebAuthn Level 2 §7.2). Whose credential it may be (steps 5 to 7) is for the caller to say.
package struct AssertionCeremony: Sendable {
    private let ceremony: Ceremony

    package init(_ relyingParty: RelyingParty, challenge: [UInt8], requiresUserVerification: Bool) {
        ceremony = Ceremony(
            relyingParty: relyingParty, challenge: challenge, requiresUserVerification: requiresUserVerification)
    }

    /// - Throws: `.counterNotGreater` for an authenticator that was perhaps copied (§6.1.1); all else is right then.
    package func verify(
        _ response: AssertionResponse, by credential: StoredCredential
    ) throws(WebAuthnError) -> VerifiedAssertion {
        guard response.id == credential.id else { throw .identifierMismatch }
        let key = try COSEKey(decoding: credential.publicKey)
        try ceremony.verify(clientData: response.clientDataJSON, type: "webauthn.get")
        let data = try AuthenticatorData(decoding: response.authenticatorData)
        guard data.attestedCredential == nil else { throw .unexpectedAttestedCredential }
        try ceremony.verify(data)
        // Fixed at registration (Level 3 §6.1.3).
        guard data.isBackupEligible == credential.isBackupEligible else { throw .backupEligibilityChanged }
        let message = response.authenticatorData + SHA256.digest(response.clientDataJSON)
        guard key.verify(response.signature, of: message) else { throw .invalidSignature }
        guard data.signCount > credential.signCount || (data.signCount == 0 && credential.signCount == 0) else {
            throw .counterNotGreater
        }
        return VerifiedAssertion(isUserVerified: data.isUserVerified, signCount: data.signCount)
    }
}
