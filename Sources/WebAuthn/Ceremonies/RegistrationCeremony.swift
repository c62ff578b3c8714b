internal import Crypto

/// A credential whose registration was verified.
package struct RegisteredCredential: Sendable, Hashable {
    package let id: [UInt8]
    /// COSE_Key, as the authenticator wrote it.
    package let publicKey: [UInt8]
    package let algorithm: COSEAlgorithm
    package let signCount: UInt32
    package let aaguid: [UInt8]
    package let attestationFormat: AttestationFormat
    package let isUserVerified: Bool
    package let isBackupEligible: Bool
}

/// The making of a credential (WebAuthn Level 2 §7.1). That the credential belongs to nobody yet (step 22) is for the
/// store to say.
package struct RegistrationCeremony: Sendable {
    private let ceremony: Ceremony
    private let algorithms: Set<COSEAlgorithm>

    /// - Parameters:
    ///   - challenge: the random bytes of this one registration.
    ///   - algorithms: those that were offered.
    package init(
        _ relyingParty: RelyingParty, challenge: [UInt8], requiresUserVerification: Bool,
        algorithms: Set<COSEAlgorithm> = Set(COSEAlgorithm.allCases)
    ) {
        ceremony = Ceremony(
            relyingParty: relyingParty, challenge: challenge, requiresUserVerification: requiresUserVerification)
        self.algorithms = algorithms
    }

    /// An attestation proves which authenticator it was, not whom to trust: no roots are configured, and `none` is
    /// what the options ask for. One that is there must hold all the same.
    package func verify(_ response: RegistrationResponse) throws(WebAuthnError) -> RegisteredCredential {
        try ceremony.verify(clientData: response.clientDataJSON, type: "webauthn.create")
        let object = try AttestationObject(decoding: response.attestationObject)
        try ceremony.verify(object.authenticatorData)
        guard let credential = object.authenticatorData.attestedCredential else { throw .noAttestedCredential }
        guard credential.id == response.id else { throw .identifierMismatch }
        guard algorithms.contains(credential.key.algorithm) else { throw .algorithmNotOffered }
        try object.verify(
            credential, clientDataHash: SHA256.digest(response.clientDataJSON))
        return RegisteredCredential(
            id: credential.id, publicKey: credential.keyBytes, algorithm: credential.key.algorithm,
            signCount: object.authenticatorData.signCount, aaguid: credential.aaguid,
            attestationFormat: object.format, isUserVerified: object.authenticatorData.isUserVerified,
            isBackupEligible: object.authenticatorData.isBackupEligible)
    }
}
