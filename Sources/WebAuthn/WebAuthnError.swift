/// WebAuthn owns registration and authentication with public key credentials (Web Authentication Level 2): reading what
/// an authenticator and a browser send, and each step of §7.1 and §7.2 that needs no store.
///
/// It knows no user, no session, no wire and no storage: who a credential belongs to is its caller's affair.
package enum WebAuthnError: Error, Sendable, Hashable {
    // The credential's own form.
    case malformedCredential
    case wrongCredentialType
    case identifierMismatch
    case credentialIDTooLong

    // What the browser collected (§5.8.1).
    case malformedClientData
    case wrongType
    case wrongChallenge
    case malformedOrigin
    case wrongOrigin
    case crossOrigin
    case tokenBinding

    // What the authenticator says (§6.1).
    case malformedAuthenticatorData
    case cbor(CBORError)
    case wrongRelyingParty
    case userNotPresent
    case userNotVerified
    case backupStateWithoutEligibility
    case backupEligibilityChanged
    case noAttestedCredential
    case unexpectedAttestedCredential

    // Keys and signatures.
    case malformedKey
    case unsupportedAlgorithm
    case algorithmNotOffered
    case invalidSignature
    case counterNotGreater

    // Attestation (§6.5, §8).
    case malformedAttestation
    case unsupportedAttestationFormat
    case attestationAlgorithmMismatch
    case malformedCertificate
    case unacceptableCertificate
    case aaguidMismatch
    case invalidAttestationSignature
}

extension WebAuthnError {
    /// For the log: what did not hold. Carries nothing that came from outside.
    package var reason: String {
        switch self {
        case .cbor(let error): "CBOR: \(error.rawValue)"
        default: "\(self)"
        }
    }

    /// Whether what was sent could not be read; otherwise it was read and did not hold.
    package var isMalformed: Bool {
        switch self {
        case .malformedCredential, .wrongCredentialType, .identifierMismatch, .malformedClientData,
            .malformedAuthenticatorData, .cbor, .malformedAttestation, .noAttestedCredential,
            .unexpectedAttestedCredential, .malformedKey, .credentialIDTooLong:
            true
        default: false
        }
    }
}
