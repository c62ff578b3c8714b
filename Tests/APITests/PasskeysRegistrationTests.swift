internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("User service: registering passkeys and security keys")
struct PasskeysRegistrationTests {
    @Test func `the options of a passkey have their form`() async throws {
        let fixture = try await PasskeysFixture()
        let started = try await fixture.answer(
            "RegisterPasskey", ["userId": "minnie", "authenticator": "PASSKEY_AUTHENTICATOR_PLATFORM"])
        #expect(started["details"]?["sequence"] == "1")
        #expect(started["details"]?["resourceOwner"] == "acme")
        var options = try #require(started["publicKeyCredentialCreationOptions"]?["publicKey"]?.objectValue)
        let challenge = try #require(options["challenge"]?.stringValue.flatMap { Base64URL.decode($0) })
        #expect(challenge.count == 32)
        options["challenge"] = nil
        let algorithms = [-7, -35, -36, -257, -258, -259, -37, -38, -39, -8] as [Int64]
        #expect(
            JSONValue.object(options) == [
                "rp": ["name": "ZITADEL", "id": "localhost"],
                "user": ["name": "minnie", "displayName": "Minnie Mouse", "id": "bWlubmll"],
                "pubKeyCredParams": .array(algorithms.map { ["type": "public-key", "alg": .integer($0)] }),
                "timeout": 300000,
                "authenticatorSelection": ["userVerification": "required", "authenticatorAttachment": "platform"],
                "attestation": "none",
            ])
    }

    @Test func `a security key need not know its user`() async throws {
        let options = try await PasskeysFixture().begin(.u2f).options
        #expect(options["publicKey"]?["authenticatorSelection"] == ["userVerification": "discouraged"])
    }

    @Test(arguments: WebAuthnCredential.Kind.allCases)
    func `a credential is registered, over both wires`(kind: WebAuthnCredential.Kind) async throws {
        let fixture = try await PasskeysFixture()
        try await fixture.register(TestAuthenticator(), kind)

        let (name, id) = kind == .passkey ? ("passkeys", "passkeyId") : ("u2f", "u2fId")
        let started = try await fixture.api.rest(.post, "/v2/users/minnie/\(name)", [:], as: "minnie")
        #expect(started.status == .ok)
        let credential = try TestAuthenticator().create(
            #require(try started.json["publicKeyCredentialCreationOptions"]))
        let path = "/v2/users/minnie/\(name)/\(try started.json.text(id))"
        let verified = try await fixture.api.rest(
            .post, path,
            ["publicKeyCredential": credential, "passkeyName": "phone", "tokenName": "phone"], as: "minnie")
        #expect(verified.status == .ok, "\(verified.text)")
        let event = kind == .passkey ? "user.human.passwordless.token" : "user.human.mfa.u2f.token"
        #expect(
            try await fixture.history() == [
                "\(event).added", "\(event).verified", "\(event).added", "\(event).verified",
            ])
    }

    @Test func `a credential of the same kind and host is excluded, and no other`() async throws {
        let fixture = try await PasskeysFixture()
        let authenticator = try TestAuthenticator()
        try await fixture.register(authenticator)
        try await fixture.register(TestAuthenticator(), .u2f)
        var elsewhere = try TestAuthenticator()
        elsewhere.origin = "https://login.example.com"
        try await fixture.register(elsewhere, domain: "login.example.com")
        let options = try await fixture.begin().options
        #expect(
            options["publicKey"]?["excludeCredentials"] == [
                ["type": "public-key", "id": .string(Base64URL.encode(authenticator.credentialID))]
            ])
    }

    @Test(arguments: [
        ("login.example.com", "https://login.example.com", HTTPStatus.ok),
        ("Example.com", "https://login.example.com", .ok), ("example.com", "https://login.example.com:8080", .ok),
        ("example.com", "https://login.example.com:8443", .badRequest),
        ("example.com", "https://badexample.com", .badRequest),
    ])
    func `the relying party is the one that was asked for`(
        domain: String, origin: String, status: HTTPStatus
    ) async throws {
        let fixture = try await PasskeysFixture()
        var authenticator = try TestAuthenticator()
        authenticator.origin = origin
        let (id, options) = try await fixture.begin(domain: domain)
        #expect(options["publicKey"]?["rp"]?["id"]?.stringValue == domain.lowercased())
        #expect(try await fixture.verify(id, authenticator.create(options)).status == status)
    }

    @Test(arguments: ["https://example.com", "example.com:443", "exa mple", "127.0.0.1", "[::1]", "example.com.", "-"])
    func `a domain that is no host's name is refused`(domain: String) async throws {
        let fixture = try await PasskeysFixture()
        for method in ["RegisterPasskey", "RegisterU2F"] {
            let response = try await fixture.call(method, ["userId": "minnie", "domain": .string(domain)])
            expect(response, .badRequest, containing: "WEBAU-Rp1d3")
        }
    }

    @Test(arguments: ["nobody-at-all", "robot"], ["RegisterPasskey", "RegisterU2F"])
    func `nobody but people has passkeys`(user: String, method: String) async throws {
        let fixture = try await PasskeysFixture()
        let response = try await fixture.call(method, ["userId": .string(user)], as: "root")
        expect(response, .notFound, containing: "User could not be found (COMMAND-M9dsd)")
    }

    private static let malformed: [(String, JSONValue)] = [
        ("RegisterPasskey", ["userId": ""]), ("RegisterPasskey", ["userId": "minnie", "code": [:]]),
        ("RegisterPasskey", ["userId": "minnie", "code": ["id": "1"]]),
        ("VerifyPasskeyRegistration", ["userId": "minnie", "passkeyId": "1", "passkeyName": "a"]),
        (
            "VerifyPasskeyRegistration",
            ["userId": "minnie", "passkeyId": "1", "passkeyName": "a", "publicKeyCredential": []]
        ),
        ("VerifyPasskeyRegistration", ["userId": "minnie", "passkeyId": "1", "publicKeyCredential": [:]]),
        ("VerifyPasskeyRegistration", ["userId": "minnie", "passkeyName": "a", "publicKeyCredential": [:]]),
        ("VerifyU2FRegistration", ["userId": "minnie", "u2fId": "1", "publicKeyCredential": [:]]),
        ("RegisterU2F", [:]),
    ]

    @Test(arguments: malformed)
    func `a request of another form is refused`(method: String, message: JSONValue) async throws {
        let response = try await PasskeysFixture().call(method, message)
        expect(response, .badRequest)
        #expect(!response.text.contains("WEBAU"))
    }

    @Test func `a registration waits for five minutes`() async throws {
        let fixture = try await PasskeysFixture()
        let (early, earlyOptions) = try await fixture.begin()
        let (late, lateOptions) = try await fixture.begin()
        fixture.api.clock.advance(by: .minutes(5) - .milliseconds(1))
        #expect(try await fixture.verify(early, TestAuthenticator().create(earlyOptions)).status == .ok)
        fixture.api.clock.advance(by: .milliseconds(1))
        expect(
            try await fixture.verify(late, TestAuthenticator().create(lateOptions)), .notFound,
            containing: "WebAuthN Token could not be found (WEBAU-5M9so)")
    }

    @Test func `registrations that nobody finished go away`() async throws {
        let fixture = try await PasskeysFixture()
        _ = try await fixture.begin()
        try await fixture.register(TestAuthenticator())
        fixture.api.clock.advance(by: .hours(25))
        #expect(try await fixture.api.database.removeExpired(at: fixture.api.clock.now) == 1)
        let list = try await fixture.answer("ListPasskeys", ["userId": "minnie"])
        #expect(list["result"]?.arrayValue?.count == 1)
    }

    @Test func `what cannot be read and what does not hold are told apart`() async throws {
        let fixture = try await PasskeysFixture()
        let (id, options) = try await fixture.begin()
        expect(
            try await fixture.verify(id, [:]), .badRequest,
            containing: "Error on parse credential data (WEBAU-sEr8c)")
        var authenticator = try TestAuthenticator()
        authenticator.isUserVerified = false
        expect(
            try await fixture.verify(id, authenticator.create(options)), .badRequest,
            containing: "Error on create credentials (WEBAU-3Vb9s)")
        #expect(fixture.log.text.contains("userNotVerified"))
        // What was refused did not use the registration up.
        #expect(try await fixture.verify(id, TestAuthenticator().create(options)).status == .ok)
    }

    @Test func `a registration is finished once`() async throws {
        let fixture = try await PasskeysFixture()
        let (id, options) = try await fixture.begin()
        let credentials = try (0..<8).map { _ in try TestAuthenticator().create(options) }
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for credential in credentials {
                group.addTask { try await fixture.verify(id, credential).status }
            }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == .ok }.count == 1)
        #expect(statuses.filter { $0 == .notFound }.count == 7)
    }

    @Test func `a registration is finished by its own identifier, kind and user`() async throws {
        let fixture = try await PasskeysFixture()
        let (first, firstOptions) = try await fixture.begin()
        let (second, secondOptions) = try await fixture.begin()
        // Not the first one that waits, but the one that is named.
        expect(try await fixture.verify(first, TestAuthenticator().create(secondOptions)), .badRequest)
        #expect(try await fixture.verify(second, TestAuthenticator().create(secondOptions)).status == .ok)
        let credential = try TestAuthenticator().create(firstOptions)
        expect(try await fixture.verify(first, credential, .u2f), .notFound, containing: "WEBAU-5M9so")
        expect(
            try await fixture.verify(first, credential, of: "mickey"), .notFound, containing: "WEBAU-5M9so")
        expect(try await fixture.verify("1", credential), .notFound, containing: "WEBAU-5M9so")
    }
}
