internal import Crypto
internal import Domain
internal import JOSE
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Signing keys")
struct WebKeysSigningTests {
    let fixture: WebKeysFixture

    init() async throws {
        fixture = try await WebKeysFixture()
    }

    @Test(
        arguments: [
            (["rsa": [:]], "RS256"), (["rsa": ["hasher": "RSA_HASHER_SHA384"]], "RS384"),
            (["rsa": ["hasher": "RSA_HASHER_SHA512"]], "RS512"), (["ecdsa": [:]], "ES256"),
            (["ecdsa": ["curve": "ECDSA_CURVE_P384"]], "ES384"), (["ecdsa": ["curve": "ECDSA_CURVE_P512"]], "ES512"),
            (["ed25519": [:]], "EdDSA"),
        ] as [(JSONValue, String)])
    func `a token is signed by the key's one algorithm and verified by the published key`(
        message: JSONValue, algorithm: String
    ) async throws {
        let id = try await fixture.create(message)
        let key = try await fixture.signingKeys.active()
        #expect(key.kid == id)
        #expect(key.algorithm.rawValue == algorithm)
        let token = try key.sign(["sub": "x", "exp": 1_767_607_260], type: "JWT")
        let published = try JWKSet(JSONValue(parsing: try await fixture.signingKeys.jwks()))
        #expect(published.keys.map(\.algorithm?.rawValue) == [algorithm])
        let verifier = JWTVerifier(JWTClaimPolicy(type: .exactly("JWT"), issuers: nil, audience: .any))
        let now = fixture.api.clock.now
        #expect(try verifier.verify(token, at: now) { published.key(for: $0) }.claims.subject == "x")
        let known = try #require(try await fixture.signingKeys.verificationKey(id))
        #expect(known.algorithms.map(\.rawValue) == [algorithm])
        #expect(await fixture.signingKeys.algorithms() == (algorithm == "RS256" ? ["RS256"] : ["RS256", algorithm]))
    }

    @Test func `keys in every state are published, unknown ones are not known`() async throws {
        let first = try await fixture.create()
        let second = try await fixture.create()
        let third = try await fixture.create()
        _ = try await fixture.call("ActivateWebKey", ["id": .string(second)])
        let json = try JSONValue(parsing: try await fixture.signingKeys.jwks())
        #expect(json["keys"]?.arrayValue?.map { $0["kid"]?.stringValue } == [first, second, third])
        #expect(json["keys"]?.arrayValue?.allSatisfy { $0["use"] == "sig" && $0["d"] == nil } == true)
        #expect(try await fixture.signingKeys.verificationKey("1") == nil)
    }

    @Test func `another node notices a change within a second`() async throws {
        let first = try await fixture.create()
        #expect(try await fixture.otherNode.active().kid == first)
        let second = try await fixture.create()
        _ = try await fixture.call("ActivateWebKey", ["id": .string(second)])
        #expect(try await fixture.signingKeys.active().kid == second)
        fixture.api.clock.advance(by: .milliseconds(499))
        #expect(try await fixture.otherNode.active().kid == first)
        fixture.api.clock.advance(by: .milliseconds(501))
        #expect(try await fixture.otherNode.active().kid == second)
        _ = try await fixture.call("DeleteWebKey", ["id": .string(first)])
        fixture.api.clock.advance(by: SigningKeys.greatestAge)
        #expect(try await fixture.otherNode.verificationKey(first) == nil)
    }

    @Test func `a key that another node made just now verifies at once, and is looked for in bounds`() async throws {
        let first = try await fixture.create()
        #expect(try await fixture.otherNode.verificationKey(first) != nil)
        let second = try await fixture.create()
        #expect(try await fixture.otherNode.verificationKey(second) != nil)
        for _ in 1..<SigningKeys.searchLimit {
            #expect(try await fixture.otherNode.verificationKey("1") == nil)
        }
        let third = try await fixture.create()
        #expect(try await fixture.otherNode.verificationKey(third) == nil)
        fixture.api.clock.advance(by: SigningKeys.greatestAge)
        #expect(try await fixture.otherNode.verificationKey(third) != nil)
    }

    @Test func `a clock that is set back does not keep an old snapshot alive`() async throws {
        let first = try await fixture.create()
        #expect(try await fixture.otherNode.active().kid == first)
        let second = try await fixture.create()
        _ = try await fixture.call("ActivateWebKey", ["id": .string(second)])
        fixture.api.clock.advance(by: .hours(-5))
        #expect(try await fixture.otherNode.active().kid == second)
    }

    @Test func `signing goes on while the store is closed`() async throws {
        let key = try await fixture.create()
        await fixture.api.database.close()
        fixture.api.clock.advance(by: .hours(1))
        #expect(try await fixture.signingKeys.active().kid == key)
    }

    @Test func `without a key there is nothing to sign with`() async throws {
        await #expect(throws: DomainError.internalFault) { try await fixture.signingKeys.active() }
        #expect(try await fixture.signingKeys.jwks() == Array(#"{"keys":[]}"#.utf8))
        #expect(await fixture.signingKeys.algorithms() == ["RS256"])
    }

    @Test func `a private key opens under its own master key only`() async throws {
        _ = try await fixture.create()
        let stranger = SigningKeys(
            database: fixture.api.database, clock: fixture.api.clock.wallClock, masterKey: .random(), log: .none)
        await #expect(throws: DomainError.internalFault) { try await stranger.active() }
    }

    @Test func `private keys are not stored in the clear`() async throws {
        let id = try await fixture.create()
        let stored = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.webKeyMaterial().first { $0.key.id.rawValue == id }?.sealedPrivateKey
        }
        let sealed = try #require(stored)
        // PKCS #8 of an Ed25519 key begins with this (RFC 8410 §10.3).
        let prefix: [UInt8] = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70]
        #expect(!sealed.indices.contains { sealed[$0...].starts(with: prefix) })
        #expect(throws: CryptoError.malformedKey) { try PrivateKey(der: sealed) }
    }
}
