package import Crypto
package import Platform

/// A public signature key in JSON (RFC 7517, RFC 7518 §6, RFC 8037 §2).
package struct JWK: Sendable {
    package let key: PublicKey
    package let keyID: String?
    /// The one algorithm the key is for, when it says so.
    package let algorithm: SignatureAlgorithm?

    /// Fails with `.algorithmNotAllowed` when the key is not of the algorithm's kind.
    package init(_ key: PublicKey, keyID: String?, algorithm: SignatureAlgorithm?) throws(JOSEError) {
        verificationKey = if let algorithm { try VerificationKey(key, algorithm) } else { VerificationKey(key) }
        self.key = key
        self.keyID = keyID
        self.algorithm = algorithm
    }

    /// The key with what it may verify.
    package let verificationKey: VerificationKey

    /// The members in the order in which ZITADEL writes them.
    package var json: JSONObject {
        var members: JSONObject = ["use": "sig"]
        let parameters = key.jwkParameters
        members.append("kty", .string(parameters.type))
        if let keyID { members.append("kid", .string(keyID)) }
        for (name, value) in parameters.members where name == "crv" { members.append(name, .string(value)) }
        if let algorithm { members.append("alg", .string(algorithm.rawValue)) }
        for (name, value) in parameters.members where name != "crv" { members.append(name, .string(value)) }
        return members
    }

    /// The SHA-256 thumbprint (RFC 7638 §3): the required members only, in lexicographic order.
    package var thumbprint: [UInt8] {
        let parameters = key.jwkParameters
        let members = (parameters.members + [("kty", parameters.type)]).sorted { $0.0 < $1.0 }
        let json = JSONObject(uniqueMembers: members.map { .init(name: $0.0, value: .string($0.1)) })
        return SHA256.digest(JSONValue.object(json).utf8)
    }
}

extension PublicKey {
    /// `kty` and the members that make up the key.
    fileprivate var jwkParameters: (type: String, members: [(String, String)]) {
        switch components {
        case .rsa(let modulus, let exponent):
            ("RSA", [("n", Base64URL.encode(modulus)), ("e", Base64URL.encode(exponent))])
        case .ec(let curve, let x, let y):
            ("EC", [("crv", curve.rawValue), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y))])
        case .ed25519(let x):
            ("OKP", [("crv", "Ed25519"), ("x", Base64URL.encode(x))])
        }
    }
}
