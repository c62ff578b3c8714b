internal import COpenSSL

/// What an asymmetric key is: its family with its size or curve.
package enum KeyKind: Sendable, Hashable {
    /// 2048 to 8192 bits. Smaller is weak (RFC 7518 §3.3), larger lets a stranger's key burn our time.
    case rsa(bits: Int)
    case ec(EllipticCurve)
    case ed25519
}

/// The public values of a key, big-endian, as a JWK writes them (RFC 7518 §6, RFC 8037 §2).
package enum PublicComponents: Sendable, Hashable {
    /// Both without leading zeros.
    case rsa(modulus: [UInt8], exponent: [UInt8])
    /// Both exactly as long as the curve's coordinates.
    case ec(EllipticCurve, x: [UInt8], y: [UInt8])
    case ed25519([UInt8])
}

extension KeyKind {
    static let rsaBits = 2048...8192

    /// Classifies a key and refuses what must not be used: small or huge RSA keys, exponents outside FIPS 186-5 §A.1.1,
    /// curves that are not named or not ours, points that are not on their curve.
    init(_ key: borrowing KeyPointer) throws(CryptoError) {
        if unsafe EVP_PKEY_is_a(key.pointer, "RSA") == 1 {
            self = try .rsa(key)
        } else if unsafe EVP_PKEY_is_a(key.pointer, "EC") == 1 {
            self = try .ec(key)
        } else if unsafe EVP_PKEY_is_a(key.pointer, "ED25519") == 1 {
            self = .ed25519
        } else {
            throw .unsupportedKey
        }
    }

    private static func rsa(_ key: borrowing KeyPointer) throws(CryptoError) -> KeyKind {
        let bits = Int(unsafe EVP_PKEY_get_bits(key.pointer))
        guard rsaBits.contains(bits) else { throw .unsupportedKey }
        let modulus = try key.number("n")
        let exponent = try key.number("e")
        guard let lowest = exponent.last, lowest & 1 == 1, let modulusLowest = modulus.last, modulusLowest & 1 == 1
        else { throw .invalidKey }
        // 2¹⁶ < e < 2³²
        guard (3...4).contains(exponent.count) else { throw .unsupportedKey }
        return .rsa(bits: bits)
    }

    private static func ec(_ key: borrowing KeyPointer) throws(CryptoError) -> KeyKind {
        // A curve given by its parameters may share all but the generator with a named one (CVE-2020-0601).
        guard try key.integer("decoded-from-explicit") == 0, let curve = EllipticCurve(groupName: try key.groupName())
        else { throw .unsupportedKey }
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil) else {
            throw .openSSL("check a key")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_public_check(context) == 1 else { throw .discardingQueue(.invalidKey) }
        return .ec(curve)
    }
}
