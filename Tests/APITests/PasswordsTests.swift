internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: passwords")
struct PasswordsTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman("daisy")
        fixture.api.clock.advance(by: .minutes(1))
    }

    /// - Parameter user: by default the only one who may.
    private func set(_ message: JSONObject, as user: String? = nil) async throws -> TestResponse {
        let user = user ?? (message["currentPassword"] == nil ? "nobody" : "daisy")
        var message = message
        message["userId"] = message["userId"] ?? "daisy"
        message["newPassword"] = message["newPassword"] ?? ["password": .string(UsersFixture.otherPassword)]
        return try await fixture.call("SetPassword", .object(message), as: user)
    }

    private func reset(_ id: String = "daisy") async throws -> JSONValue {
        try await fixture.code("PasswordReset", ["userId": .string(id), "returnCode": [:]])
    }

    private static let current: JSONValue = .string(UsersFixture.password)

    @Test func `the current password gives the right to a new one, over REST`() async throws {
        let response = try await fixture.api.rest(
            .post, "/v2/users/daisy/password",
            [
                "newPassword": ["password": "An0ther-P4ssword", "changeRequired": true],
                "currentPassword": "Secr3tP4ssw0rd!",
            ], as: "daisy")
        expect(response, .ok)
        #expect(
            try response.json["details"]
                == ["sequence": "2", "changeDate": "2026-01-05T10:01:00Z", "resourceOwner": "acme"])
        #expect(try await fixture.isPassword("An0ther-P4ssword", of: "daisy"))
        #expect(try await fixture.human("daisy").isPasswordChangeRequired)
        #expect(try await fixture.human("daisy").passwordChangedAt == fixture.api.clock.now)
        #expect(try await fixture.messages(to: "daisy") == ["email passwordChanged"])
        #expect(try await fixture.history(of: "daisy") == ["user.human.added", "user.human.password.changed"])
        for payload in try await fixture.payloads() { #expect(!payload.contains("assword-")) }
    }

    @Test func `a code gives the right once, over REST`() async throws {
        let sent = try await fixture.api.rest(
            .post, "/v2/users/daisy/password_reset", ["returnCode": [:]], as: "acme-owner")
        expect(sent, .ok)
        let code = try #require(try sent.json["verificationCode"])
        let message: JSONObject = ["verificationCode": code]
        expect(try await set(message), .ok)
        #expect(try await fixture.isPassword(UsersFixture.otherPassword, of: "daisy"))
        expect(try await set(message), .badRequest, containing: "Code not found (COMMAND-2M9fs)")
    }

    @Test func `an administrator needs no proof, and may hand over a hash`() async throws {
        expect(try await set(["newPassword": ["password": "An0ther-P4ssword"]], as: "acme-owner"), .ok)
        #expect(try await fixture.isPassword("An0ther-P4ssword", of: "daisy"))
        let hash: JSONValue = ["hash": .string(HumansCreateTests.hash), "changeRequired": true]
        let response = try await fixture.call(
            "UpdateUser", ["userId": "daisy", "human": ["password": ["hashedPassword": hash]]], as: "acme-owner")
        expect(response, .ok)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
        #expect(try await fixture.human("daisy").isPasswordChangeRequired)
        // The imported hash is replaced where it is checked: here by the new password.
        expect(try await set(["currentPassword": Self.current]), .ok)
        #expect(try await !fixture.human("daisy").isPasswordChangeRequired)
    }

    @Test(arguments: [("daisy", "AUTHZ-cdgFk"), ("minnie", "AUTHZ-cdgFk"), ("other-owner", "AUTHZ-cdgFk")])
    func `nobody else sets a password without a proof`(user: String, id: String) async throws {
        expect(try await set([:], as: user), .notFound, containing: id)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
    }

    @Test(
        arguments: [
            (["userId": "gone"], "Password not found (COMMAND-G8dh3)"), (["userId": "robot"], "COMMAND-G8dh3"),
            (["userId": "minnie", "currentPassword": current], "User has not set a password (COMMAND-3nJ4t)"),
            (["currentPassword": "wrong"], "Password is invalid (COMMAND-3M0fs)"),
            (["currentPassword": ""], "invalid SetPasswordRequest.CurrentPassword: value length must be between 1 and"),
            (["currentPassword": current, "verificationCode": "x"], "oneof is already set"),
            (["currentPassword": current, "newPassword": [:]], "invalid Password.Password: value length"),
            (
                ["currentPassword": current, "newPassword": ["password": current]],
                "New password cannot be the same as your current password (COMMAND-Aesh5)"
            ),
            (["currentPassword": current, "newPassword": ["password": "x"]], "Password is too short (DOMAIN-HuJf6)"),
            (["currentPassword": current, "newPassword": ["password": "AAAA111!"]], "DOMAIN-co3Xw"),
            (["currentPassword": current, "newPassword": ["password": "aaaa111!"]], "DOMAIN-VoaRj"),
            (["currentPassword": current, "newPassword": ["password": "aaaaAAA!"]], "DOMAIN-ZBv4H"),
            (["currentPassword": current, "newPassword": ["password": "aaaaAAA1"]], "DOMAIN-ZDLwA"),
            (["currentPassword": current, "newPassword": ["password": "P@ssw0rd"]], "DOMAIN-C0mm0"),
            (["currentPassword": "wrong", "newPassword": ["password": "x"]], "COMMAND-3M0fs"),
            (["verificationCode": "ABC123"], "Code not found (COMMAND-2M9fs)"),
            (["verificationCode": ""], "invalid SetPasswordRequest.VerificationCode: value length"),
            (["newPassword": ["password": "x"]], "DOMAIN-HuJf6"),
        ] as [(JSONObject, String)])
    func `a wrong call is refused`(message: JSONObject, text: String) async throws {
        expect(try await set(message, as: "root"), .badRequest, containing: text)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
        #expect(try await fixture.messages(to: "daisy") == [])
    }

    @Test(
        arguments: [
            (["currentPassword": current], "Password is empty (COMMAND-3M0fs)"),
            (["verificationCode": "$code"], "Password is empty (COMMAND-Mf0sd)"),
            ([:], "Password is empty (COMMAND-Mf0sd)"),
        ] as [(JSONObject, String)])
    func `without a new password there is none`(message: JSONObject, text: String) async throws {
        var message = message
        message["userId"] = "daisy"
        if message["verificationCode"] != nil { message["verificationCode"] = try await reset() }
        expect(try await fixture.call("SetPassword", .object(message)), .badRequest, containing: text)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
    }

    @Test func `a wrong password is told with the failures so far, on both wires`() async throws {
        let connect = try await set(["currentPassword": "wrong"])
        expect(connect, .badRequest)
        let detail = try #require(try connect.json["details"]?.arrayValue?.first)
        #expect(detail["type"] == "zitadel.v1.CredentialsCheckError")
        #expect(
            detail["debug"] == ["id": "COMMAND-3M0fs", "message": "Password is invalid", "failedAttempts": 1])
        let rest = try await fixture.api.rest(
            .post, "/v2/users/daisy/password",
            ["newPassword": ["password": "An0ther-P4ssword"], "currentPassword": "wrong"], as: "daisy")
        #expect(try rest.json["details"]?.arrayValue?.first?["failedAttempts"] == 2)
    }

    @Test func `CVE-2025-54998, CVE-2025-24806: every way to try a password has the same counter`() async throws {
        let password: JSONValue = [
            "password": ["password": "An0ther-P4ssword"], "currentPassword": "wrong",
        ]
        expect(try await set(["currentPassword": "wrong"], as: "daisy"), .badRequest)
        expect(try await set(["currentPassword": "wrong"], as: "acme-owner"), .badRequest)
        expect(
            try await fixture.call("UpdateUser", ["userId": "daisy", "human": ["password": password]], as: "daisy"),
            .badRequest)
        expect(
            try await fixture.call("UpdateHumanUser", ["userId": "daisy", "password": password], as: "root"),
            .badRequest)
        #expect(try await fixture.failures(of: "daisy") == 4)
    }

    @Test func `from the fifth failure on the next attempt waits`() async throws {
        for _ in 0..<5 { expect(try await set(["currentPassword": "wrong"]), .badRequest) }
        let failed = try #require(try await fixture.api.database.read(.failedChecks(of: .user("daisy"), .password)))
        #expect(failed.nextAt.since(fixture.api.clock.now) == .seconds(1))
        // Nobody waits in this test, so the attempt comes too early again and again.
        let early = try await set(["currentPassword": Self.current])
        expect(early, .tooManyRequests, containing: "CHECK-Sl0w1")
        #expect(early.fields["Retry-After"] == "1")
        fixture.api.clock.advance(by: .seconds(1))
        expect(try await set(["currentPassword": Self.current]), .ok)
        #expect(try await fixture.failures(of: "daisy") == 0)
    }

    @Test func `the policy locks after its number of failures, and a code still helps`() async throws {
        var policy = LockoutSettings()
        policy.greatestPasswordFailures = 3
        try await fixture.set(policy, of: "acme")
        for _ in 0..<3 { expect(try await set(["currentPassword": "wrong"]), .badRequest, containing: "3M0fs") }
        #expect(try await fixture.user("daisy").state == .locked)
        expect(
            try await set(["currentPassword": Self.current]), .badRequest,
            containing: "User is locked (COMMAND-JLK35)")
        // The state stays with a password that was set by code or by an administrator.
        expect(try await set(["verificationCode": try await reset()]), .ok)
        #expect(try await fixture.user("daisy").state == .locked)
        #expect(try await fixture.failures(of: "daisy") == 0)
    }

    @Test(arguments: [User.State.inactive, .locked])
    func `an inactive or locked user gets a new password by code or from an administrator`(
        state: User.State
    ) async throws {
        try await fixture.setState(state, of: "daisy")
        expect(try await set(["verificationCode": try await reset()]), .ok)
        expect(try await set([:], as: "acme-owner"), .ok)
        #expect(try await fixture.user("daisy").state == state)
    }

    @Test func `an initial user has no password to set`() async throws {
        try await fixture.setState(.initial, of: "daisy")
        for message in [[:], ["currentPassword": Self.current], ["verificationCode": "x"]] as [JSONObject] {
            expect(
                try await set(message, as: "root"), .badRequest,
                containing: "User is not yet initialized (COMMAND-M9dse)")
        }
        expect(
            try await fixture.call("PasswordReset", ["userId": "daisy"]), .badRequest,
            containing: "User is not yet initialized (COMMAND-Sfe4g)")
    }

    @Test func `a wrong code is counted and void after ten, an old one ends after an hour`() async throws {
        let code = try await reset()
        for _ in 0..<10 {
            expect(
                try await set(["verificationCode": "abc123"]), .badRequest,
                containing: "Code is invalid (CODE-woT0xc)")
        }
        expect(try await set(["verificationCode": code]), .badRequest, containing: "COMMAND-2M9fs")
        let late = try await reset()
        fixture.api.clock.advance(by: .hours(1))
        expect(
            try await set(["verificationCode": late]), .badRequest, containing: "Code is expired (CODE-QvUQ4P)")
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
    }

    @Test func `a code survives a new password that is refused, and only the newest counts`() async throws {
        let older = try await reset()
        let code = try await reset()
        expect(try await set(["verificationCode": older]), .badRequest, containing: "CODE-woT0xc")
        expect(
            try await set(["verificationCode": code, "newPassword": ["password": "x"]]), .badRequest,
            containing: "DOMAIN-HuJf6")
        expect(try await set(["verificationCode": code]), .ok)
    }

    @Test func `a code or an administrator may set the password that there is`() async throws {
        let same: JSONValue = ["password": Self.current]
        expect(try await set(["verificationCode": try await reset(), "newPassword": same]), .ok)
        expect(try await set(["newPassword": same], as: "acme-owner"), .ok)
    }

    @Test(
        arguments: [
            ([:], ["email resetPassword"]), (["sendLink": [:]], ["email resetPassword"]),
            (["sendLink": ["notificationType": "NOTIFICATION_TYPE_Email"]], ["email resetPassword"]),
            (["sendLink": ["notificationType": "NOTIFICATION_TYPE_SMS"]], ["sms resetPassword"]),
            (["sendLink": ["urlTemplate": "https://x.y/{{.UserID}}?c={{ .Code }}"]], ["email resetPassword"]),
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

    @Test func `no session has proven the new password, and the policy may keep silent about it`() async throws {
        try await fixture.addSession("s1", of: "daisy")
        try await fixture.addSession("s2", of: "minnie")
        var policy = NotificationSettings()
        policy.tellsOfPasswordChange = false
        try await fixture.set(policy, of: "acme")
        expect(try await set(["currentPassword": Self.current]), .ok)
        #expect(try await fixture.session("s1").factors.password == nil)
        #expect(try await fixture.session("s1").factors.user != nil)
        #expect(try await fixture.session("s2").factors.password != nil)
        #expect(try await fixture.messages(to: "daisy") == [])
    }

    @Test func `CVE-2025-46815: of many changes with one code or one password one counts`() async throws {
        let fixture = fixture
        let code = try await reset()
        let proofs: [(String, JSONValue)] = [("verificationCode", code), ("currentPassword", "Round-0-passwOrd")]
        for (field, proof) in proofs {
            if field == "currentPassword" {
                expect(try await set(["newPassword": ["password": proof]], as: "acme-owner"), .ok)
            }
            let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
                for number in 1...8 {
                    let message: JSONObject = [
                        "userId": "daisy", field: proof,
                        "newPassword": ["password": .string("Round-\(number)-passwOrd")],
                    ]
                    group.addTask { try await fixture.call("SetPassword", .object(message)).status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count(where: { $0 == .ok }) == 1, "\(statuses)")
        }
    }
}
