internal import Crypto
internal import JOSE
internal import Platform
internal import Testing

@Suite("RFC 7519 §7.1: signing claims")
struct JWTSignerTests {
    private static let kinds: [(KeyKind, SignatureAlgorithm)] = [
        (.rsa(bits: 2048), .rs256), (.rsa(bits: 2048), .rs384), (.rsa(bits: 2048), .rs512), (.rsa(bits: 2048), .ps256),
        (.ec(.p256), .es256), (.ec(.p384), .es384), (.ec(.p521), .es512), (.ed25519, .edDSA),
    ]

    @Test(arguments: kinds)
    func `a signed token says and proves what was signed`(kind: KeyKind, algorithm: SignatureAlgorithm) throws {
        let key = try PrivateKey.generate(kind)
        let claims: JSONObject = ["iss": "https://as.example", "sub": "17", "aud": "c", "exp": 2000, "ü": "<&\u{0}é"]
        let token = try JWTSigner(key, algorithm, keyID: "4711").sign(claims, type: "at+jwt")
        let header = try #require(token.split(separator: ".").first.flatMap { Base64URL.decode(String($0)) })
        #expect(
            String(decoding: header, as: UTF8.self) == #"{"alg":"\#(algorithm.rawValue)","kid":"4711","typ":"at+jwt"}"#)
        let verifier = JWTVerifier(
            JWTClaimPolicy(type: .exactly("at+jwt"), issuers: ["https://as.example"], audience: .contains(["c"])))
        let verificationKey = try VerificationKey(key.publicKey, algorithm)
        let jwt = try verifier.verify(token, at: Timestamp(seconds: 1000)) { _ in verificationKey }
        #expect(jwt.claims.members == claims)
        #expect(jwt.header.keyID == "4711")
    }

    @Test(arguments: ["JWT", "at+jwt", "logout+jwt", "secevent+jwt"])
    func `the type is what the caller says, prepared or not`(type: String) throws {
        let signer = try JWTSigner(PrivateKey.generate(.ed25519), .edDSA, keyID: "k")
        #expect(try CompactJWS(signer.sign([:], type: type)).header.members["typ"]?.stringValue == type)
    }
}
