internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: what users may not do to themselves, and codes that are void")
struct CredentialRightsTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman("daisy", ["phone": ["phone": "+41791234567", "isVerified": true]])
        try await fixture.addHuman(
            "guest", ["email": ["email": "guest@duck.example", "isVerified": false]], password: nil)
    }

    private static let daisy: JSONValue = "daisy"
    private static let current: JSONValue = .string(UsersFixture.password)

    @Test(arguments: ["currentPassword", "verificationCode"], ["UpdateUser", "UpdateHumanUser"])
    func `a hash is for administrators to set, whatever the proof`(proof: String, method: String) async throws {
        let code = try await fixture.code("PasswordReset", ["userId": Self.daisy, "returnCode": [:]])
        let password: JSONValue = [
            "hashedPassword": ["hash": .string(try PasswordHash.hash("x"))],
            proof: proof == "currentPassword" ? Self.current : code,
        ]
        let message: JSONValue =
            method == "UpdateUser"
            ? ["userId": Self.daisy, "human": ["password": password]]
            : ["userId": Self.daisy, "password": password]
        for user in ["daisy", "minnie", "other-owner"] {
            expect(try await fixture.call(method, message, as: user), .notFound, containing: "AUTHZ-cdgFk")
        }
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
        expect(try await fixture.call(method, message, as: "acme-owner"), .ok)
        #expect(try await fixture.isPassword("x", of: "daisy"))
    }

    @Test(arguments: [("CreateInviteCode", "guest"), ("PasswordReset", "daisy")])
    func `a code that proves who reads at an address is sent to its user and not returned`(
        method: String, user: String
    ) async throws {
        let id = JSONValue.string(user)
        let returned: JSONValue = ["userId": id, "returnCode": [:]]
        expect(try await fixture.call(method, returned, as: user), .notFound, containing: "AUTHZ-cdgFk")
        #expect(try await fixture.codes(of: user).isEmpty)
        expect(try await fixture.call(method, ["userId": id], as: user), .ok)
        #expect(try await fixture.messages(to: user).count == 1)
        expect(try await fixture.call(method, returned, as: "acme-owner"), .ok)
    }

    @Test func `an invitation is void with another address or a password`() async throws {
        func invitation() async throws -> JSONValue {
            let code = try await fixture.code(
                "CreateInviteCode", ["userId": "guest", "returnCode": [:]], field: "inviteCode")
            return ["userId": "guest", "verificationCode": code]
        }
        func isRefused(_ message: JSONValue) async throws {
            expect(
                try await fixture.call("VerifyInviteCode", message, as: "guest"), .badRequest,
                containing: "Code is invalid (COMMAND-Wgn4q)")
            #expect(try await !fixture.human("guest").isEmailVerified)
        }
        let first = try await invitation()
        expect(
            try await fixture.call("SetEmail", ["userId": "guest", "email": "victim@duck.example"], as: "guest"), .ok)
        try await isRefused(first)
        // The code is bound to its address, even when it was not voided.
        let second = try await invitation()
        var human = try await fixture.human("guest")
        human.email = "other@duck.example"
        let changed = human
        try await fixture.api.database.write { (tx) throws(DomainError) in try tx.update(changed, of: "guest") }
        try await isRefused(second)
        let third = try await invitation()
        let new: JSONValue = ["password": .string(UsersFixture.otherPassword)]
        expect(try await fixture.call("SetPassword", ["userId": "guest", "newPassword": new]), .ok)
        try await isRefused(third)
    }

    @Test(
        arguments: [
            ("SetEmail", ["email": "new@duck.example", "isVerified": true], [.phone], ["code email"]),
            (
                "UpdateUser", ["human": ["email": ["email": "new@duck.example", "isVerified": true]]], [.phone],
                ["code email"]
            ),
            ("SetPhone", ["phone": "+41799876543", "isVerified": true], [.email, .invite], ["code sms"]),
            ("UpdateUser", ["human": ["phone": [:]]], [.email, .invite], ["code sms", "otpSMS"]),
            ("RemovePhone", [:], [.email, .invite], ["code sms", "otpSMS"]),
            ("SetPassword", ["newPassword": ["password": "An0ther-P4ssword"]], [.email, .phone], ["password"]),
            ("UpdateUser", ["human": ["profile": ["givenName": "D"]]], Set(CodePurpose.allCases), []),
        ] as [(String, JSONObject, Set<CodePurpose>, Set<String>)])
    func `codes are void that were sent to an address of before, or for a password of before`(
        method: String, message: JSONObject, left: Set<CodePurpose>, losses: Set<String>
    ) async throws {
        for user in ["daisy", "minnie"] { try await fixture.addCodes(of: user) }
        try await fixture.api.addProvenSession("s1", of: "daisy")
        try await fixture.api.addProvenSession("s2", of: "minnie")
        var message = message
        message["userId"] = Self.daisy
        expect(try await fixture.call(method, .object(message), as: "acme-owner"), .ok)
        #expect(try await fixture.codes(of: "daisy") == left)
        #expect(try await fixture.codes(of: "minnie") == Set(CodePurpose.allCases))
        #expect(try await fixture.api.losses(of: "s1") == losses)
        #expect(try await fixture.api.losses(of: "s2").isEmpty)
    }

    @Test(arguments: ["minnie", "nobody", "other-owner"])
    func `nobody else tries the current password`(user: String) async throws {
        for password in [Self.current, "wrong"] {
            let message: JSONValue = [
                "userId": Self.daisy, "currentPassword": password,
                "newPassword": ["password": .string(UsersFixture.otherPassword)],
            ]
            expect(try await fixture.call("SetPassword", message, as: user), .notFound, containing: "AUTHZ-cdgFk")
        }
        #expect(try await fixture.failures(of: "daisy") == 0)
        #expect(try await fixture.isPassword(UsersFixture.password, of: "daisy"))
    }

    @Test func `no password is hashed for a code that does not count`() async throws {
        // This one has no room: whoever makes it hash is told so.
        let full = PasswordHasher(threads: 1, limit: 0, cost: .init(memory: 64, passes: 1, lanes: 1))
        let fixture = try await UsersFixture(hasher: full)
        func set(_ code: JSONValue) async throws -> TestResponse {
            try await fixture.call(
                "SetPassword",
                [
                    "userId": "minnie", "verificationCode": code,
                    "newPassword": ["password": .string(UsersFixture.otherPassword)],
                ], as: "nobody")
        }
        let reset: JSONObject = ["userId": "minnie", "returnCode": [:]]
        expect(try await set("ABC123"), .badRequest, containing: "COMMAND-2M9fs")
        let spent = try await fixture.code("PasswordReset", reset)
        for _ in 0..<10 { expect(try await set("abc123"), .badRequest, containing: "CODE-woT0xc") }
        expect(try await set(spent), .badRequest, containing: "COMMAND-2M9fs")
        let late = try await fixture.code("PasswordReset", reset)
        expect(try await set(late), .serviceUnavailable, containing: "PASSW-Bu5y1")
        fixture.api.clock.advance(by: .hours(1))
        expect(try await set(late), .badRequest, containing: "CODE-QvUQ4P")
    }
}

extension UsersFixture {
    /// A code of each purpose, which nobody knows.
    fileprivate func addCodes(of user: String) async throws {
        let now = api.clock.now
        try await api.database.write { (tx) throws(DomainError) in
            for purpose in CodePurpose.allCases {
                try tx.insert(
                    OneTimeCode(
                        id: "\(user) \(purpose.rawValue)", userID: User.ID(user), purpose: purpose, address: "",
                        digest: [1], details: [:], expiresAt: now + .hours(1), createdAt: now), missing: .internalFault)
            }
        }
    }

    /// The purposes of the codes that a user has.
    fileprivate func codes(of user: String) async throws -> Set<CodePurpose> {
        let purposes = try await api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT purpose FROM one_time_codes WHERE user_id = $1", User.ID(user)) {
                (row) throws(DomainError) in try row.text("purpose")
            }
        }
        return Set(purposes.compactMap(CodePurpose.init(rawValue:)))
    }
}
