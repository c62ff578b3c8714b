internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Sessions: second factors")
struct SessionFactorTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private static let password: JSONValue = ["password": .string(SessionsFixture.password)]
    private static let user: JSONValue = ["userId": "minnie"]

    @Test(arguments: ["totp", "otpSms", "otpEmail", "recoveryCode"])
    func `CVE-2024-32868, CVE-2025-64102: wrong codes of every kind slow down and lock`(
        _ kind: String
    ) async throws {
        let made = try await sessionWithEverything()
        var policy = LockoutSettings()
        policy.greatestOTPFailures = 7
        try await fixture.choose(policy)
        let checks: JSONValue = .object([kind: ["code": .string(kind == "totp" ? "000000" : "00000-00000")]])
        let start = fixture.server.clock.now
        for _ in 0..<7 { expect(try await fixture.change(made, checks), .badRequest) }
        #expect(fixture.server.clock.now.since(start) == .seconds(2))
        #expect(try await fixture.state(of: "minnie") == .locked)
        // The lock ends the session; and in a session of before it nothing passes.
        expect(try await fixture.change(made, checks), .badRequest, containing: "COMMAND-Hewfq")
    }

    @Test func `wrong passwords of an application that is being registered cost nothing`() async throws {
        let session = try await fixture.session()
        var policy = LockoutSettings()
        policy.greatestOTPFailures = 2
        try await fixture.choose(policy)
        let begun = try await fixture.users("RegisterTOTP")
        let application = try AuthenticatorApplication(secret: try fixture.server.text(begun, "secret"))
        let start = fixture.server.clock.now
        for _ in 0..<12 {
            let refused = try await fixture.server.tryCall(
                "zitadel.user.v2.UserService/VerifyTOTPRegistration", ["userId": "minnie", "code": "wrong!"])
            expect(refused, .badRequest, containing: "Invalid code (EVENT-8isk2)")
        }
        #expect(fixture.server.clock.now == start)
        #expect(try await fixture.state(of: "minnie") == .active)
        #expect(try await fixture.stored(session)["factors"]?["user"] != nil)
        _ = try await fixture.users(
            "VerifyTOTPRegistration", ["userId": "minnie", "code": .string(application.code(at: start))])
        // Nor do they count afterwards.
        expect(try await fixture.change(session, SessionsFixture.totp("000000")), .badRequest)
        #expect(try await fixture.state(of: "minnie") == .active)
    }

    @Test func `each kind has a counter of its own`() async throws {
        let made = try await sessionWithEverything()
        for _ in 0..<5 { expect(try await fixture.change(made, SessionsFixture.totp("000000")), .badRequest) }
        let start = fixture.server.clock.now
        expect(try await fixture.change(made, ["recoveryCode": ["code": "x"]]), .badRequest, containing: "DOMAIN-6uvh0")
        #expect(fixture.server.clock.now == start)
    }

    /// All factors are set up, and codes for both channels are open.
    private func sessionWithEverything() async throws -> SessionsFixture.Made {
        _ = try await fixture.registerTOTP()
        _ = try await fixture.users("AddOTPSMS")
        _ = try await fixture.users("AddOTPEmail")
        _ = try await fixture.users("GenerateRecoveryCodes", ["userId": "minnie", "count": 3])
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession",
            [
                "checks": ["user": Self.user],
                "challenges": ["otpSms": ["returnCode": true], "otpEmail": ["returnCode": [:]]],
            ])
        return SessionsFixture.Made(answer)
    }

    @Test func `a recovery code passes once`() async throws {
        let answer = try await fixture.users("GenerateRecoveryCodes", ["userId": "minnie", "count": 2])
        let codes = try #require(answer["recoveryCodes"]?.arrayValue)
        let made = try await fixture.session()
        for code in codes {
            expect(try await fixture.change(made, ["recoveryCode": ["code": code]]), .ok)
            expect(
                try await fixture.change(made, ["recoveryCode": ["code": code]]), .badRequest,
                containing: "DOMAIN-6uvh0")
        }
        #expect(try await fixture.stored(made)["factors"]?["recoveryCode"]?["verifiedAt"] != nil)
    }

    @Test func `a failed check spends nothing of the ones before it`() async throws {
        let application = try await fixture.registerTOTP()
        let code = application.code(at: fixture.server.clock.now)
        let made = try await fixture.session()
        let both: JSONValue = ["totp": ["code": .string(code)], "otpSms": ["code": "12345678"]]
        expect(try await fixture.change(made, both), .badRequest, containing: "COMMAND-d2r52")
        expect(try await fixture.change(made, SessionsFixture.totp(code)), .ok)
    }

    @Test func `a recovery code alone opens nothing`() async throws {
        let answer = try await fixture.users("GenerateRecoveryCodes", ["userId": "minnie", "count": 1])
        let code = try #require(answer["recoveryCodes"]?.arrayValue?.first)
        let made = try await fixture.session(["user": Self.user, "recoveryCode": ["code": code]])
        let user = try await fixture.server.tryCall(
            "zitadel.user.v2.UserService/GetUserByID", Self.user, token: made.token)
        expect(user, .forbidden, containing: "authentication required (AUTHZ-Kl3p0)")
    }

    @Test func `nothing is proven while the organization is not active`() async throws {
        let organization = try await fixture.server.addOrganization("idle")
        try await fixture.addHuman("goofy", organization: organization)
        let user: JSONValue = ["userId": "goofy"]
        _ = try await fixture.users("AddOTPSMS", user)
        let codes = try await fixture.users("GenerateRecoveryCodes", ["userId": "goofy", "count": 1])
        let code = try #require(codes["recoveryCodes"]?.arrayValue?.first)
        let made = try await fixture.session(["user": user])
        try await fixture.server.call(
            "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(organization)])
        expect(
            try await fixture.change(made, ["recoveryCode": ["code": code]]), .badRequest, containing: "SESSION-Gj4ko")
        let challenge: JSONValue = ["sessionId": .string(made.id), "challenges": ["otpSms": ["returnCode": true]]]
        expect(try await fixture.call("SetSession", challenge), .badRequest, containing: "SESSION-Gj4ko")
    }

    @Test func `CVE-2025-64103, CVE-2024-45042, CVE-2026-9091: who has a second factor needs it`() async throws {
        let application = try await fixture.registerTOTP()
        func getUser(_ token: String) async throws -> TestResponse {
            try await fixture.server.tryCall("zitadel.user.v2.UserService/GetUserByID", Self.user, token: token)
        }
        let made = try await fixture.session(["user": Self.user, "password": Self.password])
        expect(try await getUser(made.token), .forbidden, containing: "mfa required (AUTHZ-Kl3p0)")
        let answer = try await fixture.change(
            made, SessionsFixture.totp(application.code(at: fixture.server.clock.now)))
        expect(try await getUser(try #require(answer.json["sessionToken"]?.stringValue)), .ok)
        // What is a second factor is none alone.
        fixture.server.clock.advance(by: .minutes(5))
        let code = application.code(at: fixture.server.clock.now)
        let alone = try await fixture.session(["user": Self.user, "totp": ["code": .string(code)]])
        expect(try await getUser(alone.token), .forbidden, containing: "authentication required (AUTHZ-Kl3p0)")
    }
}
