internal import Crypto
internal import JOSE
internal import Model
internal import Platform

/// Private keys at rest: PKCS #8, sealed under the master key and opened for signing only.
struct WebKeyVault: Sendable {
    private let key: SealingKey

    init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "web keys"))
    }

    func seal(_ privateKey: PrivateKey) throws(CryptoError) -> [UInt8] {
        key.seal(try privateKey.der().exposed, kind: "web key")
    }

    /// Returns `nil` when the key was sealed under another master key or is damaged.
    func open(_ sealed: [UInt8]) -> PrivateKey? {
        guard let der = key.open(sealed, kind: "web key") else { return nil }
        // What opens was sealed by us, so why it is no key does not matter to anybody.
        return try? PrivateKey(der: der)
    }
}

extension WebKey.Configuration {
    /// What the service makes for itself: understood by every client.
    static let standard = WebKey.Configuration.rsa(bits: 2048, hashBits: 256)

    var kind: KeyKind {
        switch self {
        case .rsa(let bits, _): .rsa(bits: bits)
        case .ecdsa(.p256): .ec(.p256)
        case .ecdsa(.p384): .ec(.p384)
        case .ecdsa(.p521): .ec(.p521)
        case .ed25519: .ed25519
        }
    }

    /// The one algorithm of the key's tokens (RFC 8725 §3.1).
    var algorithm: SignatureAlgorithm {
        switch self {
        case .rsa(_, 384): .rs384
        case .rsa(_, 512): .rs512
        case .rsa: .rs256
        case .ecdsa(.p256): .es256
        case .ecdsa(.p384): .es384
        case .ecdsa(.p521): .es512
        case .ed25519: .edDSA
        }
    }
}
