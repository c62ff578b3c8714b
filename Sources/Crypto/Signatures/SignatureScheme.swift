/// A way to sign, with everything that has to be agreed on.
package enum SignatureScheme: Sendable, Hashable {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    case rsaPKCS1(HashAlgorithm)
    /// RSASSA-PSS (RFC 8017 §8.1) with MGF1 of the same digest and a salt as long as it (RFC 7518 §3.5).
    case rsaPSS(HashAlgorithm)
    /// ECDSA with the curve's digest; signatures are r and s one after the other, of fixed length (RFC 7518 §3.4).
    case ecdsa(EllipticCurve)
    /// EdDSA on edwards25519 (RFC 8032 §5.1).
    case ed25519

    package func fits(_ kind: KeyKind) -> Bool {
        switch (self, kind) {
        case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ed25519, .ed25519): true
        case (.ecdsa(let curve), .ec(let keyCurve)): curve == keyCurve
        default: false
        }
    }

    /// The digest that is signed, or `nil` where the scheme takes the message itself.
    var hash: HashAlgorithm? {
        switch self {
        case .rsaPKCS1(let hash), .rsaPSS(let hash): hash
        case .ecdsa(let curve): curve.hash
        case .ed25519: nil
        }
    }

    /// The one length a signature by such a key can have.
    package func signatureLength(_ kind: KeyKind) -> Int {
        switch kind {
        case .rsa(let bits): (bits + 7) / 8
        case .ec(let curve): 2 * curve.coordinateLength
        case .ed25519: 64
        }
    }
}
