internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws of others in registering passkeys")
struct KnownFlawPasskeyTests {
    @Test func `CVE-2026-37982: a link that was used enrols no second passkey`() async throws {
        let fixture = try await PasskeysFixture()
        let link = try await fixture.answer(
            "CreatePasskeyRegistrationLink", ["userId": "minnie", "returnCode": [:]], as: "acme-owner")
        let message: JSONValue = ["userId": "minnie", "code": try #require(link["code"])]
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<8 { group.addTask { try await fixture.call("RegisterPasskey", message).status } }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == .ok }.count == 1)
        // A stranger who found the link is nobody that it is for.
        let thief = try await fixture.answer(
            "CreatePasskeyRegistrationLink", ["userId": "minnie", "returnCode": [:]], as: "acme-owner")
        let stolen = try await fixture.call(
            "RegisterPasskey", ["userId": "minnie", "code": try #require(thief["code"])], as: "mickey")
        #expect([.notFound, .forbidden].contains(stolen.status))
    }

    @Test(
        arguments: [
            { $0.challenge = "AAAA" }, { $0.origin = "http://localhost:8081" }, { $0.relyingPartyID = "example.com" },
            { $0.isUserPresent = false }, { $0.isUserVerified = false }, { $0.isBackedUp = true },
            { $0.type = "webauthn.get" }, { $0.clientDataExtra = ["crossOrigin": true] },
        ] as [@Sendable (inout TestAuthenticator) -> Void])
    func `CVE-2026-8830: every part of a registration is validated`(
        bend: @Sendable (inout TestAuthenticator) -> Void
    ) async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        bend(&authenticator)
        let (id, options) = try await fixture.begin()
        expect(
            try await fixture.verify(id, authenticator.create(options)), .badRequest, containing: "WEBAU-3Vb9s")
    }

    @Test(arguments: ["minnie", "other-minnie"])
    func `CVE-2026-8830: a credential is registered once in the instance`(second: String) async throws {
        let fixture = try await PasskeysFixture()
        let authenticator = try TestAuthenticator()
        try await fixture.register(authenticator)
        for kind in WebAuthnCredential.Kind.allCases {
            let (id, options) = try await fixture.begin(kind, of: second)
            expect(
                try await fixture.verify(id, authenticator.create(options), kind, of: second), .badRequest,
                containing: "WEBAU-3Vb9s")
        }
    }

    @Test(arguments: ["https://badexample.com", "https://example.com.evil.org", "https://xexample.com"])
    func `Kanidm 1.10.0: an origin that only ends like the relying party is refused`(origin: String) async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        authenticator.origin = origin
        let (id, options) = try await fixture.begin(domain: "example.com")
        expect(try await fixture.verify(id, authenticator.create(options)), .badRequest)
    }

    @Test(arguments: [
        "http://example.com", "https://example.com:8443", "http://example.com:443", "http://example.com:8080",
        "ftp://example.com", "https://example.com:4430",
    ])
    func `CVE-2026-30964: an origin of the right host with another scheme or port is refused`(
        origin: String
    ) async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        authenticator.origin = origin
        let (id, options) = try await fixture.begin(domain: "example.com")
        expect(try await fixture.verify(id, authenticator.create(options)), .badRequest)
    }

    @Test func `CVE-2021-40818, CVE-2022-27240, CVE-2023-49208: lengths that lie are refused`() async throws {
        let fixture = try await PasskeysFixture()
        let (id, options) = try await fixture.begin()
        let honest = try TestAuthenticator().create(options)
        let object = try #require(
            honest["response"]?["attestationObject"]?.stringValue.flatMap { Base64URL.decode($0) })
        // Each byte in turn claims to be a great length; so does each length that there is.
        for index in stride(from: 0, to: object.count, by: 3) {
            for byte in [0x5B, 0x7B, 0x9B, 0xBB, 0xFF] as [UInt8] where object[index] != byte {
                var altered = object
                altered[index] = byte
                var credential = try #require(honest.objectValue)
                var response = try #require(credential["response"]?.objectValue)
                response["attestationObject"] = .string(Base64URL.encode(altered))
                credential["response"] = .object(response)
                let answer = try await fixture.verify(id, .object(credential))
                // What signs nothing may be another key or another model; it is never a fault of ours.
                #expect([.badRequest, .ok, .notFound].contains(answer.status), "\(answer.text)")
            }
        }
    }
}
