internal import Crypto
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 7517, RFC 7518 §6: keys in JSON")
struct JWKTests {
    private static let kinds: [(KeyKind, SignatureAlgorithm, [String])] = [
        (.rsa(bits: 2048), .rs256, ["use", "kty", "kid", "alg", "n", "e"]),
        (.ec(.p256), .es256, ["use", "kty", "kid", "crv", "alg", "x", "y"]),
        (.ec(.p384), .es384, ["use", "kty", "kid", "crv", "alg", "x", "y"]),
        (.ec(.p521), .es512, ["use", "kty", "kid", "crv", "alg", "x", "y"]),
        (.ed25519, .edDSA, ["use", "kty", "kid", "crv", "alg", "x"]),
    ]

    @Test(arguments: kinds)
    func `a key survives its JSON, which has public members only`(
        kind: KeyKind, algorithm: SignatureAlgorithm, names: [String]
    ) throws {
        let key = try PrivateKey.generate(kind).publicKey
        let json = try JWK(key, keyID: "17", algorithm: algorithm).json
        #expect(json.members.map(\.name) == names)
        let read = try JWK(.object(json))
        #expect(read.key == key && read.keyID == "17" && read.algorithm == algorithm)
        #expect(read.verificationKey.algorithms == [algorithm])
    }

    @Test func `RFC 7517 §A.1: of the example set, the key for signatures is read`() throws {
        let set = try JWKSet(Fixture.json("rfc7517/A.1.json"))
        #expect(set.keys.map(\.keyID) == ["2011-04-29"])
        #expect(set.keys.first?.algorithm == .rs256)
    }

    @Test func `RFC 7517 §A.2: a private key is refused`() throws {
        let json = try Fixture.json("rfc7517/A.2-EC.json")
        #expect(throws: JOSEError.privateKeyMaterial) { try JWK(json) }
    }

    /// The key of RFC 7515 §A.3 with changes.
    private static func p256(_ changes: KeyValuePairs<String, JSONValue?>) throws -> JSONValue {
        var members = try #require(Fixture.json("rfc7515/A.3.json")["jwk"]?.objectValue)
        for (name, value) in changes { members[name] = value }
        return .object(members)
    }

    private static let x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"
    private static let refused: [(KeyValuePairs<String, JSONValue?>, JOSEError)] = [
        (["d": "AQ"], .privateKeyMaterial), (["k": "AQ"], .privateKeyMaterial), (["use": "enc"], .wrongKeyUse),
        (["use": 1], .wrongKeyUse), (["key_ops": ["sign"]], .wrongKeyUse), (["key_ops": "verify"], .wrongKeyUse),
        (["alg": "ES384"], .algorithmNotAllowed), (["alg": "HS256"], .unsupportedAlgorithm),
        (["alg": "none"], .unsupportedAlgorithm), (["alg": "es256"], .unsupportedAlgorithm),
        (["kid": ""], .invalidKeyID), (["kid": 1], .invalidKeyID),
        (["kid": .string(String(repeating: "k", count: 257))], .invalidKeyID), (["kty": nil], .malformedKey("kty")),
        (["kty": 1], .malformedKey("kty")), (["kty": "ec"], .unsupportedKey), (["kty": "oct"], .unsupportedKey),
        (["kty": "OKP"], .unsupportedKey), (["kty": "RSA"], .malformedKey("n")), (["crv": nil], .malformedKey("crv")),
        (["crv": "secp256k1"], .unsupportedKey), (["crv": "p-256"], .unsupportedKey),
        (["crv": "P-384"], .malformedKey("x")), (["x": nil], .malformedKey("x")), (["y": nil], .malformedKey("y")),
        (["x": 1], .malformedKey("x")), (["x": ""], .malformedKey("x")), (["x": .string("AA" + x)], .malformedKey("x")),
        (["x": .string(x + "=")], .malformedKey("x")), (["x": .string(String(x.dropLast(3)))], .malformedKey("x")),
        // Off the curve: x twice.
        (["y": .string(x)], .malformedKey("kty")),
        // The last letter carries two unused bits.
        (["x": .string(x.dropLast() + "V")], .malformedKey("x")),
    ]

    @Test(arguments: refused.indices)
    func `a wrong member is enough to refuse`(index: Int) throws {
        let (changes, error) = Self.refused[index]
        let json = try Self.p256(changes)
        #expect(throws: error, "\(changes)") { try JWK(json) }
    }

    @Test(arguments: ["x5c", "x5u", "unknown"])
    func `members that are not understood are ignored`(name: String) throws {
        var members = try #require(Self.p256([:]).objectValue)
        members[name] = "https://attacker.example"
        #expect(try JWK(.object(members)).key.kind == .ec(.p256))
    }

