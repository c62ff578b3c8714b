internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Sessions: codes that are sent")
struct SessionCodeTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private static let user: JSONValue = ["userId": "minnie"]

    @Test(arguments: [("otpSms", "AddOTPSMS"), ("otpEmail", "AddOTPEmail")])
    func `a code that was sent proves its factor once, in its session`(
        _ kind: String, _ method: String
    ) async throws {
        _ = try await fixture.users(method)
        let (session, code) = try await challenge(kind)
        #expect(code.count == 8 && code.allSatisfy(\.isNumber))
        let (other, otherCode) = try await challenge(kind)
        expect(
            try await fixture.change(session, .object([kind: ["code": .string(otherCode)]])), .badRequest,
            containing: "CODE-woT0xc")
        expect(try await fixture.change(session, .object([kind: ["code": .string(code)]])), .ok)
        #expect(try await fixture.stored(session)["factors"]?[kind]?["verifiedAt"] != nil)
        expect(
            try await fixture.change(session, .object([kind: ["code": .string(code)]])), .badRequest,
            containing: "COMMAND-S34gh")
        fixture.server.clock.advance(by: .minutes(5))
        expect(
            try await fixture.change(other, .object([kind: ["code": .string(otherCode)]])), .badRequest,
            containing: "CODE-QvUQ4P")
    }

    @Test func `a new challenge voids the code before`() async throws {
        _ = try await fixture.users("AddOTPSMS")
        let (session, old) = try await challenge("otpSms")
        let answer = try await fixture.server.call(
            "\(SessionsFixture.service)/SetSession",
            ["sessionId": .string(session.id), "challenges": ["otpSms": ["returnCode": true]]])
        let new = try #require(answer["challenges"]?["otpSms"]?.stringValue)
        expect(
            try await fixture.change(session, ["otpSms": ["code": .string(old)]]), .badRequest,
            containing: "CODE-woT0xc")
        expect(try await fixture.change(session, ["otpSms": ["code": .string(new)]]), .ok)
    }

    @Test func `a code is void after ten wrong ones`() async throws {
        _ = try await fixture.users("AddOTPSMS")
        let (session, code) = try await challenge("otpSms")
        for _ in 0..<10 {
            expect(try await fixture.change(session, ["otpSms": ["code": "x"]]), .badRequest, containing: "CODE-woT0xc")
        }
        expect(
            try await fixture.change(session, ["otpSms": ["code": .string(code)]]), .badRequest,
            containing: "COMMAND-S34gh")
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
        _ = try await fixture.users("AddOTPEmail")
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
        _ = try await fixture.users(method)
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

    @Test(arguments: [("AddOTPSMS", "otpSms"), ("AddOTPEmail", "otpEmail")])
    func `no code goes to an address that is not proven any more`(
        _ method: String, _ kind: String
    ) async throws {
        _ = try await fixture.users(method)
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
}
