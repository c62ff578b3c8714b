internal import Crypto
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
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

    private func users(_ method: String, _ message: JSONValue = user) async throws -> JSONValue {
        try await fixture.server.call("zitadel.user.v2.UserService/\(method)", message)
    }

    private func change(_ session: SessionsFixture.Made, _ checks: JSONValue) async throws -> TestResponse {
        try await fixture.call("SetSession", ["sessionId": .string(session.id), "checks": checks])
    }

    /// Sets up an authenticator application, a minute ago.
    private func registerTOTP() async throws -> AuthenticatorApplication {
        let registered = try await users("RegisterTOTP")
        let application = try AuthenticatorApplication(secret: try fixture.server.text(registered, "secret"))
        _ = try await users(
            "VerifyTOTPRegistration",
            ["userId": "minnie", "code": .string(application.code(at: fixture.server.clock.now))])
        fixture.server.clock.advance(by: .seconds(60))
        return application
    }

    private func totp(_ code: String) -> JSONValue { ["totp": ["code": .string(code)]] }

    @Test func `the application's code passes, once`() async throws {
        let application = try await registerTOTP()
        let (first, second) = (try await fixture.session(), try await fixture.session())
        let code = application.code(at: fixture.server.clock.now)
        expect(try await change(first, totp(code)), .ok)
        #expect(try await fixture.stored(first)["factors"]?["totp"]?["verifiedAt"] == "2026-01-05T10:01:00Z")
        for session in [first, second] {
            expect(try await change(session, totp(code)), .badRequest, containing: "EVENT-8isk2")
        }
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func `the neighbouring steps count too`(_ steps: Int64, _ isRight: Bool) async throws {
        let application = try await registerTOTP()
        // So that no earlier step was used.
        fixture.server.clock.advance(by: .minutes(5))
        let code = application.code(at: fixture.server.clock.now + .seconds(30 * steps))
        let response = try await change(fixture.session(), totp(code))
        #expect(response.status == (isRight ? .ok : .badRequest))
    }

    @Test func `CVE-2025-55000, CVE-2025-46815: of parallel uses of one code one passes`() async throws {
        let application = try await registerTOTP()
        let code = application.code(at: fixture.server.clock.now)
        let answers = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<8 {
                group.addTask { [fixture] in
                    try await fixture.call(
                        "CreateSession",
                        ["checks": ["user": ["userId": "minnie"], "totp": ["code": .string(code)]]]
                    ).status
                }
            }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(answers.count { $0 == .ok } == 1)
    }

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
        for _ in 0..<7 { expect(try await change(made, checks), .badRequest) }
        #expect(fixture.server.clock.now.since(start) == .seconds(2))
        #expect(try await fixture.state(of: "minnie") == .locked)
        // The lock ends the session; and in a session of before it nothing passes.
        expect(try await change(made, checks), .badRequest, containing: "COMMAND-Hewfq")
    }

    @Test func `each kind has a counter of its own`() async throws {
        let made = try await sessionWithEverything()
        for _ in 0..<5 { expect(try await change(made, totp("000000")), .badRequest) }
        let start = fixture.server.clock.now
        expect(try await change(made, ["recoveryCode": ["code": "x"]]), .badRequest, containing: "DOMAIN-6uvh0")
        #expect(fixture.server.clock.now == start)
    }

    /// All factors are set up, and codes for both channels are open.
    private func sessionWithEverything() async throws -> SessionsFixture.Made {
        _ = try await registerTOTP()
        _ = try await users("AddOTPSMS")
        _ = try await users("AddOTPEmail")
        _ = try await users("GenerateRecoveryCodes", ["userId": "minnie", "count": 3])
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession",
            [
                "checks": ["user": Self.user],
                "challenges": ["otpSms": ["returnCode": true], "otpEmail": ["returnCode": [:]]],
            ])
        return SessionsFixture.Made(answer)
    }

    @Test(arguments: [("otpSms", "AddOTPSMS"), ("otpEmail", "AddOTPEmail")])
    func `a code that was sent proves its factor once, in its session`(
        _ kind: String, _ method: String
    ) async throws {
        _ = try await users(method)
        let (session, code) = try await challenge(kind)
        #expect(code.count == 8 && code.allSatisfy(\.isNumber))
        let (other, otherCode) = try await challenge(kind)
        expect(
            try await change(session, .object([kind: ["code": .string(otherCode)]])), .badRequest,
            containing: "CODE-woT0xc")
        expect(try await change(session, .object([kind: ["code": .string(code)]])), .ok)
        #expect(try await fixture.stored(session)["factors"]?[kind]?["verifiedAt"] != nil)
        expect(
            try await change(session, .object([kind: ["code": .string(code)]])), .badRequest,
            containing: "COMMAND-S34gh")
        fixture.server.clock.advance(by: .minutes(5))
        expect(
            try await change(other, .object([kind: ["code": .string(otherCode)]])), .badRequest,
            containing: "CODE-QvUQ4P")
    }

    @Test func `a new challenge voids the code before`() async throws {
        _ = try await users("AddOTPSMS")
        let (session, old) = try await challenge("otpSms")
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/SetSession",
            ["sessionId": .string(session.id), "challenges": ["otpSms": ["returnCode": true]]])
        let new = try #require(answer["challenges"]?["otpSms"]?.stringValue)
        expect(try await change(session, ["otpSms": ["code": .string(old)]]), .badRequest, containing: "CODE-woT0xc")
        expect(try await change(session, ["otpSms": ["code": .string(new)]]), .ok)
    }

    @Test func `a code is void after ten wrong ones`() async throws {
        _ = try await users("AddOTPSMS")
        let (session, code) = try await challenge("otpSms")
        for _ in 0..<10 {
            expect(try await change(session, ["otpSms": ["code": "x"]]), .badRequest, containing: "CODE-woT0xc")
        }
        expect(try await change(session, ["otpSms": ["code": .string(code)]]), .badRequest, containing: "COMMAND-S34gh")
    }

    private func challenge(_ kind: String) async throws -> (session: SessionsFixture.Made, code: String) {
        let wish: JSONValue = kind == "otpSms" ? ["returnCode": true] : ["returnCode": [:]]
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/CreateSession",
            ["checks": ["user": Self.user], "challenges": .object([kind: wish])])
        return (SessionsFixture.Made(answer), try #require(answer["challenges"]?[kind]?.stringValue))
    }

    @Test(
        arguments: [
            (["otpSms": [:]], "COMMAND-BJ2g3"), (["otpEmail": [:]], "COMMAND-JKLJ3"),
            (
                [
                    "webAuthN": [
                        "domain": "localhost", "userVerificationRequirement": "USER_VERIFICATION_REQUIREMENT_REQUIRED",
                    ]
                ], "WEBAU-4G8sw"
            ),
        ] as [(JSONValue, String)])
    func `a factor that was not set up cannot be challenged`(_ challenges: JSONValue, _ id: String) async throws {
        let known: JSONValue = ["checks": ["user": Self.user], "challenges": challenges]
        expect(try await fixture.call("CreateSession", known), .badRequest, containing: id)
        expect(try await fixture.call("CreateSession", ["challenges": challenges]), .badRequest)
        #expect(try await fixture.count() == 0)
    }

    @Test func `a code that is not returned is sent, and the answer does not tell it`() async throws {
        _ = try await users("AddOTPEmail")
        let answer = try await fixture.call(
            "CreateSession", ["checks": ["user": Self.user], "challenges": ["otpEmail": [:]]])
        expect(answer, .ok)
        #expect(try answer.json["challenges"]?["otpEmail"] == nil)
        let kinds = try await fixture.server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT kind FROM messages") { (row) throws(DomainError) in try row.text("kind") }
        }
        #expect(kinds == ["otpEmail"])
    }

    @Test(
        arguments: [
            ("otpSms", "AddOTPSMS", [:]), ("otpEmail", "AddOTPEmail", ["sendCode": [:]]),
        ] as [(String, String, JSONValue)])
    func `codes are sent to a person with pauses, whatever the session`(
        _ kind: String, _ method: String, _ wish: JSONValue
    ) async throws {
        _ = try await users(method)
        let message: JSONValue = ["checks": ["user": Self.user], "challenges": .object([kind: wish])]
        expect(try await fixture.call("CreateSession", message), .ok)
        fixture.server.clock.advance(by: .milliseconds(28_500))
        let early = try await fixture.call("CreateSession", message)
        expect(early, .tooManyRequests, containing: "SESSION-C0de5")
        #expect(early.fields["Retry-After"] == "2")
        fixture.server.clock.advance(by: .milliseconds(1500))
        expect(try await fixture.call("CreateSession", message), .ok)
        #expect(try await fixture.count() == 2)
    }

    @Test func `a recovery code passes once`() async throws {
        let answer = try await users("GenerateRecoveryCodes", ["userId": "minnie", "count": 2])
        let codes = try #require(answer["recoveryCodes"]?.arrayValue)
        let made = try await fixture.session()
        for code in codes {
            expect(try await change(made, ["recoveryCode": ["code": code]]), .ok)
            expect(try await change(made, ["recoveryCode": ["code": code]]), .badRequest, containing: "DOMAIN-6uvh0")
        }
        #expect(try await fixture.stored(made)["factors"]?["recoveryCode"]?["verifiedAt"] != nil)
    }

    @Test func `a failed check spends nothing of the ones before it`() async throws {
        let application = try await registerTOTP()
        let code = application.code(at: fixture.server.clock.now)
        let made = try await fixture.session()
        let both: JSONValue = ["totp": ["code": .string(code)], "otpSms": ["code": "12345678"]]
        expect(try await change(made, both), .badRequest, containing: "COMMAND-d2r52")
        expect(try await change(made, totp(code)), .ok)
    }

    @Test(arguments: [("AddOTPSMS", "otpSms"), ("AddOTPEmail", "otpEmail")])
    func `no code goes to an address that is not proven any more`(
        _ method: String, _ kind: String
    ) async throws {
        _ = try await users(method)
        try await fixture.server.database.write { (tx) throws(DomainError) in
            if kind == "otpSms" {
                try tx.execute("UPDATE humans SET is_phone_verified = FALSE WHERE user_id = 'minnie'")
            } else {
                try tx.execute("UPDATE humans SET is_email_verified = FALSE WHERE user_id = 'minnie'")
            }
        }
        let wish: JSONValue = kind == "otpSms" ? ["returnCode": true] : ["returnCode": [:]]
        let message: JSONValue = ["checks": ["user": Self.user], "challenges": .object([kind: wish])]
        expect(try await fixture.call("CreateSession", message), .badRequest, containing: "isn't ready")
    }

    @Test func `a recovery code alone opens nothing`() async throws {
        let answer = try await users("GenerateRecoveryCodes", ["userId": "minnie", "count": 1])
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
        _ = try await users("AddOTPSMS", user)
        let codes = try await users("GenerateRecoveryCodes", ["userId": "goofy", "count": 1])
        let code = try #require(codes["recoveryCodes"]?.arrayValue?.first)
        let made = try await fixture.session(["user": user])
        try await fixture.server.call(
            "zitadel.org.v2.OrganizationService/DeactivateOrganization", ["organizationId": .string(organization)])
        expect(try await change(made, ["recoveryCode": ["code": code]]), .badRequest, containing: "SESSION-Gj4ko")
        let challenge: JSONValue = ["sessionId": .string(made.id), "challenges": ["otpSms": ["returnCode": true]]]
        expect(try await fixture.call("SetSession", challenge), .badRequest, containing: "SESSION-Gj4ko")
    }

    @Test func `CVE-2025-64103, CVE-2024-45042, CVE-2026-9091: who has a second factor needs it`() async throws {
        let application = try await registerTOTP()
        func getUser(_ token: String) async throws -> TestResponse {
            try await fixture.server.tryCall("zitadel.user.v2.UserService/GetUserByID", Self.user, token: token)
        }
        let made = try await fixture.session(["user": Self.user, "password": Self.password])
        expect(try await getUser(made.token), .forbidden, containing: "mfa required (AUTHZ-Kl3p0)")
        let answer = try await change(made, totp(application.code(at: fixture.server.clock.now)))
        expect(try await getUser(try #require(answer.json["sessionToken"]?.stringValue)), .ok)
        // What is a second factor is none alone.
        fixture.server.clock.advance(by: .minutes(5))
        let code = application.code(at: fixture.server.clock.now)
        let alone = try await fixture.session(["user": Self.user, "totp": ["code": .string(code)]])
        expect(try await getUser(alone.token), .forbidden, containing: "authentication required (AUTHZ-Kl3p0)")
    }
}

/// What a person has on the telephone: computes codes from the secret that was typed in (RFC 6238), with nothing of the
/// service's own but the HMAC.
struct AuthenticatorApplication {
    private let key: [UInt8]

    /// - Parameter secret: in base32.
    init(secret: String) throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let digits = try secret.utf8.map { try #require(alphabet.firstIndex(of: $0)) }
        let bits = digits.flatMap { digit in (0..<5).map { digit >> (4 - $0) & 1 } }
        key = stride(from: 0, to: bits.count - 7, by: 8).map { start in
            UInt8(bits[start..<start + 8].reduce(0) { $0 * 2 + $1 })
        }
    }

    func code(at now: Timestamp) -> String {
        let step = now.seconds / 30
        let mac = HMACSHA1.code(for: (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }, key: key)
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        return String(String(1_000_000 + number % 1_000_000).suffix(6))
    }
}
