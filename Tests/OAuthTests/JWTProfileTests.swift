internal import Crypto
internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 7523 §2.1: JWT profile")
struct JWTProfileTests {
    let server: TestServer
    let key: TestKey

    init() async throws {
        server = try await TestServer()
        key = try TestKey(file: server.administratorKeyFile)
    }

    private func exchange(_ assertion: String, scope: String = "openid") async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion),
                ("scope", scope),
            ])
    }

    @Test(
        arguments: [
            .string(TestServer.issuer), .string(TestServer.issuer + "/oauth/v2/token"),
            .array([.string(TestServer.issuer)]),
        ] as [JSONValue])
    func `an assertion for the issuer or the token endpoint is good for tokens`(audience: JSONValue) async throws {
        let response = try await exchange(try key.assertion(at: server.clock.now, audience: audience))
        #expect(response.status == .ok)
        let json = try response.json
        #expect(json["expires_in"] == 43200)
        let payload = try JWTParts(server.text(json, "id_token")).claims
        #expect(payload["sub"] == .string(key.owner))
        let (issued, expires) = (payload["iat"]?.integerValue, payload["exp"]?.integerValue)
        #expect(expires == issued.map { $0 + 43200 })
        #expect(payload["amr"] == nil)
    }

    @Test(
        arguments: [
            ["iss": nil], ["iss": "someone"], ["iss": 1], ["sub": nil], ["sub": "someone"], ["sub": ["a"]],
            ["aud": nil], ["aud": "https://other.example"], ["aud": []],
            ["aud": ["http://localhost:8080", "https://other.example"]], ["aud": 1],
            ["exp": nil], ["exp": 1_767_607_200], ["exp": 1_767_607_199], ["exp": "1767610000"], ["exp": -1],
            ["iat": nil], ["iat": 1_767_607_210], ["iat": 1_767_603_599], ["iat": "now"],
            ["nbf": 1_767_607_300], ["nbf": "x"], ["jti": 5],
            ["aud": "http://localhost:8080/"], ["aud": "HTTP://LOCALHOST:8080"],
        ] as [[String: JSONValue?]])
    func `CVE-2026-55669, GHSA-wxg7-w2v3-w38g: each wrong claim is an invalid grant`(changes: [String: JSONValue?])
        async throws
    {
        let response = try await exchange(try key.assertion(at: server.clock.now, changing: changes))
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_grant")
    }

    @Test(
        arguments: [
            ["alg": "none"], ["alg": "None"], ["alg": "HS256"], ["alg": "rs256"], ["alg": "ES256"], ["alg": "RS512"],
            ["kid": ""], ["kid": "../../etc/passwd"], ["kid": "1' OR '1'='1"], ["kid": .null], ["kid": 5],
            ["typ": "at+jwt"], ["typ": "logout+jwt"], ["crit": ["b64"]], ["zip": "DEF"], ["b64": false],
        ] as [JSONObject])
    func `each wrong header is an invalid grant`(header: JSONObject) async throws {
        let response = try await exchange(try key.assertion(at: server.clock.now, header: header))
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_grant")
    }

    @Test func `an assertion by another key is refused, also with the key inside it`() async throws {
        let other = TestKey(id: key.id, owner: key.owner, key: try PrivateKey.generate(.rsa(bits: 2048)))
        let plain = try await exchange(try other.assertion(at: server.clock.now))
        #expect(try plain.json["error"] == "invalid_grant")
        let embedded = try await exchange(
            try other.assertion(
                at: server.clock.now,
                header: ["jwk": ["kty": "RSA", "n": "AQAB", "e": "AQAB"], "jku": "http://localhost/keys"]))
        #expect(try embedded.json["error"] == "invalid_grant")
    }

    @Test(arguments: ["", "x", "a.b", "a.b.c", "....", "{}", "e30.e30.", String(repeating: ".", count: 100_000)])
    func `what is no JWT is refused`(assertion: String) async throws {
        let response = try await exchange(assertion)
        #expect(response.status == .badRequest)
        #expect(["invalid_grant", "invalid_request"].contains(try response.json["error"]?.stringValue))
    }

    @Test func `every truncation is refused`() async throws {
        let assertion = try key.assertion(at: server.clock.now)
        for length in stride(from: 1, to: assertion.count, by: 7) {
            let response = try await exchange(String(assertion.prefix(length)))
            #expect(try response.json["error"] == "invalid_grant")
        }
    }

    @Test func `an assertion with a jti counts once, one without counts until it expires`() async throws {
        let once = try key.assertion(at: server.clock.now, changing: ["jti": "a"])
        #expect(try await exchange(once).status == .ok)
        #expect(try await exchange(once).json["error"] == "invalid_grant")
        let other = try key.assertion(at: server.clock.now, changing: ["jti": "b"])
        #expect(try await exchange(other).status == .ok)
        let plain = try key.assertion(at: server.clock.now)
        #expect(try await exchange(plain).status == .ok)
        #expect(try await exchange(plain).status == .ok)
        server.clock.advance(by: .minutes(5))
        #expect(try await exchange(plain).json["error"] == "invalid_grant")
    }

    @Test func `of fifty parallel uses of one assertion one wins`() async throws {
        let assertion = try key.assertion(at: server.clock.now, changing: ["jti": "race"])
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 { group.addTask { try await exchange(assertion).status == .ok } }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test func `an application's key is no machine user's`() async throws {
        let api = try await server.addSigningAPI("api", project: try await server.addProject("p"))
        let response = try await exchange(try api.key.assertion(at: server.clock.now))
        #expect(response.status == .badRequest)
        #expect(try response.json["error"] == "invalid_grant")
    }

    @Test func `an expired key and a removed key are refused`() async throws {
        let machine = try await server.addMachine("svc")
        let created = try await server.call(
            "zitadel.user.v2.UserService/AddKey",
            ["userId": .string(machine.id), "expirationDate": "2026-01-05T11:00:00Z"])
        let key = try TestKey(file: server.keyFile(created, "keyContent"))
        #expect(try await exchange(try key.assertion(at: server.clock.now)).status == .ok)
        server.clock.advance(by: .hours(1))
        #expect(try await exchange(try key.assertion(at: server.clock.now)).status == .badRequest)
        let second = try await server.call(
            "zitadel.user.v2.UserService/AddKey",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        let secondKey = try TestKey(file: server.keyFile(second, "keyContent"))
        try await server.call(
            "zitadel.user.v2.UserService/RemoveKey",
            ["userId": .string(machine.id), "keyId": .string(secondKey.id)])
        #expect(try await exchange(try secondKey.assertion(at: server.clock.now)).status == .badRequest)
    }

    @Test func `an uploaded P-256 or Ed25519 key verifies by its own algorithm`() async throws {
        for (kind, scheme, algorithm) in [
            (KeyKind.ec(.p256), SignatureScheme.ecdsa(.p256), "ES256"), (.ed25519, .ed25519, "EdDSA"),
        ] as [(KeyKind, SignatureScheme, String)] {
            let machine = try await server.addMachine("svc-\(algorithm)")
            let privateKey = try PrivateKey.generate(kind)
            let created = try await server.call(
                "zitadel.user.v2.UserService/AddKey",
                [
                    "userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z",
                    "publicKey": .string(Base64.encode(try privateKey.publicKey.pem().utf8)),
                ])
            #expect(created["keyContent"] == nil)
            let key = TestKey(id: try server.text(created, "keyId"), owner: machine.id, key: privateKey)
            let assertion = try key.assertion(
                at: server.clock.now, header: ["alg": .string(algorithm)], scheme: scheme)
            #expect(try await exchange(assertion).status == .ok)
        }
    }
}
