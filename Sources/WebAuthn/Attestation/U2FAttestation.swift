internal import Crypto

/// The statement format `fido-u2f` (WebAuthn Level 2 §8.6): what security keys of the older protocol sign.
struct U2FAttestation {
    private let certificate: Certificate
    private let signature: [UInt8]

    /// - Throws: `.malformedAttestation`, `.malformedCertificate`.
    init(_ statement: CBORMap) throws(WebAuthnError) {
        guard statement.hasExactly(.text("sig"), .text("x5c")), let signature = statement["sig"]?.bytesValue,
            let chain = statement["x5c"], chain.arrayValue?.count == 1,
            let certificate = try Certificate.chain(chain).first
        else { throw .malformedAttestation }
        self.certificate = certificate
        self.signature = signature
    }

    func verify(
        _ credential: AttestedCredential, relyingPartyHash: [UInt8], clientDataHash: [UInt8]
    ) throws(WebAuthnError) {
        guard certificate.publicKey.kind == .ec(.p256) else { throw .unacceptableCertificate }
        guard case .ec(.p256, let x, let y) = credential.key.publicKey.components else {
            throw .attestationAlgorithmMismatch
        }
        let point: [UInt8] = [0x04] + x + y
        let message: [UInt8] = [0x00] + relyingPartyHash + clientDataHash + credential.id + point
        guard certificate.publicKey.verifyASN1(signature, of: message, .ecdsa(.p256)) else {
            throw .invalidAttestationSignature
        }
    }
}
