internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: codes for new passwords")
struct PasswordCodesTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman("daisy")
        fixture.api.clock.advance(by: .minutes(1))
    }

    @Test func `a wrong code is counted and void after ten, an old one ends after an hour`() async throws {
        let code = try await fixture.passwordCode()
        for _ in 0..<10 {
            expect(
                try await fixture.setPassword(["verificationCode": "abc123"]), .badRequest,
                containing: "Code is invalid (CODE-woT0xc)")
        }
        expect(try await fixture.setPassword(["verificationCode": code]), .badRequest, containing: "COMMAND-2M9fs")
        let late = try await fixture.passwordCode()
        fixture.api.clock.advance(by: .hours(1))
        expect(
            try await fixture.setPassword(["verificationCode": late]), .badRequest,
            containing: "Code is expired (CODE-QvUQ4P)")
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
    }

    @Test func `a code survives a new password that is refused, and only the newest counts`() async throws {
        let older = try await fixture.passwordCode()
        let code = try await fixture.passwordCode()
        expect(try await fixture.setPassword(["verificationCode": older]), .badRequest, containing: "CODE-woT0xc")
        expect(
            try await fixture.setPassword(["verificationCode": code, "newPassword": ["password": "x"]]), .badRequest,
            containing: "DOMAIN-HuJf6")
        expect(try await fixture.setPassword(["verificationCode": code]), .ok)
    }

    @Test(
        arguments: [
            ([:], ["email resetPassword"]), (["sendLink": [:]], ["email resetPassword"]),
            (["sendLink": ["notificationType": "NOTIFICATION_TYPE_Email"]], ["email resetPassword"]),
            (["sendLink": ["notificationType": "NOTIFICATION_TYPE_SMS"]], ["sms resetPassword"]),
            (["sendLink": ["urlTemplate": "http://localhost/{{.UserID}}?c={{ .Code }}"]], ["email resetPassword"]),
            (["returnCode": [:]], []),
        ] as [(JSONObject, [String])])
    func `a code is sent the way that was asked for, or returned`(
        message: JSONObject, messages: [String]
    ) async throws {
        var message = message
        message["userId"] = "donald"
        try await fixture.addHuman("donald", ["phone": ["phone": "+41791234567", "isVerified": true]])
        let caller = message["returnCode"] == nil ? "donald" : "acme-owner"
        let response = try await fixture.call("PasswordReset", .object(message), as: caller)
        expect(response, .ok)
        #expect(try await fixture.messages(to: "donald") == messages)
        #expect(try (response.json["verificationCode"] == nil) != messages.isEmpty)
    }

    @Test(
        arguments: [
            (["userId": "gone"], "root", .notFound, "User could not be found (COMMAND-SAF4f)"),
            (["userId": "robot"], "root", .notFound, "COMMAND-SAF4f"),
            (["sendLink": ["urlTemplate": "{{"]], "root", .badRequest, "DOMAIN-oGh5e"),
            (["sendLink": ["urlTemplate": "https://x.y/{{.CodeID}}"]], "root", .badRequest, "DOMAIN-ieYa7"),
            ([:], "minnie", .notFound, "AUTHZ-cdgFk"), ([:], "other-owner", .notFound, "AUTHZ-cdgFk"),
        ] as [(JSONObject, String, HTTPStatus, String)])
    func `a code for somebody else's password is refused`(
        message: JSONObject, user: String, status: HTTPStatus, text: String
    ) async throws {
        var message = message
        message["userId"] = message["userId"] ?? "daisy"
        expect(try await fixture.call("PasswordReset", .object(message), as: user), status, containing: text)
        #expect(try await fixture.messages(to: "daisy") == [])
    }
}
