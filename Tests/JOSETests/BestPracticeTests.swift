internal import Crypto
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 8725 §3.1, §3.2: the key decides the algorithm")
struct AlgorithmTests {
    @Test func `a public RSA key is no HMAC secret`() throws {
        let forge = try Forge.rs256()
        let input = """
            \(Base64URL.encode(#"{"alg":"HS256","kid":"k1"}"#.utf8)).\(Base64URL.encode(Forge.claims().utf8))
            """
        for secret in [try forge.key.publicKey.der(), Array(try forge.key.publicKey.pem().utf8)] {
            let code = HMACSHA256.code(for: Array(input.utf8), key: secret)
            let token = "\(input).\(Base64URL.encode(code))"
            #expect(throws: JOSEError.unsupportedAlgorithm) { try forge.verify(token) }
        }
    }

    @Test(arguments: [
        "none", "None", "nOnE", "NONE", "HS256", "HS384", "HS512", "es256", "Es256", "rs256", "RS256 ", " RS256",
        "EDDSA", "eddsa", "Ed25519", "ES256K", "PS384", "RS1", "RSA-OAEP", "dir", "", "ES256\u{0}",
    ])
    func `alg is one of the known names, spelled exactly`(name: String) throws {
        let forge = try Forge.es256()
        let header = JSONValue.object(["alg": .string(name), "kid": "k1"])
        let token = try forge.token(header: header.text, payload: Forge.claims().text)
        #expect(throws: JOSEError.unsupportedAlgorithm) { try forge.verify(token) }
    }

