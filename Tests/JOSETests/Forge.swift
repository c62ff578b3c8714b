internal import Crypto
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// Makes tokens with any header and payload, also ones that no honest signer would make.
struct Forge {
    let key: PrivateKey
    let scheme: SignatureScheme

    /// The key of RFC 7515 §A.3.
    static func es256() throws -> Forge {
        Forge(key: try PrivateKey(pem: Fixture.text("rfc7515/A.3.pkcs8.pem")), scheme: .ecdsa(.p256))
    }

    /// The key of RFC 7515 §A.2.
    static func rs256() throws -> Forge {
        Forge(key: try PrivateKey(pem: Fixture.text("rfc7515/A.2.pkcs8.pem")), scheme: .rsaPKCS1(.sha256))
    }

    var verificationKey: VerificationKey { VerificationKey(key.publicKey) }

    /// A correctly signed token of exactly these bytes.
    func token(header: String, payload: String) throws -> String {
        try token(header: Array(header.utf8), payload: Array(payload.utf8))
    }

    func token(header: [UInt8], payload: [UInt8]) throws -> String {
        let input = "\(Base64URL.encode(header)).\(Base64URL.encode(payload))"
        return "\(input).\(Base64URL.encode(try key.sign(input.utf8, scheme)))"
    }

    /// A correctly signed token of these claims.
    func token(_ claims: JSONValue, type: String = "JWT") throws -> String {
        let algorithm = try #require(SignatureAlgorithm.allCases.first { $0.scheme == scheme })
        let claims = try #require(claims.objectValue)
        return try JWTSigner(key, algorithm, keyID: "k1").sign(claims, type: type)
    }

    /// A token as the service expects it from a client, at the second 1000, with changes.
    static func claims(_ changes: KeyValuePairs<String, JSONValue?> = [:]) -> JSONValue {
        var claims: JSONObject = [
            "iss": "client", "sub": "client", "aud": "https://as.example", "iat": 990, "exp": 1060,
        ]
        for (name, value) in changes { claims[name] = value }
        return .object(claims)
    }

    static let now = Timestamp(seconds: 1000)
    static let policy = JWTClaimPolicy.assertion(issuer: "client", audience: ["https://as.example"])

    /// Verifies under the assertion policy at the second 1000.
    func verify(
        _ token: String, policy: JWTClaimPolicy = Forge.policy, at now: Timestamp = Forge.now
    ) throws(JOSEError) -> VerifiedJWT {
        try JWTVerifier(policy).verify(token, at: now) { _ in verificationKey }
    }
}
