internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: e-mail addresses and telephone numbers")
struct HumansAddressTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman("daisy", ["phone": ["phone": "+41791234567", "isVerified": true]])
        fixture.api.clock.advance(by: .minutes(1))
    }

    @Test func `an address is set, proven by the code, and the code is spent, over REST`() async throws {
        let set = try await fixture.api.rest(
            .post, "/v2/users/daisy/email", ["email": "new@duck.example", "returnCode": [:]], as: "acme-owner")
        expect(set, .ok)
        #expect(
            try set.json["details"]
                == ["sequence": "2", "changeDate": "2026-01-05T10:01:00Z", "resourceOwner": "acme"])
        let code = try #require(try set.json["verificationCode"])
        #expect(try await !fixture.human("daisy").isEmailVerified)
        // Whoever has the code may use it.
        let verified = try await fixture.api.rest(
            .post, "/v2/users/daisy/email/verify", ["verificationCode": code], as: "nobody")
        expect(verified, .ok)
        #expect(try verified.json["details"]?["resourceOwner"] == "acme")
        #expect(try await fixture.human("daisy").isEmailVerified)
        expect(
            try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": code]), .badRequest,
            containing: "Code is invalid (COMMAND-eis9R)")
        #expect(
            try await fixture.history(of: "daisy")
                == ["user.human.added", "user.human.email.changed", "user.human.email.verified"])
    }

    @Test func `a number is set, proven and removed, over REST`() async throws {
        let set = try await fixture.api.rest(
            .post, "/v2/users/daisy/phone", ["phone": "044 668 18 00", "returnCode": [:]], as: "acme-owner")
        expect(set, .ok)
        let code = try #require(try set.json["verificationCode"])
        #expect(try await fixture.human("daisy").phone == "+41446681800")
        let again = try await fixture.api.rest(
            .post, "/v2/users/daisy/phone/resend", ["returnCode": [:]], as: "acme-owner")
        let newer = try #require(try again.json["verificationCode"])
        expect(
            try await fixture.api.rest(.post, "/v2/users/daisy/phone/verify", ["verificationCode": code], as: "daisy"),
            .badRequest, containing: "COMMAND-eis9R")
        expect(
            try await fixture.api.rest(.post, "/v2/users/daisy/phone/verify", ["verificationCode": newer], as: "daisy"),
            .ok)
        #expect(try await fixture.human("daisy").isPhoneVerified)
        try await fixture.addSMSFactor("daisy")
        expect(try await fixture.api.rest(.delete, "/v2/users/daisy/phone", as: "daisy"), .ok)
        #expect(try await fixture.human("daisy").phone.isEmpty)
        #expect(try await !fixture.hasSecondFactor("daisy"))
        expect(
            try await fixture.call("RemovePhone", ["userId": "daisy"]), .badRequest,
            containing: "Phone not found (COMMAND-ieJ2e)")
    }

    @Test(
        arguments: [
            ("SetEmail", ["email": "n@d.example"], ["email verifyEmail"]),
            (
                "SetEmail", ["email": "n@d.example", "sendCode": ["urlTemplate": "https://x.y/{{.Code}}"]],
                ["email verifyEmail"]
            ),
            ("SetEmail", ["email": "n@d.example", "returnCode": [:]], []),
            ("SetEmail", ["email": "n@d.example", "isVerified": true], []),
            ("SendEmailCode", [:], ["email verifyEmail"]), ("SendEmailCode", ["returnCode": [:]], []),
            ("SetPhone", ["phone": "+41799876543"], ["sms verifyPhone"]),
            ("SetPhone", ["phone": "+41799876543", "sendCode": [:]], ["sms verifyPhone"]),
            ("SetPhone", ["phone": "+41799876543", "returnCode": [:]], []),
            ("SetPhone", ["phone": "+41799876543", "isVerified": true], []),
        ] as [(String, JSONObject, [String])])
    func `a code is sent or returned, never both`(
        method: String, message: JSONObject, messages: [String]
    ) async throws {
        var message = message
        message["userId"] = "daisy"
        let response = try await fixture.call(method, .object(message), as: "acme-owner")
        expect(response, .ok)
        #expect(try await fixture.messages(to: "daisy") == messages)
        #expect(try (response.json["verificationCode"] != nil) == (message["returnCode"] != nil))
        let human = try await fixture.human("daisy")
        if message["isVerified"] != nil { #expect(human.isEmailVerified && human.isPhoneVerified) }
    }

    @Test(
        arguments: [
            ("SetEmail", ["email": ""], "invalid SetEmailRequest.Email: value length must be between 1 and 200"),
            ("SetEmail", ["email": "x"], "invalid SetEmailRequest.Email: value must be a valid email address"),
            ("SetEmail", ["email": "M <a@b.c>"], "EMAIL-599GV"),
            ("SetEmail", ["email": "a@b.c", "isVerified": false], "SetEmailRequest.IsVerified: value must equal true"),
            ("SetEmail", ["email": "a@b.c", "sendCode": ["urlTemplate": "{{"]], "DOMAIN-oGh5e"),
            ("SetEmail", ["email": "daisy@duck.example"], "Email not changed (COMMAND-Uch5e)"),
            ("ResendEmailCode", [:], "Code is empty (EMAIL-5w5ilin4yt)"),
            ("ResendEmailCode", ["sendCode": ["urlTemplate": "javascript:{{.Code}}"]], "DOMAIN-ieYa7"),
            ("SendEmailCode", ["sendCode": ["urlTemplate": ""]], "invalid SendEmailVerificationCode.UrlTemplate"),
            ("VerifyEmail", ["verificationCode": ""], "invalid VerifyEmailRequest.VerificationCode: value length"),
            ("VerifyEmail", ["verificationCode": "ABC123"], "Code is invalid (COMMAND-eis9R)"),
            ("SetPhone", ["phone": ""], "invalid SetPhoneRequest.Phone: value length must be between 1 and 200"),
            ("SetPhone", ["phone": "x"], "PHONE-so0wa"),
            ("SetPhone", ["phone": "+41799876543", "isVerified": false], "SetPhoneRequest.IsVerified"),
            ("SetPhone", ["phone": "079 123 45 67"], "Phone not changed (COMMAND-Uch5e)"),
            ("ResendPhoneCode", [:], "Code is empty (PHONE-5xrra88eq8)"),
            ("VerifyPhone", ["verificationCode": "ABC123"], "Code is invalid (COMMAND-eis9R)"),
            ("VerifyPhone", ["verificationCode": "123456789012345678901"], "VerifyPhoneRequest.VerificationCode"),
        ] as [(String, JSONObject, String)])
    func `a wrong call is refused`(method: String, message: JSONObject, text: String) async throws {
        var message = message
        message["userId"] = "daisy"
        expect(try await fixture.call(method, .object(message)), .badRequest, containing: text)
        #expect(try await fixture.human("daisy").email == "daisy@duck.example")
        #expect(try await fixture.human("daisy").phone == "+41791234567")
        #expect(try await fixture.messages(to: "daisy") == [])
        #expect(try await fixture.history(of: "daisy") == ["user.human.added"])
    }

    private static let calls: [(String, JSONObject)] = [
        ("SetEmail", ["email": "a@b.c"]), ("ResendEmailCode", [:]), ("SendEmailCode", [:]),
        ("VerifyEmail", ["verificationCode": "ABC123"]), ("SetPhone", ["phone": "+41799876543"]), ("RemovePhone", [:]),
        ("ResendPhoneCode", [:]), ("VerifyPhone", ["verificationCode": "ABC123"]),
    ]

    @Test(arguments: calls)
    func `unknown users, machine users and initial ones have no address`(
        method: String, message: JSONObject
    ) async throws {
        var message = message
        for id in ["gone", "robot"] {
            message["userId"] = .string(id)
            expect(
                try await fixture.call(method, .object(message)), .notFound, containing: "not found (COMMAND-ieJ2e)")
        }
        message["userId"] = "daisy"
        try await fixture.setState(.initial, of: "daisy")
        expect(
            try await fixture.call(method, .object(message)), .badRequest,
            containing: "User is not yet initialized (COMMAND-uz0Uu)")
    }

    @Test(
        arguments: [
            ("SetEmail", ["email": "n@d.example"], .ok),
            ("SetEmail", ["email": "n@d.example", "returnCode": [:]], .notFound),
            ("SetEmail", ["email": "n@d.example", "isVerified": true], .notFound), ("SendEmailCode", [:], .ok),
            ("SendEmailCode", ["returnCode": [:]], .notFound), ("ResendEmailCode", ["returnCode": [:]], .notFound),
            ("SetPhone", ["phone": "+41799876543"], .ok),
            ("SetPhone", ["phone": "+41799876543", "returnCode": [:]], .notFound),
            ("SetPhone", ["phone": "+41799876543", "isVerified": true], .notFound),
            ("ResendPhoneCode", ["returnCode": [:]], .notFound), ("RemovePhone", [:], .ok),
        ] as [(String, JSONObject, HTTPStatus)])
    func `CVE-2026-27946, CVE-2026-54693: users get no code to see and vouch for nothing`(
        method: String, message: JSONObject, status: HTTPStatus
    ) async throws {
        var message = message
        message["userId"] = "daisy"
        expect(try await fixture.call(method, .object(message), as: "daisy"), status)
        expect(try await fixture.call(method, .object(message), as: "minnie"), .notFound, containing: "AUTHZ-cdgFk")
        expect(try await fixture.call(method, .object(message), as: "other-owner"), .notFound)
    }

    @Test func `a code of another address, user or purpose proves nothing`() async throws {
        try await fixture.addHuman("donald")
        let code = try await fixture.code("SendEmailCode", ["userId": "daisy", "returnCode": [:]])
        let phoneCode = try await fixture.code(
            "SetPhone", ["userId": "daisy", "phone": "+41799876543", "returnCode": [:]])
        for (method, user, code) in [
            ("VerifyEmail", "donald", code), ("VerifyEmail", "daisy", phoneCode), ("VerifyPhone", "daisy", code),
        ] {
            expect(
                try await fixture.call(method, ["userId": .string(user), "verificationCode": code]), .badRequest,
                containing: "COMMAND-eis9R")
        }
        // The address changes: the code of before is void.
        expect(try await fixture.call("SetEmail", ["userId": "daisy", "email": "n@d.example"]), .ok)
        expect(
            try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": code]), .badRequest,
            containing: "COMMAND-eis9R")
    }

    @Test func `a code ends after an hour, and after ten wrong attempts`() async throws {
        let late = try await fixture.code("SendEmailCode", ["userId": "daisy", "returnCode": [:]])
        fixture.api.clock.advance(by: .hours(1))
        expect(
            try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": late]), .badRequest,
            containing: "COMMAND-eis9R")
        let code = try await fixture.code("ResendEmailCode", ["userId": "daisy", "returnCode": [:]])
        for _ in 0..<10 {
            expect(
                try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": "abc123"]), .badRequest)
        }
        expect(
            try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": code]), .badRequest,
            containing: "COMMAND-eis9R")
        // Ten were counted and written down; what is not counted is not written down either.
        let failures = try await fixture.history(of: "daisy").count { $0 == "user.human.email.verification.failed" }
        #expect(failures == 10)
    }

    @Test func `CVE-2025-46815: of many attempts with one code one counts`() async throws {
        let fixture = fixture
        let code = try await fixture.code("SendEmailCode", ["userId": "daisy", "returnCode": [:]])
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": code]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count(where: { $0 == .ok }) == 1)
    }
}
