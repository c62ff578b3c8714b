internal import Crypto

/// The statement format `packed` (WebAuthn Level 2 §8.2): signed with a key of the authenticator's model, which a
/// certificate names, or with the credential's own key.
struct PackedAttestation {
    private let algorithm: COSEAlgorithm
    private let signature: [UInt8]
    private let certificates: [Certificate]

    /// - Throws: `.malformedAttestation`, `.unsupportedAlgorithm`, `.malformedCertificate`.
    init(_ statement: CBORMap) throws(WebAuthnError) {
        guard let number = statement["alg"]?.integerValue, let signature = statement["sig"]?.bytesValue,
            statement.hasExactly(.text("alg"), .text("sig"))
                || statement.hasExactly(.text("alg"), .text("sig"), .text("x5c"))
        else { throw .malformedAttestation }
        guard let algorithm = COSEAlgorithm(rawValue: number) else { throw .unsupportedAlgorithm }
        self.algorithm = algorithm
        self.signature = signature
        certificates = try statement["x5c"].map { (chain) throws(WebAuthnError) in try Certificate.chain(chain) } ?? []
    }

    /// - Parameter message: authenticator data and the digest of the client data.
    func verify(_ credential: AttestedCredential, message: [UInt8]) throws(WebAuthnError) {
        guard let certificate = certificates.first else {
            guard algorithm == credential.key.algorithm else { throw .attestationAlgorithmMismatch }
            guard credential.key.verify(signature, of: message) else { throw .invalidAttestationSignature }
            return
        }
        guard algorithm.scheme.fits(certificate.publicKey.kind) else { throw .attestationAlgorithmMismatch }
        guard certificate.publicKey.verifyASN1(signature, of: message, algorithm.scheme) else {
            throw .invalidAttestationSignature
        }
        try certificate.requirePacked(aaguid: credential.aaguid)
    }
}

extension Certificate {
    /// Certificates with their chains; longer ones do not occur.
    private static let longestChain = 8

    static func chain(_ value: CBORValue) throws(WebAuthnError) -> [Certificate] {
        guard let elements = value.arrayValue, (1...longestChain).contains(elements.count) else {
            throw .malformedAttestation
        }
        var certificates: [Certificate] = []
        for element in elements {
            guard let der = element.bytesValue else { throw .malformedAttestation }
            do throws(CryptoError) { certificates.append(try Certificate(der: der)) } catch {
                throw .malformedCertificate
            }
        }
        return certificates
    }

    /// The requirements of WebAuthn Level 2 §8.2.1.
    fileprivate func requirePacked(aaguid: [UInt8]) throws(WebAuthnError) {
        let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
        guard version == 3, isAuthority == false,
            let country = subject.country, country.utf8.count == 2, country.utf8.allSatisfy({ letters.contains($0) }),
            let organization = subject.organization, !organization.isEmpty,
            subject.organizationalUnit == "Authenticator Attestation",
            let commonName = subject.commonName, !commonName.isEmpty
        else { throw .unacceptableCertificate }
        guard let model = authenticatorModel else { return }
        // An OCTET STRING of 16 bytes inside the extension's own.
        guard !model.isCritical, model.value.count == 18, model.value.starts(with: [0x04, 0x10]) else {
            throw .unacceptableCertificate
        }
        guard Array(model.value.dropFirst(2)) == aaguid else { throw .aaguidMismatch }
    }
}
