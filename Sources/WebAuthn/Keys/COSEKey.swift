package import Crypto

/// A credential's public key in COSE_Key form (RFC 9052 §7, RFC 9053 §7, RFC 8230 §4; WebAuthn Level 2 §6.5.1.1): the
/// algorithm and the required parameters, and no others.
package struct COSEKey: Sendable, Hashable {
    package let algorithm: COSEAlgorithm
    package let publicKey: PublicKey

    /// - Throws: `.cbor`, `.malformedKey`, `.unsupportedAlgorithm`.
    package init(decoding bytes: [UInt8]) throws(WebAuthnError) {
        try self.init(CBORValue.decoded(bytes))
    }

    init(_ value: CBORValue) throws(WebAuthnError) {
        guard let map = value.mapValue, let number = map[Parameter.algorithm]?.integerValue else {
            throw .malformedKey
        }
        guard let algorithm = COSEAlgorithm(rawValue: number) else { throw .unsupportedAlgorithm }
        self.algorithm = algorithm
        guard let components = Self.components(map, for: algorithm) else { throw .malformedKey }
        do throws(CryptoError) {
            publicKey = try PublicKey(components)
        } catch {
            throw .malformedKey
        }
    }

    /// Whether the holder of the private half signed exactly `message`.
    func verify(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        publicKey.verifyASN1(signature, of: message, algorithm.scheme)
    }

    private static func components(_ map: CBORMap, for algorithm: COSEAlgorithm) -> PublicComponents? {
        let kind = map[Parameter.kind]?.integerValue
        switch algorithm.scheme {
        case .ecdsa(let curve):
            guard kind == Kind.ec2, map[Parameter.curve]?.integerValue == curve.coseNumber,
                let x = map[Parameter.x]?.bytesValue, let y = map[Parameter.y]?.bytesValue,
                map.hasExactly(.integer(1), .integer(3), .integer(-1), .integer(-2), .integer(-3))
            else { return nil }
            return .ec(curve, x: x, y: y)
        case .ed25519:
            guard kind == Kind.octetKeyPair, map[Parameter.curve]?.integerValue == ed25519Number,
                let x = map[Parameter.x]?.bytesValue,
                map.hasExactly(.integer(1), .integer(3), .integer(-1), .integer(-2))
            else { return nil }
            return .ed25519(x)
        case .rsaPKCS1, .rsaPSS:
            guard kind == Kind.rsa, let modulus = map[Parameter.modulus]?.bytesValue,
                let exponent = map[Parameter.exponent]?.bytesValue,
                map.hasExactly(.integer(1), .integer(3), .integer(-1), .integer(-2))
            else { return nil }
            return .rsa(modulus: modulus, exponent: exponent)
        }
    }

    /// IANA, "COSE Key Types".
    private enum Kind {
        static let octetKeyPair: Int64 = 1
        static let ec2: Int64 = 2
        static let rsa: Int64 = 3
    }

    /// IANA, "COSE Key Common Parameters" and "COSE Key Type Parameters".
    private enum Parameter {
        static let kind: Int64 = 1
        static let algorithm: Int64 = 3
        static let curve: Int64 = -1
        static let x: Int64 = -2
        static let y: Int64 = -3
        static let modulus: Int64 = -1
        static let exponent: Int64 = -2
    }

    /// IANA, "COSE Elliptic Curves".
    private static let ed25519Number: Int64 = 6
}

extension EllipticCurve {
    /// IANA, "COSE Elliptic Curves".
    fileprivate var coseNumber: Int64 {
        switch self {
        case .p256: 1
        case .p384: 2
        case .p521: 3
        }
    }
}

extension CBORValue {
    /// The one item in the bytes, with the error of the ceremonies.
    static func decoded(_ bytes: [UInt8]) throws(WebAuthnError) -> CBORValue {
        do throws(CBORError) { return try CBORValue(decoding: bytes) } catch { throw .cbor(error) }
    }
}