    @Test(
        arguments: [
            (["n": "AQAB", "e": "AQAB"], JOSEError.unsupportedKey), (["n": "", "e": "AQAB"], .malformedKey("n")),
            (["n": .string(String(repeating: "A", count: 3000)), "e": "AQAB"], .malformedKey("n")),
            (["n": .string(String(repeating: "_", count: 1368)), "e": "AQAB"], .malformedKey("n")),
            (["n": .string("AAAA" + String(repeating: "_", count: 340)), "e": "AQAB"], .malformedKey("kty")),
            (["n": .string(String(repeating: "_", count: 344)), "e": "Aw"], .unsupportedKey),
            (["n": .string(String(repeating: "_", count: 344)), "e": "AAEAAQ"], .malformedKey("kty")),
        ] as [([String: JSONValue], JOSEError)])
    func `RSA keys that are small, huge or oddly written are refused`(
        values: [String: JSONValue], error: JOSEError
    ) {
        var members: JSONObject = ["kty": "RSA"]
        for (name, value) in values { members[name] = value }
        let json = JSONValue.object(members)
        #expect(throws: error) { try JWK(json) }
    }

    @Test func `RFC 8037 §2: an Ed25519 key has 32 bytes, other curves are not known`() {
        for (curve, x) in [("Ed25519", "AAAA"), ("Ed448", "AAAA"), ("X25519", "AAAA"), ("ed25519", "AAAA")] {
            #expect(throws: curve == "Ed25519" ? JOSEError.malformedKey("x") : .unsupportedKey) {
                try JWK(["kty": "OKP", "crv": .string(curve), "x": .string(x)])
            }
        }
    }
}

@Suite("RFC 7517 §5: key sets")
struct JWKSetTests {
    @Test func `a set finds the key of a token by its kid and algorithm`() throws {
        let forge = try Forge.es256()
        let other = try PrivateKey.generate(.ec(.p256)).publicKey
        let set = JWKSet([
            try JWK(other, keyID: "k0", algorithm: .es256), try JWK(forge.key.publicKey, keyID: "k1", algorithm: nil),
        ])
        let verifier = JWTVerifier(Forge.policy)
        let token = try forge.token(Forge.claims())
        #expect(try verifier.verify(token, at: Forge.now, key: set.key).header.keyID == "k1")
    }

    @Test func `without a kid the key must be the only one that fits`() throws {
        let forge = try Forge.es256()
        let token = try forge.token(header: #"{"alg":"ES256"}"#, payload: Forge.claims().text)
        let own = try JWK(forge.key.publicKey, keyID: "k1", algorithm: nil)
        let rsa = try JWK(Forge.rs256().key.publicKey, keyID: "k2", algorithm: nil)
        let other = try JWK(PrivateKey.generate(.ec(.p256)).publicKey, keyID: "k3", algorithm: nil)
        let verifier = JWTVerifier(Forge.policy)
        #expect(try verifier.verify(token, at: Forge.now, key: JWKSet([own, rsa]).key).claims.issuer == "client")
        #expect(throws: JOSEError.unknownKey) {
            try verifier.verify(token, at: Forge.now, key: JWKSet([own, rsa, other]).key)
        }
    }

    @Test func `keys that are not understood are left out`() throws {
        let own = JSONValue.object(try JWK(Forge.es256().key.publicKey, keyID: "k1", algorithm: .es256).json)
        let set = try JWKSet([
            "keys": [
                ["kty": "AKP", "alg": "ML-DSA-44"], ["kty": "oct", "k": "AAAA"], ["kty": "EC", "crv": "P-256"], own, 1,
            ]
        ])
        #expect(set.keys.map(\.keyID) == ["k1"])
        #expect(JSONValue.object(set.json) == ["keys": [own]])
    }

    @Test func `a set with a private key in it is refused`() throws {
        let json: JSONValue = ["keys": [try Fixture.json("rfc7517/A.2-EC.json")]]
        #expect(throws: JOSEError.privateKeyMaterial) { try JWKSet(json) }
    }

    @Test(arguments: [[:], [], ["keys": 1], ["keys": [:]], .null] as [JSONValue])
    func `a set is an object with an array`(json: JSONValue) {
        #expect(throws: JOSEError.malformedKey("keys")) { try JWKSet(json) }
    }

    @Test func `a set of more than a hundred keys is refused`() {
        let json: JSONValue = ["keys": .array([JSONValue](repeating: 1, count: 101))]
        #expect(throws: JOSEError.malformedKey("keys")) { try JWKSet(json) }
    }
}