    @Test(arguments: [#"{"kid":"k1"}"#, #"{"alg":null}"#, #"{"alg":1}"#, #"{"alg":["ES256"]}"#, #"{"alg":{}}"#])
    func `alg is a text that is there`(header: String) throws {
        let forge = try Forge.es256()
        let token = try forge.token(header: header, payload: Forge.claims().text)
        #expect(throws: JOSEError.unsupportedAlgorithm) { try forge.verify(token) }
    }

    @Test(arguments: ["none", "ES256"])
    func `an empty signature is refused`(name: String) throws {
        let header = Base64URL.encode(#"{"alg":"\#(name)"}"#.utf8)
        let forge = try Forge.es256()
        let expected: JOSEError = name == "none" ? .unsupportedAlgorithm : .missingSignature
        #expect(throws: expected) { try forge.verify("\(header).\(Base64URL.encode(Forge.claims().utf8)).") }
    }

    @Test(arguments: ["ES384", "ES512", "RS256", "PS256", "EdDSA"])
    func `a P-256 key verifies ES256 only`(name: String) throws {
        let forge = try Forge.es256()
        let token = try forge.token(header: #"{"alg":"\#(name)"}"#, payload: Forge.claims().text)
        #expect(throws: JOSEError.algorithmNotAllowed) { try forge.verify(token) }
    }

    @Test func `a P-384 key does not verify ES256`() throws {
        let forge = Forge(key: try PrivateKey.generate(.ec(.p384)), scheme: .ecdsa(.p384))
        #expect(try forge.verify(forge.token(Forge.claims())).claims.issuer == "client")
        let token = try forge.token(header: #"{"alg":"ES256"}"#, payload: Forge.claims().text)
        #expect(throws: JOSEError.algorithmNotAllowed) { try forge.verify(token) }
    }

    @Test func `an RSA key that is for one algorithm verifies no other`() throws {
        let forge = try Forge.rs256()
        let key = try VerificationKey(forge.key.publicKey, .rs512)
        let token = try CompactJWS(forge.token(Forge.claims()))
        #expect(throws: JOSEError.algorithmNotAllowed) { try token.verifiedPayload(key) }
    }

    @Test(arguments: [SignatureAlgorithm.es384, .es512, .rs256, .ps256, .edDSA])
    func `a key is not made for an algorithm of another kind`(algorithm: SignatureAlgorithm) throws {
        let key = try Forge.es256().key
        #expect(throws: JOSEError.algorithmNotAllowed) { try VerificationKey(key.publicKey, algorithm) }
        #expect(throws: JOSEError.algorithmNotAllowed) { try JWTSigner(key, algorithm, keyID: "k1") }
        #expect(throws: JOSEError.algorithmNotAllowed) { try JWK(key.publicKey, keyID: nil, algorithm: algorithm) }
    }

    @Test func `RS256 and PS256 signatures are not exchanged`() throws {
        let rs256 = try Forge.rs256()
        let ps256 = Forge(key: rs256.key, scheme: .rsaPSS(.sha256))
        let payload = Forge.claims().text
        for (forge, name) in [(rs256, "PS256"), (ps256, "RS256")] {
            let token = try forge.token(header: #"{"alg":"\#(name)"}"#, payload: payload)
            #expect(throws: JOSEError.invalidSignature) { try forge.verify(token) }
        }
        #expect(try ps256.verify(ps256.token(Forge.claims())).header.algorithm == .ps256)
    }
}

@Suite("RFC 8725 §3.3, §3.6: one signature over one plain payload")
struct SerializationTests {
    @Test func `JSON serialisation is refused, with one signature and with several`() throws {
        let parts = try Forge.es256().token(Forge.claims()).split(separator: ".").map(String.init)
        let signature: JSONValue = ["protected": .string(parts[0]), "signature": .string(parts[2])]
        let flattened: JSONValue = [
            "payload": .string(parts[1]), "protected": .string(parts[0]), "signature": .string(parts[2]),
        ]
        let general: JSONValue = ["payload": .string(parts[1]), "signatures": [signature, signature]]
        let dotted: JSONValue = ["..": .string(parts[1])]
        for value in [flattened, general, dotted] {
            #expect(throws: JOSEError.notCompact) { try CompactJWS(value.text) }
        }
    }

    @Test(arguments: [
        (#"{"alg":"ES256","crit":["exp"],"exp":1}"#, JOSEError.criticalHeader),
        (#"{"alg":"ES256","crit":[]}"#, .criticalHeader),
        (#"{"alg":"ES256","b64":false,"crit":["b64"]}"#, .criticalHeader),
        (#"{"alg":"ES256","b64":true}"#, .unsupportedHeader("b64")),
        (#"{"alg":"ES256","b64":false}"#, .unsupportedHeader("b64")),
        (#"{"alg":"ES256","zip":"DEF"}"#, .unsupportedHeader("zip")),
        (#"{"alg":"ES256","enc":"A128GCM"}"#, .unsupportedHeader("enc")),
        (#"{"alg":"PBES2-HS256+A128KW","enc":"A128GCM","p2c":2147483647}"#, .unsupportedHeader("enc")),
        (#"{"alg":"PBES2-HS256+A128KW","p2c":2147483647}"#, .unsupportedAlgorithm),
        (#"{"alg":"ES256","cty":"JWT"}"#, .unsupportedHeader("cty")),
        (#"{"alg":"ES256","cty":"application/jwt"}"#, .unsupportedHeader("cty")),
    ])
    func `a header that changes how the rest is read is refused`(header: String, error: JOSEError) throws {
        let forge = try Forge.es256()
        let token = try forge.token(header: header, payload: Forge.claims().text)
        #expect(throws: error) { try forge.verify(token) }
    }

    @Test func `a nested token is no claims set, whichever layer is bad`() throws {
        let forge = try Forge.es256()
        let inner = try forge.token(Forge.claims())
        for payload in [inner, inner + "x", "e30.e30."] {
            let token = try forge.token(header: #"{"alg":"ES256"}"#, payload: payload)
            #expect(throws: JOSEError.invalidPayload) { try forge.verify(token) }
        }
    }
}

@Suite("RFC 8725 §3.4, §3.7: inputs are validated")
struct InputTests {
    let forge: Forge
    let token: String

    init() throws {
        forge = try Forge.es256()
        token = try forge.token(Forge.claims())
    }

    @Test func `the token itself is valid`() throws {
        #expect(try forge.verify(token).claims.subject == "client")
    }

    @Test func `every truncation is refused`() {
        for count in 0..<token.utf8.count {
            #expect(throws: JOSEError.self) { try forge.verify(String(token.prefix(count))) }
            #expect(throws: JOSEError.self) { try forge.verify(String(token.suffix(count))) }
        }
    }

    @Test(arguments: [Forge.es256, Forge.rs256])
    func `every flipped bit is refused`(make: @Sendable () throws -> Forge) throws {
        let forge = try make()
        let token = try forge.token(Forge.claims())
        for bit in 0..<token.utf8.count * 8 {
            var bytes = Array(token.utf8)
            bytes[bit / 8] ^= 1 << (bit % 8)
            let altered = String(decoding: bytes, as: UTF8.self)
            #expect(throws: JOSEError.self) { try forge.verify(altered) }
        }
    }

    @Test(arguments: ["=", "==", " ", "\n", "\t", "A", ".", "\u{0}", "é"])
    func `nothing may stand in front or behind`(extra: String) {
        #expect(throws: JOSEError.self) { try forge.verify(token + extra) }
        #expect(throws: JOSEError.self) { try forge.verify(extra + token) }
    }

    /// The last letter of a 64-byte signature carries four unused bits.
    @Test func `a second spelling of the same signature is refused`() throws {
        let last = try #require(token.last)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let index = try #require(alphabet.firstIndex(of: last))
        for unused in 1..<16 {
            let other = String(token.dropLast()) + String(alphabet[index + unused])
            #expect(throws: JOSEError.invalidBase64URL(.signature)) { try forge.verify(other) }
        }
    }

    @Test func `padding, the standard alphabet and white space are refused in each part`() throws {
        let parts = token.split(separator: ".").map(String.init)
        for (index, part) in [JWSPart.header, .payload, .signature].enumerated() {
            for altered in [
                parts[index] + "=", "+" + parts[index].dropFirst(), parts[index] + "\n", "A" + parts[index],
            ] {
                var all = parts
                all[index] = altered
                let token = all.joined(separator: ".")
                #expect(throws: JOSEError.self, "\(part)") { try forge.verify(token) }
            }
        }
    }

    @Test(arguments: 0...3)
    func `signatures of 0 to 64 kB are refused unless they are right`(filler: UInt8) throws {
        let input = token.split(separator: ".").prefix(2).joined(separator: ".")
        for count in Array(0...200) + [1000, 4096, 11_000, 65_536] {
            let signature = Base64URL.encode([UInt8](repeating: filler, count: count))
            #expect(throws: JOSEError.self) { try forge.verify("\(input).\(signature)") }
        }
    }

    @Test func `r or s of zero is refused`() throws {
        let parts = token.split(separator: ".").map(String.init)
        let signature = try #require(Base64URL.decode(String(parts[2])))
        let zero = [UInt8](repeating: 0, count: 32)
        let alterations: [[UInt8]] = [zero + zero, zero + signature.suffix(32), Array(signature.prefix(32)) + zero]
        for altered in alterations {
            let token = "\(parts[0]).\(parts[1]).\(Base64URL.encode(altered))"
            #expect(throws: JOSEError.invalidSignature) { try forge.verify(token) }
        }
    }

    @Test(arguments: [
        bytes("{\"alg\":\"ES256\",\"x\":\"\u{0}\"}"),
        bytes(#"{"alg":"ES256","x":""#, [0xFF, 0x22, 0x7D]),
        bytes(#"{"alg":"ES256","x":""#, [0xC0, 0xAF, 0x22, 0x7D]),
        bytes(#"{"alg":"ES256","x":""#, [0xED, 0xA0, 0x80, 0x22, 0x7D]),
        bytes(#"{"alg":"ES256","alg":"none"}"#), bytes(#"{"alg":"none","alg":"ES256"}"#),
        bytes(#"{"alg":"ES256","\u0061lg":"ES256"}"#), bytes(#"{"alg":"ES256"} {}"#), bytes(#"{"alg":"ES256""#),
        bytes(#"["ES256"]"#), bytes(#""ES256""#), bytes("null"), bytes(""), bytes("\u{FEFF}{\"alg\":\"ES256\"}"),
        bytes(#"{"alg":"ES256","typ":1}"#),
    ])
    func `a header with invalid UTF-8, doubled members or another shape is refused`(header: [UInt8]) throws {
        let token = try forge.token(header: header, payload: Forge.claims().utf8)
        #expect(throws: JOSEError.invalidHeader) { try forge.verify(token) }
    }

    @Test(arguments: [
        bytes(#"{"sub":"a","sub":"b"}"#), bytes(#"{"sub":""#, [0xFF, 0x22, 0x7D]), bytes("[]"), bytes("null"),
        bytes(""), bytes(#"{"sub":"client"}x"#), bytes(#"{"a":{"b":1,"b":2}}"#),
        bytes(String(repeating: "[", count: 5000)), bytes("1"),
    ])
    func `a payload with invalid UTF-8, doubled members or another shape is refused`(payload: [UInt8]) throws {
        let token = try forge.token(header: Array(#"{"alg":"ES256"}"#.utf8), payload: payload)
        #expect(throws: JOSEError.invalidPayload) { try forge.verify(token) }
    }
}

@Suite("Bounds of tokens")
struct BoundsTests {
    @Test func `a megabyte of dots is refused`() {
        let dots = String(repeating: ".", count: 1_000_000)
        #expect(throws: JOSEError.tooLong) { try CompactJWS(dots) }
        #expect(throws: JOSEError.notCompact) { try CompactJWS(dots, longest: 2_000_000) }
    }

    @Test(arguments: ["", ".", "a", "a.b", "a.b.c.d", "a.b.c.d.e", "....", "...."])
    func `anything but three parts is refused`(token: String) {
        #expect(throws: JOSEError.notCompact) { try CompactJWS(token) }
    }

    @Test func `three empty parts are no token`() {
        #expect(throws: JOSEError.invalidHeader) { try CompactJWS("..") }
    }

    @Test func `the longest token is accepted, one byte more is not`() throws {
        let forge = try Forge.es256()
        func token(_ filler: Int) throws -> String {
            try forge.token(Forge.claims(["x": .string(String(repeating: "x", count: filler))]))
        }
        let longest = try token(12_000)
        #expect(try forge.verify(longest).claims["x"] != nil)
        #expect(throws: JOSEError.tooLong) { try CompactJWS(longest, longest: longest.utf8.count - 1) }
        #expect(throws: JOSEError.tooLong) { try forge.verify(try token(13_000)) }
    }

    @Test func `a huge header is refused before it is decoded`() throws {
        let header = #"{"alg":"ES256","x":"\#(String(repeating: "x", count: 4000))"}"#
        let token = try Forge.es256().token(header: header, payload: "{}")
        #expect(throws: JOSEError.tooLong) { try CompactJWS(token) }
    }

    @Test func `a header of deep nesting is refused`() throws {
        let header = #"{"alg":"ES256","x":\#(String(repeating: "[", count: 9))\#(String(repeating: "]", count: 9))}"#
        let token = try Forge.es256().token(header: header, payload: "{}")
        #expect(throws: JOSEError.invalidHeader) { try CompactJWS(token) }
    }
}

/// A text with bytes behind it that no text has.
private func bytes(_ text: String, _ more: [UInt8] = []) -> [UInt8] {
    Array(text.utf8) + more
}
