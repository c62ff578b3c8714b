package import Crypto

/// The signature algorithms that are accepted, by their numbers in IANA's registry "COSE Algorithms". Each fixes the
/// curve as well (WebAuthn Level 2 §5.8.5).
package enum COSEAlgorithm: Int64, Sendable, Hashable, CaseIterable {
    // In the order in which they are offered.
    case es256 = -7
    case es384 = -35
    case es512 = -36
    case rs256 = -257
    case rs384 = -258
    case rs512 = -259
    case ps256 = -37
    case ps384 = -38
    case ps512 = -39
    case edDSA = -8

    package var scheme: SignatureScheme {
        switch self {
        case .es256: .ecdsa(.p256)
        case .es384: .ecdsa(.p384)
        case .es512: .ecdsa(.p521)
        case .rs256: .rsaPKCS1(.sha256)
        case .rs384: .rsaPKCS1(.sha384)
        case .rs512: .rsaPKCS1(.sha512)
        case .ps256: .rsaPSS(.sha256)
        case .ps384: .rsaPSS(.sha384)
        case .ps512: .rsaPSS(.sha512)
        case .edDSA: .ed25519
        }
    }
}
