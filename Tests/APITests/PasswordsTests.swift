internal import HTTP
internal import Model
internal import Platform
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
        expect(try await fixture.setPassword(message), .ok)
        #expect(try await fixture.isPassword(UsersFixture.otherPassword, of: "daisy"))
        expect(try await fixture.setPassword(message), .badRequest, containing: "Code not found (COMMAND-2M9fs)")
    }

    @Test func `an administrator needs no proof, and may hand over a hash`() async throws {
        expect(try await fixture.setPassword(["newPassword": ["password": "An0ther-P4ssword"]], as: "acme-owner"), .ok)
        #expect(try await fixture.isPassword("An0ther-P4ssword", of: "daisy"))
        let hash: JSONValue = ["hash": .string(HumansCreateTests.hash), "changeRequired": true]
        let response = try await fixture.call(
            "UpdateUser", ["userId": "daisy", "human": ["password": ["hashedPassword": hash]]], as: "acme-owner")
        expect(response, .ok)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
        #expect(try await fixture.human("daisy").isPasswordChangeRequired)
        // The imported hash is replaced where it is checked: here by the new password.
        expect(try await fixture.setPassword(["currentPassword": Self.current]), .ok)
        #expect(try await !fixture.human("daisy").isPasswordChangeRequired)
    }

    @Test(arguments: [("daisy", "AUTHZ-cdgFk"), ("minnie", "AUTHZ-cdgFk"), ("other-owner", "AUTHZ-cdgFk")])
    func `nobody else sets a password without a proof`(user: String, id: String) async throws {
        expect(try await fixture.setPassword([:], as: user), .notFound, containing: id)
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
        expect(try await fixture.setPassword(message, as: "root"), .badRequest, containing: text)
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
        if message["verificationCode"] != nil { message["verificationCode"] = try await fixture.passwordCode() }
        expect(try await fixture.call("SetPassword", .object(message)), .badRequest, containing: text)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
    }

    @Test(arguments: [User.State.inactive, .locked])
    func `an inactive or locked user gets a new password by code or from an administrator`(
        state: User.State
    ) async throws {
        try await fixture.setState(state, of: "daisy")
        expect(try await fixture.setPassword(["verificationCode": try await fixture.passwordCode()]), .ok)
        expect(try await fixture.setPassword([:], as: "acme-owner"), .ok)
        #expect(try await fixture.user("daisy").state == state)
    }

    @Test func `an initial user has no password to set`() async throws {
        try await fixture.setState(.initial, of: "daisy")
        for message in [[:], ["currentPassword": Self.current], ["verificationCode": "x"]] as [JSONObject] {
            expect(
                try await fixture.setPassword(message, as: "root"), .badRequest,
                containing: "User is not yet initialized (COMMAND-M9dse)")
        }
        expect(
            try await fixture.call("PasswordReset", ["userId": "daisy"]), .badRequest,
            containing: "User is not yet initialized (COMMAND-Sfe4g)")
    }

    @Test func `a code or an administrator may set the password that there is`() async throws {
        let same: JSONValue = ["password": Self.current]
        expect(
            try await fixture.setPassword(["verificationCode": try await fixture.passwordCode(), "newPassword": same]),
            .ok)
        expect(try await fixture.setPassword(["newPassword": same], as: "acme-owner"), .ok)
    }

    @Test func `no session has proven the new password, and the policy may keep silent about it`() async throws {
        try await fixture.addSession("s1", of: "daisy")
        try await fixture.addSession("s2", of: "minnie")
        var policy = NotificationSettings()
        policy.tellsOfPasswordChange = false
        try await fixture.set(policy, of: "acme")
        expect(try await fixture.setPassword(["currentPassword": Self.current]), .ok)
        #expect(try await fixture.session("s1").factors.password == nil)
        #expect(try await fixture.session("s1").factors.user != nil)
        #expect(try await fixture.session("s2").factors.password != nil)
        #expect(try await fixture.messages(to: "daisy") == [])
    }

    @Test func `CVE-2025-46815: of many changes with one code or one password one counts`() async throws {
        let fixture = fixture
        let code = try await fixture.passwordCode()
        let proofs: [(String, JSONValue)] = [("verificationCode", code), ("currentPassword", "Round-0-passwOrd")]
        for (field, proof) in proofs {
            if field == "currentPassword" {
                expect(try await fixture.setPassword(["newPassword": ["password": proof]], as: "acme-owner"), .ok)
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
