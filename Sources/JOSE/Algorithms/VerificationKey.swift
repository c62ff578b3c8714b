package import Crypto

/// A public key with the algorithms it may verify. A token names its algorithm, but the key decides (RFC 8725 §3.1).
package struct VerificationKey: Sendable {
    package let key: PublicKey
    package let algorithms: Set<SignatureAlgorithm>

    /// A key for the algorithms that are usual for its kind: RS256 and PS256 for RSA, one for every other.
    package init(_ key: PublicKey) {
        self.key = key
        algorithms = SignatureAlgorithm.usual(for: key.kind)
    }

    /// A key for one algorithm. Fails with `.algorithmNotAllowed` when the key is of another kind.
    package init(_ key: PublicKey, _ algorithm: SignatureAlgorithm) throws(JOSEError) {
        guard algorithm.scheme.fits(key.kind) else { throw .algorithmNotAllowed }
        self.key = key
        algorithms = [algorithm]
    }

    func verify(
        _ signature: [UInt8], of message: ArraySlice<UInt8>, _ algorithm: SignatureAlgorithm
    ) throws(JOSEError) {
        guard algorithms.contains(algorithm) else { throw .algorithmNotAllowed }
        guard key.verify(signature, of: message, algorithm.scheme) else { throw .invalidSignature }
    }
}
