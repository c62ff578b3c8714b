internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("User service: links, lists and removal of passkeys")
struct PasskeysManageTests {
    private static let link: JSONValue = ["userId": "minnie", "returnCode": [:]]

    @Test func `a link lets its person register one passkey`() async throws {
        let fixture = try await PasskeysFixture()
        let link = try await fixture.answer("CreatePasskeyRegistrationLink", Self.link, as: "acme-owner")
        let code = try #require(link["code"])
        #expect(try code.text("code").count == 12)
        let message: JSONValue = ["userId": "minnie", "code": code]
        #expect(try await fixture.call("RegisterPasskey", message).status == .ok)
        expect(
            try await fixture.call("RegisterPasskey", message), .badRequest,
            containing: "Code is invalid (COMMAND-Eeb2a)")
        #expect(
            try await fixture.history() == [
                "user.human.passwordless.initialization.code.added", "user.human.passwordless.token.added",
            ])
    }

    @Test func `three wrong attempts void a link, and no other`() async throws {
        let fixture = try await PasskeysFixture()
        let first = try #require(
            try await fixture.answer("CreatePasskeyRegistrationLink", Self.link, as: "acme-owner")["code"])
        let second = try #require(
            try await fixture.answer("CreatePasskeyRegistrationLink", Self.link, as: "acme-owner")["code"])
        let wrong: JSONValue = ["id": .string(try first.text("id")), "code": .string(try second.text("code"))]
        for _ in 0..<3 {
            expect(
                try await fixture.call("RegisterPasskey", ["userId": "minnie", "code": wrong]), .badRequest,
                containing: "COMMAND-Eeb2a")
        }
        for code in [first, ["id": "made-up", "code": "made-up"]] {
            expect(
                try await fixture.call("RegisterPasskey", ["userId": "minnie", "code": code]), .badRequest,
                containing: "COMMAND-Eeb2a")
        }
        // What counts as an attempt is told of, and nothing else.
        let failures = try await fixture.history().count {
            $0 == "user.human.passwordless.initialization.code.check.failed"
        }
        #expect(failures == 3)
        expect(try await fixture.call("RegisterPasskey", ["userId": "minnie", "code": second]), .ok)
    }

    @Test func `a link is good for an hour, and for its person`() async throws {
        let fixture = try await PasskeysFixture()
        let code = try #require(
            try await fixture.answer("CreatePasskeyRegistrationLink", Self.link, as: "acme-owner")["code"])
        expect(
            try await fixture.call("RegisterPasskey", ["userId": "mickey", "code": code], as: "mickey"), .badRequest,
            containing: "COMMAND-Eeb2a")
        fixture.api.clock.advance(by: .hours(1))
        expect(
            try await fixture.call("RegisterPasskey", ["userId": "minnie", "code": code]), .badRequest,
            containing: "COMMAND-Eeb2a")
    }

    @Test(arguments: [
        [:] as JSONObject, ["sendLink": [:]],
        ["sendLink": ["urlTemplate": "https://example.com/{{.UserID}}?i={{ .CodeID }}&c={{.Code}}&o={{.OrgID}}"]],
    ])
    func `a link is sent`(medium: JSONObject) async throws {
        let fixture = try await PasskeysFixture()
        var message = medium
        message["userId"] = "minnie"
        let answer = try await fixture.answer(
            "CreatePasskeyRegistrationLink", .object(message), as: "acme-owner")
        #expect(answer["code"] == nil)
        let kinds = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT kind FROM messages") { (row) throws(DomainError) in try row.text("kind") }
        }
        #expect(kinds == ["registerPasskey"])
        #expect(try await fixture.history() == ["user.human.passwordless.initialization.code.requested"])
    }

    @Test(arguments: [
        ("https://example.com/{{.Secret}}", "DOMAIN-ieYa7"), ("https://example.com/{{", "DOMAIN-oGh5e"),
        ("javascript:{{.Code}}", "DOMAIN-ieYa7"),
    ])
    func `a template that is none is refused`(template: String, id: String) async throws {
        let fixture = try await PasskeysFixture()
        expect(
            try await fixture.call(
                "CreatePasskeyRegistrationLink",
                ["userId": "minnie", "sendLink": ["urlTemplate": .string(template)]], as: "acme-owner"),
            .badRequest, containing: id)
    }

    @Test func `two ways at once are refused`() async throws {
        let message: JSONValue = ["userId": "minnie", "sendLink": [:], "returnCode": [:]]
        let fixture = try await PasskeysFixture()
        expect(try await fixture.call("CreatePasskeyRegistrationLink", message, as: "acme-owner"), .badRequest)
    }

    @Test(arguments: ["nobody-at-all", "robot"])
    func `nobody but people gets links`(user: String) async throws {
        let fixture = try await PasskeysFixture()
        expect(
            try await fixture.call(
                "CreatePasskeyRegistrationLink", ["userId": .string(user), "returnCode": [:]], as: "root"),
            .notFound, containing: "User could not be found (COMMAND-M9dsd)")
    }

    @Test func `passkeys that are ready are listed, the oldest first`() async throws {
        let fixture = try await PasskeysFixture()
        let first = try await fixture.register(TestAuthenticator())
        _ = try await fixture.begin()
        try await fixture.register(TestAuthenticator(), .u2f)
        let second = try await fixture.register(TestAuthenticator())
        let response = try await fixture.api.rest(.post, "/v2/users/minnie/passkeys/_search", [:], as: "minnie")
        #expect(try response.json["details"]?["totalResult"] == "2")
        #expect(
            try response.json["result"] == [
                ["id": .string(first), "state": "AUTH_FACTOR_STATE_READY", "name": "laptop"],
                ["id": .string(second), "state": "AUTH_FACTOR_STATE_READY", "name": "laptop"],
            ])
        let nobody = try await fixture.answer("ListPasskeys", ["userId": "nobody-at-all"], as: "root")
        #expect(nobody["result"] == nil)
    }

    @Test(arguments: WebAuthnCredential.Kind.allCases)
    func `a credential is removed once, ready or not`(kind: WebAuthnCredential.Kind) async throws {
        let fixture = try await PasskeysFixture()
        let ready = try await fixture.register(TestAuthenticator(), kind)
        let pending = try await fixture.begin(kind).id
        let (method, member) = kind == .passkey ? ("RemovePasskey", "passkeyId") : ("RemoveU2F", "u2fId")
        let other = kind == .passkey ? ("RemoveU2F", "u2fId") : ("RemovePasskey", "passkeyId")
        for id in [ready, pending] {
            expect(
                try await fixture.call(other.0, ["userId": "minnie", other.1: .string(id)]), .notFound,
                containing: "WebAuthN Token could not be found (COMMAND-DAfb2)")
            let message: JSONValue = ["userId": "minnie", member: .string(id)]
            #expect(try await fixture.call(method, message, as: "acme-owner").status == .ok)
            expect(try await fixture.call(method, message), .notFound, containing: "COMMAND-DAfb2")
        }
        let path = "/v2/users/nobody-at-all/\(kind == .passkey ? "passkeys" : "u2f")/1"
        expect(try await fixture.api.rest(.delete, path), .notFound, containing: "COMMAND-DAfb2")
    }

    /// Who may do what to `minnie`.
    @Test(arguments: [
        ("acme-owner", true), ("root", true), ("mickey", false), ("nobody", false), ("other-owner", false),
        ("other-minnie", false),
    ])
    func `others need the permission in the person's organization`(caller: String, isAllowed: Bool) async throws {
        let fixture = try await PasskeysFixture()
        let id = JSONValue.string(try await fixture.register(TestAuthenticator()))
        let (pending, options) = try await fixture.begin()
        let credential = try TestAuthenticator().create(options)
        for (method, message) in [
            ("RegisterPasskey", ["userId": "minnie"]), ("RegisterU2F", ["userId": "minnie"]),
            (
                "VerifyPasskeyRegistration",
                [
                    "userId": "minnie", "passkeyId": .string(pending), "publicKeyCredential": credential,
                    "passkeyName": "a",
                ]
            ), ("CreatePasskeyRegistrationLink", Self.link), ("ListPasskeys", ["userId": "minnie"]),
            ("RemovePasskey", ["userId": "minnie", "passkeyId": id]),
        ] as [(String, JSONValue)] {
            let response = try await fixture.call(method, message, as: caller)
            if isAllowed {
                #expect(response.status == .ok, "\(method): \(response.text)")
            } else {
                #expect([.notFound, .forbidden].contains(response.status), "\(method): \(response.text)")
            }
        }
        let link = try await fixture.call("CreatePasskeyRegistrationLink", Self.link, as: "minnie")
        #expect([.notFound, .forbidden].contains(link.status))
    }
}
