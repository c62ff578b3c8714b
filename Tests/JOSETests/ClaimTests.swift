internal import Crypto
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 8725 §3.8 to §3.12: claims are validated")
struct ClaimTests {
    let forge: Forge

    init() throws {
        forge = try Forge.es256()
    }

    private static let changes: [(KeyValuePairs<String, JSONValue?>, JOSEError)] = [
        (["iss": "other"], .wrongIssuer), (["iss": "Client"], .wrongIssuer), (["iss": "client "], .wrongIssuer),
        (["iss": nil], .missingClaim("iss")), (["iss": ""], .malformedClaim("iss")),
        (["iss": 1], .malformedClaim("iss")),
        (["iss": ["client"]], .malformedClaim("iss")), (["sub": nil], .missingClaim("sub")),
        (["sub": ""], .malformedClaim("sub")), (["sub": 17], .malformedClaim("sub")), (["sub": "other"], .wrongSubject),
        (["sub": .null], .malformedClaim("sub")), (["aud": nil], .missingClaim("aud")),
        (["aud": "https://other.example"], .wrongAudience), (["aud": "https://as.example/"], .wrongAudience),
        (["aud": "https://as.example/oauth/v2/token"], .wrongAudience), (["aud": []], .malformedClaim("aud")),
        (["aud": ["https://as.example", "https://other.example"]], .wrongAudience),
        (["aud": ["https://as.example", 1]], .malformedClaim("aud")), (["aud": [:]], .malformedClaim("aud")),
        (["aud": .null], .malformedClaim("aud")), (["exp": nil], .missingClaim("exp")), (["exp": 1000], .expired),
        (["exp": 999], .expired), (["exp": 0], .expired), (["exp": .number(999.999)], .expired),
        (["exp": "1060"], .malformedClaim("exp")), (["exp": true], .malformedClaim("exp")),
        (["exp": .null], .malformedClaim("exp")), (["exp": -1], .malformedClaim("exp")),
        (["exp": .integer(.max)], .malformedClaim("exp")), (["exp": .number(1e300)], .malformedClaim("exp")),
        (["exp": 1_700_000_000_000], .malformedClaim("exp")), (["nbf": 1011], .notYetValid),
        (["nbf": "0"], .malformedClaim("nbf")), (["iat": nil], .missingClaim("iat")), (["iat": 1011], .issuedInFuture),
        (["iat": "990"], .malformedClaim("iat")), (["jti": 1], .malformedClaim("jti")),
        (["jti": ""], .malformedClaim("jti")),
    ]

    @Test(arguments: changes.indices)
    func `one wrong claim is enough to refuse`(index: Int) throws {
        let (changes, error) = Self.changes[index]
        let token = try forge.token(Forge.claims(changes))
        #expect(throws: error, "\(changes)") { try forge.verify(token) }
    }

    private static let accepted: [KeyValuePairs<String, JSONValue?>] = [
        [:], ["aud": ["https://as.example"]], ["exp": 1001], ["exp": .number(1000.001)], ["nbf": 1010], ["nbf": 0],
        ["iat": 1010], ["iat": .number(989.5)], ["jti": "a"], ["exp": 253_402_300_799], ["unknown": ["x": 1]],
    ]

    @Test(arguments: accepted.indices)
    func `what is within the rules is accepted`(index: Int) throws {
        let token = try forge.token(Forge.claims(Self.accepted[index]))
        #expect(try forge.verify(token).claims.issuer == "client", "\(Self.accepted[index])")
    }

    @Test func `an assertion is good for an hour after iat, whatever its exp says`() throws {
        let token = try forge.token(Forge.claims(["exp": 100_000]))
        #expect(try forge.verify(token, at: Timestamp(seconds: 990 + 3600)).claims.tokenID == nil)
        #expect(throws: JOSEError.tooOld) { try forge.verify(token, at: Timestamp(milliseconds: 4_590_001)) }
    }

