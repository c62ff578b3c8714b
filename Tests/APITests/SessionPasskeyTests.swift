internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Sessions: passkeys and security keys")
struct SessionPasskeyTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private static let password: JSONValue = ["password": .string(SessionsFixture.password)]

    private func register(_ call: String, _ verify: String, _ id: String, _ name: String) async throws
        -> TestAuthenticator
    {
        let users = "zitadel.user.v2.UserService"
        let options = try await fixture.server.call("\(users)/\(call)", ["userId": "minnie", "domain": "localhost"])
        let authenticator = try TestAuthenticator()
        _ = try await fixture.server.call(
            "\(users)/\(verify)",
            .object([
                "userId": "minnie", id: options[id] ?? .null, name: "key",
                "publicKeyCredential": try authenticator.create(
                    options["publicKeyCredentialCreationOptions"] ?? .null),
            ]))
        return authenticator
    }

    private func registerPasskey() async throws -> TestAuthenticator {
        try await register("RegisterPasskey", "VerifyPasskeyRegistration", "passkeyId", "passkeyName")
    }

    private func challenge(
        _ verification: String = "REQUIRED"
    ) async throws -> (session: SessionsFixture.Made, options: JSONValue) {
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession",
            [
                "checks": ["user": ["userId": "minnie"]],
                "challenges": [
                    "webAuthN": [
                        "domain": "localhost",
                        "userVerificationRequirement": .string("USER_VERIFICATION_REQUIREMENT_\(verification)"),
                    ]
                ],
            ])
        let options = try #require(answer["challenges"]?["webAuthN"]?["publicKeyCredentialRequestOptions"])
        return (SessionsFixture.Made(answer), options)
    }

    private func prove(_ session: SessionsFixture.Made, _ assertion: JSONValue) async throws -> TestResponse {
        try await fixture.call(
            "SetSession",
            [
                "sessionId": .string(session.id), "checks": ["webAuthN": ["credentialAssertionData": assertion]],
            ])
    }

    private func getUser(_ token: String) async throws -> HTTPStatus {
        try await fixture.server.tryCall(
            "zitadel.user.v2.UserService/GetUserByID", ["userId": "minnie"], token: token
        ).status
    }

    @Test func `a passkey proves a session, and is two factors`() async throws {
        let passkey = try await registerPasskey()
        let (session, options) = try await challenge()
        #expect(options["publicKey"]?["rpId"] == "localhost" && options["publicKey"]?["timeout"] == 300_000)
        let answer = try await prove(session, try passkey.get(options))
        expect(answer, .ok)
        let factor = try await fixture.stored(session)["factors"]?["webAuthN"]
        #expect(factor?["userVerified"] == true && factor?["verifiedAt"] != nil)
        #expect(try await getUser(try #require(answer.json["sessionToken"]?.stringValue)) == .ok)
    }

    @Test func `an assertion counts once`() async throws {
        let passkey = try await registerPasskey()
        let (session, options) = try await challenge()
        let assertion = try passkey.get(options)
        expect(try await prove(session, assertion), .ok)
        expect(try await prove(session, assertion), .badRequest, containing: "COMMAND-Ioqu5")
        let (other, _) = try await challenge()
        expect(try await prove(other, assertion), .badRequest, containing: "WEBAU-3M9si")
    }

    @Test func `an assertion of another origin, and one that comes late, are none`() async throws {
        var passkey = try await registerPasskey()
        let (session, options) = try await challenge()
        passkey.origin = "http://localhost.example:8080"
        expect(try await prove(session, try passkey.get(options)), .badRequest, containing: "WEBAU-3M9si")
        passkey.origin = "http://localhost:8080"
        fixture.server.clock.advance(by: .minutes(5))
        expect(try await prove(session, try passkey.get(options)), .badRequest, containing: "COMMAND-Ioqu5")
    }

    @Test func `a copied authenticator is noticed`() async throws {
        var passkey = try await registerPasskey()
        passkey.signCount = 5
        let (first, options) = try await challenge()
        expect(try await prove(first, try passkey.get(options)), .ok)
        let (second, others) = try await challenge()
        expect(try await prove(second, try passkey.get(others)), .badRequest, containing: "WEBAU-4M90s")
    }

    @Test func `a security key is a second factor, and not a first one`() async throws {
        var key = try await register("RegisterU2F", "VerifyU2FRegistration", "u2fId", "tokenName")
        key.isUserVerified = false
        let (session, options) = try await challenge("DISCOURAGED")
        let answer = try await prove(session, try key.get(options))
        expect(answer, .ok)
        #expect(try await fixture.stored(session)["factors"]?["webAuthN"]?["userVerified"] == nil)
        #expect(try await getUser(try #require(answer.json["sessionToken"]?.stringValue)) == .forbidden)
        let both = try await fixture.call(
            "SetSession", ["sessionId": .string(session.id), "checks": ["password": Self.password]])
        #expect(try await getUser(try #require(both.json["sessionToken"]?.stringValue)) == .ok)
    }
}
