internal import Crypto
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 7515 appendix A and RFC 8037 appendix A: signed examples")
struct RFCVectorTests {
    private static let payload = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"

    @Test(arguments: [
        ("rfc7515/A.2.json", payload), ("rfc7515/A.3.json", payload), ("rfc7515/A.4.json", "Payload"),
    ])
    func `an example verifies under its key`(path: String, payload: String) throws {
        let vector = try Fixture.json(path)
        let jwk = try JWK(#require(vector["jwk"]))
        let token = try CompactJWS(vector.text("token"))
        #expect(try token.verifiedPayload(jwk.verificationKey) == Array(payload.utf8))
    }

    @Test func `§A.2: the key gives the very signature of the example`() throws {
        let token = try Fixture.json("rfc7515/A.2.json").text("token")
        let parts = token.split(separator: ".")
        let input = "\(parts[0]).\(parts[1])"
        let key = try PrivateKey(pem: Fixture.text("rfc7515/A.2.pkcs1.pem"))
        #expect(try Base64URL.encode(key.sign(input.utf8, .rsaPKCS1(.sha256))) == String(parts[2]))
    }

    @Test func `§A.2: the example is expired, and valid before that`() throws {
        let vector = try Fixture.json("rfc7515/A.2.json")
        let key = try JWK(#require(vector["jwk"])).verificationKey
        let verifier = JWTVerifier(JWTClaimPolicy(type: .jwt, issuers: ["joe"], audience: .any, subject: .optional))
        let token = try vector.text("token")
        let jwt = try verifier.verify(token, at: Timestamp(seconds: 1_300_819_379)) { _ in key }
        #expect(jwt.claims["http://example.com/is_root"] == true)
        #expect(throws: JOSEError.expired) {
            try verifier.verify(token, at: Timestamp(seconds: 1_300_819_380)) { _ in key }
        }
    }

    @Test func `RFC 8037 §A.4: Ed25519 verifies, and the key gives the very token`() throws {
        let vector = try Fixture.json("rfc8037/A.4.json")
        let jwk = try JWK(Fixture.json("rfc8037/A.2.json"))
        let token = try vector.text("token")
        let payload = try vector.text("payload")
        #expect(try CompactJWS(token).verifiedPayload(jwk.verificationKey) == Array(payload.utf8))
        let forge = Forge(key: try PrivateKey(pem: Fixture.text("rfc8037/A.1.pkcs8.pem")), scheme: .ed25519)
        #expect(try forge.token(header: vector.text("header"), payload: payload) == token)
    }

    @Test func `RFC 8037 §A.3: the thumbprint of an Ed25519 key`() throws {
        let jwk = try JWK(Fixture.json("rfc8037/A.2.json"))
        #expect(try Base64URL.encode(jwk.thumbprint) == Fixture.json("rfc8037/A.3.json").text("thumbprint"))
    }

    @Test func `RFC 7638 §3.1: the thumbprint of an RSA key leaves optional members out`() throws {
        let vector = try Fixture.json("rfc7638/3.1.json")
        let jwk = try JWK(#require(vector["jwk"]))
        #expect(try Base64URL.encode(jwk.thumbprint) == vector.text("thumbprint"))
    }
}

@Suite("Tokens of another implementation")
struct InteroperabilityTests {
    @Test(arguments: SignatureAlgorithm.allCases)
    func `a token of each algorithm verifies`(algorithm: SignatureAlgorithm) throws {
        let vector = try Fixture.json("jose/joserfc.json")
        let tokens = try #require(vector["tokens"]?.arrayValue)
        let row = try #require(tokens.first { $0["alg"]?.stringValue == algorithm.rawValue })
        let key = try VerificationKey(PublicKey(pem: row.text("publicKey")), algorithm)
        let verifier = JWTVerifier(
            JWTClaimPolicy(type: .jwt, issuers: ["https://issuer.example"], audience: .contains(["client"])))
        let jwt = try verifier.verify(row.text("token"), at: Timestamp(seconds: 1_700_000_000)) { header in
            header.keyID == "k1" ? key : nil
        }
        #expect(JSONValue.object(jwt.claims.members) == vector["claims"])
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func `at_hash is the left half of the algorithm's digest`(algorithm: SignatureAlgorithm) throws {
        let vector = try Fixture.json("jose/joserfc.json")
        let tokens = try #require(vector["tokens"]?.arrayValue)
        let row = try #require(tokens.first { $0["alg"]?.stringValue == algorithm.rawValue })
        #expect(try algorithm.leftHalfHash(of: vector.text("accessToken")) == row.text("leftHalfHash"))
    }
}