    @Test func `fractions of seconds count`() throws {
        let token = try forge.token(Forge.claims(["exp": .number(1000.5)]))
        #expect(
            try forge.verify(token, at: Timestamp(milliseconds: 1_000_499)).claims.expiresAt?.milliseconds == 1_000_500)
        #expect(throws: JOSEError.expired) { try forge.verify(token, at: Timestamp(milliseconds: 1_000_500)) }
    }

    @Test(
        arguments: [
            ("JWT", nil), ("jwt", nil), ("application/jwt", nil), ("client-authentication+jwt", nil),
            ("at+jwt", JOSEError.wrongType), ("logout+jwt", .wrongType), ("dpop+jwt", .wrongType),
            ("id+jwt", .wrongType),
            ("", .wrongType), ("JWT ", .wrongType),
        ] as [(String, JOSEError?)])
    func `§3.11: an assertion is typed as one`(type: String, error: JOSEError?) throws {
        let token = try forge.token(Forge.claims(), type: type)
        if let error {
            #expect(throws: error) { try forge.verify(token) }
        } else {
            #expect(try forge.verify(token).claims.issuer == "client")
        }
    }

    @Test func `§3.11: an assertion may lack a type`() throws {
        let token = try forge.token(header: #"{"alg":"ES256"}"#, payload: Forge.claims().text)
        #expect(try forge.verify(token).header.type == nil)
    }

    @Test(arguments: ["at+jwt", "logout+jwt", "dpop+jwt"])
    func `§3.11, §3.12: a rule for one type accepts no other and no absence`(type: String) throws {
        var policy = Forge.policy
        policy.type = .exactly(type)
        for other in ["at+jwt", "logout+jwt", "dpop+jwt", "JWT", ""] where other != type {
            let token = try forge.token(Forge.claims(), type: other)
            #expect(throws: JOSEError.wrongType) { try forge.verify(token, policy: policy) }
        }
        let untyped = try forge.token(header: #"{"alg":"ES256"}"#, payload: Forge.claims().text)
        #expect(throws: JOSEError.wrongType) { try forge.verify(untyped, policy: policy) }
        for spelling in [type, type.uppercased(), "application/\(type)"] {
            let token = try forge.token(Forge.claims(), type: spelling)
            #expect(try forge.verify(token, policy: policy).header.type == type)
        }
    }

    /// U+212A KELVIN SIGN is canonically equivalent to K, and `==` of strings says so.
    @Test func `RFC 7519 §7.3: names are compared code point for code point`() throws {
        var policy = Forge.policy
        policy.issuers = ["K"]
        policy.audience = .only(["https://as.example/K"])
        let exact = try forge.token(Forge.claims(["iss": "K", "sub": "K", "aud": "https://as.example/K"]))
        #expect(try forge.verify(exact, policy: policy).claims.issuer == "K")
        let changes: [(KeyValuePairs<String, JSONValue?>, JOSEError)] = [
            (["iss": "\u{212A}", "sub": "\u{212A}", "aud": "https://as.example/K"], .wrongIssuer),
            (["iss": "K", "sub": "\u{212A}", "aud": "https://as.example/K"], .wrongSubject),
            (["iss": "K", "sub": "K", "aud": "https://as.example/\u{212A}"], .wrongAudience),
        ]
        for (claims, error) in changes {
            let token = try forge.token(Forge.claims(claims))
            #expect(throws: error) { try forge.verify(token, policy: policy) }
        }
    }

    @Test func `§3.12: an ID token is no assertion of its client`() throws {
        let token = try forge.token(Forge.claims(["iss": "https://as.example", "sub": "17", "aud": "client"]))
        #expect(throws: JOSEError.wrongIssuer) { try forge.verify(token) }
    }

    @Test func `a policy may take one of several audiences, an old token, or none of the optional claims`() throws {
        var policy = JWTClaimPolicy(
            type: .jwt, issuers: ["client"], audience: .contains(["a", "b"]), subject: .optional, expiry: .ignored)
        let hint = try forge.token(["iss": "client", "aud": ["x", "b"], "exp": 1])
        #expect(try forge.verify(hint, policy: policy).claims.audience == ["x", "b"])
        policy.expiry = .ifPresent
        #expect(throws: JOSEError.expired) { try forge.verify(hint, policy: policy) }
        let eternal = try forge.token(["iss": "client", "aud": "a"])
        #expect(try forge.verify(eternal, policy: policy).claims.expiresAt == nil)
        policy.requiresTokenID = true
        #expect(throws: JOSEError.missingClaim("jti")) { try forge.verify(eternal, policy: policy) }
        policy.requiresTokenID = false
        policy.requiresIssuedAt = true
        #expect(throws: JOSEError.missingClaim("iat")) { try forge.verify(eternal, policy: policy) }
    }
}

@Suite("RFC 8725 §3.10: what a header claims is not trusted")
struct HeaderTrustTests {
    @Test(arguments: [
        "../../etc/passwd", "/dev/null", "' OR 1=1 --", "k1\u{0}", "K1", "k1 ", "%6B1", "$(id)", "k1;k2",
    ])
    func `kid is a name to look up, and other names find no key`(keyID: String) throws {
        let forge = try Forge.es256()
        let keys = JWKSet([try JWK(forge.key.publicKey, keyID: "k1", algorithm: .es256)])
        let header = JSONValue.object(["alg": "ES256", "kid": .string(keyID)])
        let token = try forge.token(header: header.text, payload: Forge.claims().text)
        #expect(throws: JOSEError.unknownKey) {
            try JWTVerifier(Forge.policy).verify(token, at: Forge.now, key: keys.key)
        }
    }

    @Test(arguments: [#""""#, "1", "null", #"["k1"]"#, #""\#(String(repeating: "k", count: 257))""#])
    func `kid is a text of bounded length`(keyID: String) throws {
        let forge = try Forge.es256()
        let token = try forge.token(header: #"{"alg":"ES256","kid":\#(keyID)}"#, payload: Forge.claims().text)
        #expect(throws: JOSEError.invalidKeyID) { try forge.verify(token) }
    }

    @Test func `keys and addresses in the header are ignored`() throws {
        let honest = try Forge.es256()
        let attacker = Forge(key: try PrivateKey.generate(.ec(.p256)), scheme: .ecdsa(.p256))
        let jwk = try JWK(attacker.key.publicKey, keyID: "k1", algorithm: .es256).json
        var header: JSONObject = ["alg": "ES256", "kid": "k1"]
        header["jwk"] = .object(jwk)
        header["jku"] = "https://attacker.example/keys"
        header["x5u"] = "https://attacker.example/chain.pem"
        header["x5c"] = ["MIIB"]
        header["x5t"] = "AAAA"
        let text = JSONValue.object(header).text
        let forged = try attacker.token(header: text, payload: Forge.claims().text)
        #expect(throws: JOSEError.invalidSignature) { try honest.verify(forged) }
        let own = try honest.token(header: text, payload: Forge.claims().text)
        #expect(try honest.verify(own).claims.issuer == "client")
    }

    @Test func `the claimed issuer can be read for finding keys, and proves nothing`() throws {
        let forge = try Forge.es256()
        let token = try CompactJWS(forge.token(Forge.claims()))
        #expect(try token.unverifiedIssuer() == "client")
        let other = VerificationKey(try PrivateKey.generate(.ec(.p256)).publicKey)
        #expect(throws: JOSEError.invalidSignature) {
            try JWTVerifier(Forge.policy).verify(token, with: other, at: Forge.now)
        }
    }
}
