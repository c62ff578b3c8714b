internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: invitations")
struct HumansInvitationTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman(
            "daisy", ["email": ["email": "daisy@duck.example", "isVerified": false]], password: nil)
    }

    @Test func `an invitation is accepted once and proves the address, over REST`() async throws {
        let response = try await fixture.api.rest(
            .post, "/v2/users/daisy/invite_code", ["returnCode": [:]], as: "acme-owner")
        expect(response, .ok)
        let code = try #require(try response.json["inviteCode"])
        #expect(code.stringValue?.count == 6)
        let accepted = try await fixture.api.rest(
            .post, "/v2/users/daisy/invite_code/verify", ["verificationCode": code], as: "nobody")
        expect(accepted, .ok)
        #expect(try await fixture.human("daisy").isEmailVerified)
        expect(
            try await fixture.call("VerifyInviteCode", ["userId": "daisy", "verificationCode": code]), .badRequest,
            containing: "Code is invalid (COMMAND-Wgn4q)")
    }

    @Test func `a code that was sent is repeated, one that was returned is not`() async throws {
        let repetition = { [fixture] in
            try await fixture.api.rest(.post, "/v2/users/daisy/invite_code/resend", as: "acme-owner")
        }
        expect(try await repetition(), .badRequest, containing: "Code not found (COMMAND-Wr3gq)")
        let message: JSONValue = [
            "userId": "daisy",
            "sendCode": ["urlTemplate": "https://shop.example/{{.Code}}", "applicationName": "Shop"],
        ]
        let sent = try await fixture.call("CreateInviteCode", message, as: "acme-owner")
        expect(sent, .ok)
        #expect(try sent.json["inviteCode"] == nil)
        expect(try await repetition(), .ok)
        #expect(try await fixture.messages(to: "daisy") == ["email invitation", "email invitation"])
        let details = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.code(.invite, id: nil, of: "daisy")?.details
        }
        #expect(details?["applicationName"] == "Shop")
        #expect(details?["urlTemplate"] == "https://shop.example/{{.Code}}")
        expect(try await fixture.call("CreateInviteCode", ["userId": "daisy", "returnCode": [:]]), .ok)
        expect(try await repetition(), .badRequest, containing: "COMMAND-Wr3gq")
        // What is not given is taken over from the code before, returned or not.
        expect(try await fixture.call("CreateInviteCode", ["userId": "daisy"]), .ok)
        expect(try await repetition(), .ok)
        #expect(try await fixture.messages(to: "daisy").count == 4)
    }

    @Test(
        arguments: [
            ("CreateInviteCode", ["sendCode": ["urlTemplate": "{{"]], .badRequest, "DOMAIN-oGh5e"),
            ("CreateInviteCode", ["sendCode": ["applicationName": ""]], .badRequest, "SendInviteCode.ApplicationName"),
            ("CreateInviteCode", ["userId": "gone"], .badRequest, "User could not be found (COMMAND-Wgvn4)"),
            ("CreateInviteCode", ["userId": "robot"], .badRequest, "COMMAND-Wgvn4"),
            ("ResendInviteCode", ["userId": "gone"], .badRequest, "COMMAND-Wgvn4"),
            ("VerifyInviteCode", ["userId": "gone", "verificationCode": "x"], .badRequest, "COMMAND-F5g2h"),
            ("VerifyInviteCode", ["verificationCode": "x"], .badRequest, "COMMAND-Wgn4q"),
            ("VerifyInviteCode", ["verificationCode": ""], .badRequest, "VerifyInviteCodeRequest.VerificationCode"),
        ] as [(String, JSONObject, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONObject, status: HTTPStatus, text: String
    ) async throws {
        var message = message
        message["userId"] = message["userId"] ?? "daisy"
        expect(try await fixture.call(method, .object(message)), status, containing: text)
    }

    @Test func `who can log in is not invited`() async throws {
        try await fixture.addHuman("donald")
        for method in ["CreateInviteCode", "ResendInviteCode"] {
            expect(
                try await fixture.call(method, ["userId": "donald"]), .badRequest,
                containing: "User is already initialized (COMMAND-EF34g)")
        }
    }

    @Test func `three wrong attempts void a code, and so does one after its time`() async throws {
        let code = try await fixture.code(
            "CreateInviteCode", ["userId": "daisy", "returnCode": [:]], field: "inviteCode")
        for wrong in ["x", "y", "z"] {
            expect(
                try await fixture.call("VerifyInviteCode", ["userId": "daisy", "verificationCode": .string(wrong)]),
                .badRequest)
        }
        expect(
            try await fixture.call("VerifyInviteCode", ["userId": "daisy", "verificationCode": code]), .badRequest,
            containing: "COMMAND-Wgn4q")
        let late = try await fixture.code(
            "CreateInviteCode", ["userId": "daisy", "returnCode": [:]], field: "inviteCode")
        fixture.api.clock.advance(by: .hours(72))
        expect(
            try await fixture.call("VerifyInviteCode", ["userId": "daisy", "verificationCode": late]), .badRequest)
        let stored = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.code(.invite, id: nil, of: "daisy")
        }
        #expect(stored == nil)
    }

    @Test func `proving the address by its own code voids the invitation`() async throws {
        let invitation = try await fixture.code(
            "CreateInviteCode", ["userId": "daisy", "returnCode": [:]], field: "inviteCode")
        let code = try await fixture.code("SendEmailCode", ["userId": "daisy", "returnCode": [:]])
        expect(try await fixture.call("VerifyEmail", ["userId": "daisy", "verificationCode": code]), .ok)
        expect(
            try await fixture.call("VerifyInviteCode", ["userId": "daisy", "verificationCode": invitation]),
            .badRequest, containing: "COMMAND-Wgn4q")
    }

    @Test(arguments: [("daisy", HTTPStatus.ok), ("minnie", .notFound), ("other-owner", .notFound)])
    func `invitations are for administrators and oneself`(user: String, status: HTTPStatus) async throws {
        expect(try await fixture.call("CreateInviteCode", ["userId": "daisy"], as: user), status)
    }
}
