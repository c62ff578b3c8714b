internal import Crypto
package import Platform

extension JWK {
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    /// Reads a public signature key. Certificates and addresses in it (`x5c`, `x5u`) are not looked at.
    package init(_ json: JSONValue) throws(JOSEError) {
        guard case .object(let members) = json else { throw .malformedKey("jwk") }
        for name in Self.privateMembers where members[name] != nil { throw .privateKeyMaterial }
        try Self.checkUse(members)
        let components = try Self.components(members)
        let key: PublicKey
        do throws(CryptoError) {
            key = try PublicKey(components)
        } catch {
            throw Self.translated(error)
        }
        try self.init(key, keyID: Self.keyID(members), algorithm: Self.algorithm(members))
    }

    private static func translated(_ error: CryptoError) -> JOSEError {
        switch error {
        case .malformedKey, .invalidKey: .malformedKey("kty")
        case .unsupportedKey: .unsupportedKey
        default: .crypto(error)
        }
    }

    /// RFC 7517 §4.2, §4.3
    private static func checkUse(_ members: JSONObject) throws(JOSEError) {
        if let use = members["use"], use != "sig" { throw .wrongKeyUse }
        guard let operations = members["key_ops"] else { return }
        guard let operations = operations.arrayValue, operations.contains("verify") else { throw .wrongKeyUse }
    }

    private static func algorithm(_ members: JSONObject) throws(JOSEError) -> SignatureAlgorithm? {
        guard let value = members["alg"] else { return nil }
        guard let name = value.stringValue, let algorithm = SignatureAlgorithm(rawValue: name) else {
            throw .unsupportedAlgorithm
        }
        return algorithm
    }

    private static func keyID(_ members: JSONObject) throws(JOSEError) -> String? {
        guard let value = members["kid"] else { return nil }
        guard let text = value.stringValue, (1...JWSHeader.longestKeyID).contains(text.utf8.count) else {
            throw .invalidKeyID
        }
        return text
    }

    private static func components(_ members: JSONObject) throws(JOSEError) -> PublicComponents {
        switch members["kty"] {
        case "RSA":
            return .rsa(modulus: try bytes(members, "n", atMost: 1024), exponent: try bytes(members, "e", atMost: 8))
        case "EC":
            guard let name = members["crv"]?.stringValue else { throw .malformedKey("crv") }
            guard let curve = EllipticCurve(rawValue: name) else { throw .unsupportedKey }
            let length = curve.coordinateLength
            let x = try bytes(members, "x", atMost: length)
            let y = try bytes(members, "y", atMost: length)
            // RFC 7518 §6.2.1.2: leading zeros are written.
            guard x.count == length else { throw .malformedKey("x") }
            guard y.count == length else { throw .malformedKey("y") }
            return .ec(curve, x: x, y: y)
        case "OKP":
            guard let name = members["crv"]?.stringValue else { throw .malformedKey("crv") }
            guard name == "Ed25519" else { throw .unsupportedKey }
            let x = try bytes(members, "x", atMost: 32)
            guard x.count == 32 else { throw .malformedKey("x") }
            return .ed25519(x)
        case .string: throw .unsupportedKey
        default: throw .malformedKey("kty")
        }
    }

    /// - Parameter limit: bytes of the longest value; longer text is not decoded.
    private static func bytes(_ members: JSONObject, _ name: String, atMost limit: Int) throws(JOSEError) -> [UInt8] {
        guard let text = members[name]?.stringValue, text.utf8.count <= (limit * 4 + 2) / 3,
            let bytes = Base64URL.decode(text), !bytes.isEmpty
        else { throw .malformedKey(name) }
        return bytes
    }
}
