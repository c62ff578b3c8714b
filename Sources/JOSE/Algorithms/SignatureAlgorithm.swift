package import Crypto
internal import Platform

/// The values of `alg` that are accepted (RFC 7518 §3.1, RFC 8037 §3.1), exactly as they are spelled.
///
/// `none` and the symmetric algorithms are not among them, so no key can be taken for a shared secret.
package enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case edDSA = "EdDSA"

    package var scheme: SignatureScheme {
        switch self {
        case .rs256: .rsaPKCS1(.sha256)
        case .rs384: .rsaPKCS1(.sha384)
        case .rs512: .rsaPKCS1(.sha512)
        case .ps256: .rsaPSS(.sha256)
        case .es256: .ecdsa(.p256)
        case .es384: .ecdsa(.p384)
        case .es512: .ecdsa(.p521)
        case .edDSA: .ed25519
        }
    }

    /// The digest of `at_hash` and `c_hash`; Ed25519 signs with SHA-512 (RFC 8032 §5.1).
    package var hash: HashAlgorithm {
        switch self {
        case .rs256, .ps256, .es256: .sha256
        case .rs384, .es384: .sha384
        case .rs512, .es512, .edDSA: .sha512
        }
    }

    /// `at_hash` of an access token or `c_hash` of a code (OpenID Connect Core §3.1.3.6, §3.3.2.11): the left half of
    /// its digest, in base64url.
    package func leftHalfHash(of value: String) -> String {
        let digest = hash.digest(value.utf8)
        return Base64URL.encode(digest.prefix(digest.count / 2))
    }

    /// What a key may be used with when nothing else was agreed on.
    package static func usual(for kind: KeyKind) -> Set<SignatureAlgorithm> {
        switch kind {
        case .rsa: [.rs256, .ps256]
        case .ec(.p256): [.es256]
        case .ec(.p384): [.es384]
        case .ec(.p521): [.es512]
        case .ed25519: [.edDSA]
        }
    }
}
