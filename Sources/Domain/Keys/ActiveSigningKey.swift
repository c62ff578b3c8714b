package import JOSE
package import Model
package import Platform

/// The key that signs tokens now.
package struct ActiveSigningKey: Sendable {
    private let signer: JWTSigner

    init(_ signer: JWTSigner) {
        self.signer = signer
    }

    /// Names the key in headers and in the JWK set.
    package var kid: String { signer.keyID }
    package var algorithm: SignatureAlgorithm { signer.algorithm }

    /// The claims as a signed token.
    /// - Parameter type: the header's `typ`.
    package func sign(_ claims: JSONObject, type: String) throws(DomainError) -> String {
        // A key that was accepted signs, unless the process is out of memory.
        do throws(JOSEError) { return try signer.sign(claims, type: type) } catch { throw .internalFault }
    }

    /// `at_hash` or `c_hash` by this key's algorithm (OpenID Connect Core §3.1.3.6, §3.3.2.11).
    package func leftHalfHash(of value: String) -> String {
        signer.algorithm.leftHalfHash(of: value)
    }
}
