internal import COpenSSL
package import Platform

/// A private key with its public half. It never prints itself.
package struct PrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    let handle: KeyHandle

    package var kind: KeyKind { handle.kind }

    /// Makes a new key. RSA comes in 2048, 3072 and 4096 bits with the exponent 65537, and takes up to seconds.
    package static func generate(_ kind: KeyKind) throws(CryptoError) -> PrivateKey {
        PrivateKey(handle: try KeyHandle(try KeyPointer(generating: kind)))
    }

    private init(handle: KeyHandle) {
        self.handle = handle
    }

    /// Reads a key of somebody else and proves that its halves belong together.
    /// - Parameter pem: PKCS#8, or the older form of the family such as `RSA PRIVATE KEY`; not encrypted.
    package init(pem: String) throws(CryptoError) {
        try self.init(proving: KeyPointer(privatePEM: pem))
    }

    /// Reads a key of somebody else and proves that its halves belong together.
    /// - Parameter der: a PKCS#8 PrivateKeyInfo (RFC 5208 §5) and nothing after it.
    package init(der: [UInt8]) throws(CryptoError) {
        try self.init(proving: KeyPointer(privateDER: der))
    }

    private init(proving key: consuming KeyPointer) throws(CryptoError) {
        handle = try KeyHandle(key)
        let probe = Array("probe".utf8)
        let scheme = kind.defaultScheme
        let signature: [UInt8]
        do throws(CryptoError) { signature = try sign(probe, scheme) } catch { throw .invalidKey }
        guard publicKey.verify(signature, of: probe, scheme) else { throw .invalidKey }
    }

    /// The same key, of which only the public half is reachable.
    package var publicKey: PublicKey { PublicKey(handle: handle) }

    /// The key as PKCS#8.
    package func der() throws(CryptoError) -> Secret<[UInt8]> {
        Secret(try handle.key.privateDER())
    }

    /// The key as PKCS#8 between `BEGIN PRIVATE KEY` and `END PRIVATE KEY`.
    package func pem() throws(CryptoError) -> Secret<String> {
        Secret(try handle.key.privatePEM())
    }

    /// The key as PKCS#1 (RFC 8017 §A.1.2) between `BEGIN RSA PRIVATE KEY` and `END RSA PRIVATE KEY`, as key files of
    /// machine users carry it. Fails with `.schemeMismatch` for other families.
    package func pkcs1PEM() throws(CryptoError) -> Secret<String> {
        guard case .rsa = kind else { throw .schemeMismatch }
        return Secret(try handle.key.traditionalPEM())
    }

    package var description: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension KeyKind {
    fileprivate var defaultScheme: SignatureScheme {
        switch self {
        case .rsa: .rsaPKCS1(.sha256)
        case .ec(let curve): .ecdsa(curve)
        case .ed25519: .ed25519
        }
    }
}

extension KeyPointer {
    fileprivate init(generating kind: KeyKind) throws(CryptoError) {
        let family =
            switch kind {
            case .rsa: "RSA"
            case .ec: "EC"
            case .ed25519: "ED25519"
            }
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, family, nil) else { throw .openSSL("make a key") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_keygen_init(context) == 1 else { throw .openSSL("make a key") }
        switch kind {
        case .rsa(let bits):
            guard [2048, 3072, 4096].contains(bits) else { throw .unsupportedKey }
            guard unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(bits)) == 1 else {
                throw .openSSL("make a key")
            }
        case .ec(let curve):
            guard unsafe EVP_PKEY_CTX_set_group_name(context, curve.name.cString) == 1 else {
                throw .openSSL("make a key")
            }
        case .ed25519: break
        }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_generate(context, &key) == 1, let key = unsafe key else { throw .openSSL("make a key") }
        unsafe self.init(owning: key)
    }
}
