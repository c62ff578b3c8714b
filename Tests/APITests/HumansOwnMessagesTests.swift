internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService: messages that people have sent to themselves")
struct HumansOwnMessagesTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman("daisy", ["phone": ["phone": "+41791234567", "isVerified": true]])
        fixture.api.clock.advance(by: .minutes(1))
    }

    private func call(_ method: String, _ message: JSONObject, as user: String = "daisy") async throws -> TestResponse {
        var message = message
        message["userId"] = "daisy"
        return try await fixture.call(method, .object(message), as: user)
    }

    private func setPhone(_ number: Int, as user: String = "daisy") async throws -> TestResponse {
        try await call("SetPhone", ["phone": .string("+417998765\(number + 10)")], as: user)
    }

    private static let pairs: [(String, JSONObject, String, JSONObject)] = [
        ("SetPhone", ["phone": "+41799876541"], "SetPhone", ["phone": "+41799876542"]),
        ("SetPhone", ["phone": "+41799876541"], "ResendPhoneCode", [:]),
        ("SetEmail", ["email": "one@d.example"], "SetEmail", ["email": "two@d.example", "sendCode": [:]]),
        ("SetEmail", ["email": "one@d.example"], "ResendEmailCode", [:]),
        ("SendEmailCode", [:], "SendEmailCode", [:]),
        ("SendEmailCode", [:], "UpdateUser", ["human": ["email": ["email": "two@d.example"]]]),
        (
            "UpdateUser", ["human": ["phone": ["phone": "+41799876541", "sendCode": [:]]]],
            "UpdateUser", ["human": ["phone": ["phone": "+41799876542", "sendCode": [:]]]]
        ),
        ("PasswordReset", [:], "PasswordReset", [:]),
        ("PasswordReset", [:], "SetEmail", ["email": "two@d.example"]),
        (
            "SetPhone", ["phone": "+41799876541"],
            "PasswordReset", ["sendLink": ["notificationType": "NOTIFICATION_TYPE_SMS"]]
        ),
    ]

    @Test(arguments: pairs)
    func `messages over one way keep a distance`(
        first: String, _ before: JSONObject, second: String, _ after: JSONObject
    ) async throws {
        expect(try await call(first, before), .ok)
        let human = try await fixture.human("daisy")
        let history = try await fixture.history(of: "daisy")
        fixture.api.clock.advance(by: .seconds(1))
        let refused = try await call(second, after)
        expect(refused, .tooManyRequests, containing: "Too many requests, try again later (LIMIT-T0oMa)")
        #expect(refused.fields["Retry-After"] == "30")
        // Nothing of it has happened.
        #expect(try await fixture.messages(to: "daisy").count == 1)
        #expect(try await fixture.human("daisy") == human)
        #expect(try await fixture.history(of: "daisy") == history)
        fixture.api.clock.advance(by: .seconds(29))
        expect(try await call(second, after), .ok)
        #expect(try await fixture.messages(to: "daisy").count == 2)
    }

    @Test func `there are ten a day, and as many over the other way`() async throws {
        for number in 0..<10 {
            expect(try await setPhone(number), .ok)
            fixture.api.clock.advance(by: .minutes(1))
        }
        let refused = try await setPhone(10)
        expect(refused, .tooManyRequests, containing: "LIMIT-T0oMa")
        #expect(refused.fields["Retry-After"] == "\(24 * 3600 - 600 + 1)")
        expect(try await call("SendEmailCode", [:]), .ok)
        #expect(try await fixture.messages(to: "daisy").count == 11)
        fixture.api.clock.advance(by: .hours(24) - .minutes(10))
        expect(try await setPhone(10), .ok)
    }

    @Test func `invitations count too`() async throws {
        try await fixture.addHuman("della", password: nil)
        for status in [HTTPStatus.ok, .tooManyRequests] {
            expect(try await fixture.call("CreateInviteCode", ["userId": "della"], as: "della"), status)
        }
        expect(try await fixture.call("ResendInviteCode", ["userId": "della"], as: "della"), .tooManyRequests)
        #expect(try await fixture.messages(to: "della") == ["email invitation"])
    }

    @Test func `what administrators do is not counted, and neither is what sends nothing`() async throws {
        for number in 0..<11 { expect(try await setPhone(number, as: "acme-owner"), .ok) }
        expect(try await setPhone(11), .ok)
        #expect(try await fixture.messages(to: "daisy").count == 12)
        expect(try await call("UpdateUser", ["human": ["profile": ["nickName": "D"]]]), .ok)
        expect(try await call("RemovePhone", [:]), .ok)
        #expect(try await fixture.messages(to: "daisy").count == 12)
    }

    private static let linked: [(String, @Sendable (JSONValue) -> JSONObject)] = [
        ("SetEmail", { ["email": "n@d.example", "sendCode": ["urlTemplate": $0]] }),
        ("SendEmailCode", { ["sendCode": ["urlTemplate": $0]] }),
        ("UpdateUser", { ["human": ["email": ["email": "n@d.example", "sendCode": ["urlTemplate": $0]]]] }),
        ("PasswordReset", { ["sendLink": ["urlTemplate": $0]] }),
    ]

    private static let foreign = [
        "https://evil.example/{{.Code}}", "http://localhost.evil.example/{{.Code}}",
        "http://localhost{{.Code}}.example/",
        "http://localhost:81/{{.Code}}", "http://localhost@evil.example/", "https://localhost/{{.Code}}",
        "mailto:{{.Code}}",
    ]

    @Test(arguments: linked.indices, foreign)
    func `a link in them leads here`(index: Int, template: String) async throws {
        let (method, message) = Self.linked[index]
        expect(
            try await call(method, message(.string(template))), .forbidden,
            containing: "URL Template leads to another service (LINK-0wnL1)")
        #expect(try await fixture.messages(to: "daisy").isEmpty)
        #expect(try await fixture.human("daisy").email == "daisy@duck.example")
        expect(try await call(method, message("http://localhost/my/page?c={{.Code}}")), .ok)
        #expect(try await fixture.messages(to: "daisy").count == 1)
        // Who may change others sends them where they are to go.
        fixture.api.clock.advance(by: .seconds(1))
        expect(
            try await call("SendEmailCode", ["sendCode": ["urlTemplate": .string(template)]], as: "acme-owner"), .ok)
    }

    @Test func `an invitation of their own leads here, or where an administrator's did`() async throws {
        try await fixture.addHuman("della", password: nil)
        let message: JSONValue = ["userId": "della", "sendCode": ["urlTemplate": "https://shop.example/{{.Code}}"]]
        expect(try await fixture.call("CreateInviteCode", message, as: "della"), .forbidden, containing: "LINK-0wnL1")
        expect(try await fixture.call("CreateInviteCode", message, as: "acme-owner"), .ok)
        expect(try await fixture.call("ResendInviteCode", ["userId": "della"], as: "della"), .ok)
        #expect(try await fixture.messages(to: "della") == ["email invitation", "email invitation"])
    }
}
