internal import COpenSSL

/// What an X.509 certificate (RFC 5280) says, as far as attestations of authenticators need it. Nothing here says that
/// it is to be trusted.
package struct Certificate: Sendable, Hashable {
    /// The parts of the subject's name; `nil` for one that is absent or there twice.
    package struct Subject: Sendable, Hashable {
        package let country: String?
        package let organization: String?
        package let organizationalUnit: String?
        package let commonName: String?
    }

    package struct Extension: Sendable, Hashable {
        package let isCritical: Bool
        /// The DER inside.
        package let value: [UInt8]
    }

    /// 1 to 3.
    package let version: Int
    package let publicKey: PublicKey
    package let subject: Subject
    /// What the basic constraints say (RFC 5280 §4.2.1.9); `nil` when there are none.
    package let isAuthority: Bool?
    /// `id-fido-gen-ce-aaguid`, 1.3.6.1.4.1.45724.1.1.4: the model of the authenticator.
    package let authenticatorModel: Extension?

    /// - Parameter der: one certificate and nothing after it.
    /// - Throws: `.malformedCertificate`, or what is wrong with the key.
    package init(der: [UInt8]) throws(CryptoError) {
        let certificate = try CertificatePointer(der: der)
        version = certificate.version
        publicKey = PublicKey(handle: try KeyHandle(certificate.publicKey()))
        subject = Subject(
            country: certificate.name(NID_countryName), organization: certificate.name(NID_organizationName),
            organizationalUnit: certificate.name(NID_organizationalUnitName),
            commonName: certificate.name(NID_commonName))
        isAuthority = try certificate.isAuthority()
        authenticatorModel = try certificate.extension("1.3.6.1.4.1.45724.1.1.4")
    }
}
