internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("OWASP ASVS 5.0 V6: authentication")
struct ASVSAuthenticationTests {
    let fixture: SessionsFixture

    init() async throws {
        fixture = try await SessionsFixture()
    }

    private func users(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> TestResponse {
        try await fixture.server.tryCall("zitadel.user.v2.UserService/\(method)", message, token: token)
    }

    /// What an administrator's choice of a password comes to.
    private func choose(_ password: String) async throws -> TestResponse {
        try await users("SetPassword", ["userId": "minnie", "newPassword": ["password": .string(password)]])
    }

    /// A code that sets a new password.
    private func resetCode() async throws -> JSONValue {
        try #require(
            try await users("PasswordReset", ["userId": "minnie", "returnCode": [:]]).json["verificationCode"])
    }

    @Test func `6.2.1: a password has eight characters at least`() async throws {
        expect(try await choose("Ab1!xyz"), .badRequest, containing: "HuJf6")
        expect(try await choose("Ab1!xyzw"), .ok)
    }

    @Test func `6.2.3: users change their password with the current one`() async throws {
        let made = try await fixture.session([
            "user": ["userId": "minnie"], "password": ["password": .string(SessionsFixture.password)],
        ])
        let new: JSONValue = ["password": "Another-1-Passw0rd"]
        func change(_ more: JSONObject) async throws -> TestResponse {
            var message: JSONObject = ["userId": "minnie", "newPassword": new]
            for member in more.members { message[member.name] = member.value }
            return try await users("SetPassword", .object(message), token: made.token)
        }
        expect(try await change([:]), .notFound, containing: "AUTHZ-cdgFk")
        expect(try await change(["currentPassword": "wrong"]), .badRequest, containing: "COMMAND-3M0fs")
        expect(try await change(["currentPassword": .string(SessionsFixture.password)]), .ok)
        expect(try await fixture.login("minnie", password: SessionsFixture.password), .badRequest)
        expect(try await fixture.login("minnie", password: "Another-1-Passw0rd"), .ok)
    }

    @Test(arguments: ["Password1!", "P@ssw0rd", "Qwerty123!"])
    func `6.2.4: a common password is refused`(_ password: String) async throws {
        expect(try await choose(password), .badRequest)
    }

    @Test func `6.2.5: rules about kinds of characters can be left out`() async throws {
        var policy = PasswordComplexitySettings()
        policy.requiresLowercase = false
        policy.requiresUppercase = false
        policy.requiresNumber = false
        policy.requiresSymbol = false
        try await fixture.choose(policy)
        expect(try await choose("correct horse battery staple"), .ok)
    }

    @Test func `6.2.8, 6.2.9: a long password is taken as it is, and no other passes for it`() async throws {
        let password = " Aünï-1 " + String(repeating: "long ", count: 30) + "x "
        #expect(password.count > 128)
        expect(try await choose(password), .ok)
        expect(try await fixture.login("minnie", password: password), .ok)
        for other in [
            String(password.dropLast()), String(password.dropFirst()), password + "x", password.lowercased(),
            String(password.prefix(72)), password.filter { $0 != " " },
        ] {
            expect(try await fixture.login("minnie", password: other), .badRequest, containing: "COMMAND-3M0fs")
            try await fixture.forgive("minnie")
        }
    }

    @Test func `6.2.10: a password does not expire unless somebody wants that`() async throws {
        fixture.server.clock.advance(by: .days(1000))
        expect(try await fixture.login("minnie", password: SessionsFixture.password), .ok)
    }

    @Test func `6.3.1, 6.6.3: guessing slows down`() async throws {
        let start = fixture.server.clock.now
        for _ in 0..<30 { expect(try await fixture.login("minnie", password: "wrong"), .badRequest) }
        #expect(fixture.server.clock.now.since(start) == .seconds(75))
    }

    @Test(arguments: ["admin", "root", "zitadel-admin", "zitadel-admin@zitadel.localhost"])
    func `6.3.2: there is no account with a password that everybody knows`(_ name: String) async throws {
        for password in ["Password1!", "admin", "alcazar"] {
            expect(try await fixture.login(name, password: password), .badRequest, containing: "COMMAND-3M0fs")
        }
    }

    @Test func `6.3.7: a changed password is told to its owner`() async throws {
        expect(try await choose("Another-1-Passw0rd"), .ok)
        let kinds = try await fixture.server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT kind FROM messages") { (row) throws(DomainError) in try row.text("kind") }
        }
        #expect(kinds == ["passwordChanged"])
    }

    @Test func `6.4.1, 6.5.5: a code to set a password lives an hour and is good once`() async throws {
        let late = try await resetCode()
        fixture.server.clock.advance(by: .hours(1))
        let new: JSONValue = ["password": "Another-1-Passw0rd"]
        func change(_ code: JSONValue) async throws -> TestResponse {
            try await users("SetPassword", ["userId": "minnie", "newPassword": new, "verificationCode": code])
        }
        expect(try await change(late), .badRequest, containing: "CODE-QvUQ4P")
        let code = try await resetCode()
        expect(try await change(code), .ok)
        expect(try await change(code), .badRequest, containing: "COMMAND-2M9fs")
    }

    @Test func `6.4.3: a new password does not stand in for the second factor`() async throws {
        _ = try await users("AddOTPEmail", ["userId": "minnie"])
        let new: JSONValue = ["password": "Another-1-Passw0rd"]
        expect(
            try await users(
                "SetPassword", ["userId": "minnie", "newPassword": new, "verificationCode": resetCode()]), .ok)
        let made = try await fixture.session(["user": ["userId": "minnie"], "password": new])
        expect(
            try await users("GetUserByID", ["userId": "minnie"], token: made.token), .forbidden,
            containing: "mfa required")
    }

    @Test func `6.5.2, 6.5.3, 6.5.4: codes are random, long enough, and stored as digests`() async throws {
        let answer = try await users("GenerateRecoveryCodes", ["userId": "minnie", "count": 10])
        let codes = try #require(try answer.json["recoveryCodes"]?.arrayValue?.compactMap(\.stringValue))
        var secrets = codes
        for _ in 0..<5 { secrets.append(try #require(try await resetCode().stringValue)) }
        #expect(Set(secrets).count == 15)
        // 32 digits and 36 characters: 50 and 31 bits.
        #expect(codes.allSatisfy { $0.count == 11 } && secrets.suffix(5).allSatisfy { $0.count == 6 })
        let stored = try await fixture.server.database.read { (tx) throws(DomainError) in
            try tx.all(
                "SELECT digest FROM recovery_codes UNION ALL SELECT digest FROM one_time_codes"
            ) { (row) throws(DomainError) in try row.blob("digest") }
        }
        #expect(stored.count == 11 && stored.allSatisfy { $0.count == 32 })
        #expect(Set(stored).count == 11)
    }

    @Test func `6.5.6: a factor that was removed proves nothing`() async throws {
        let user: JSONValue = ["userId": "minnie"]
        let answer = try await users("GenerateRecoveryCodes", ["userId": "minnie", "count": 1])
        let code = try #require(try answer.json["recoveryCodes"]?.arrayValue?.first)
        expect(try await users("RemoveRecoveryCodes", user), .ok)
        let checks: JSONValue = ["checks": ["user": user, "recoveryCode": ["code": code]]]
        expect(try await fixture.call("CreateSession", checks), .badRequest)
    }

    @Test func `6.7.2: challenges of authenticators are long and never the same`() async throws {
        var challenges: Set<String> = []
        for _ in 0..<20 {
            let answer = try await users("RegisterPasskey", ["userId": "minnie", "domain": "localhost"]).json
            let options = answer["publicKeyCredentialCreationOptions"]?["publicKey"]
            let challenge = try #require(options?["challenge"]?.stringValue)
            #expect(Base64URL.decode(challenge)?.count == 32)
            challenges.insert(challenge)
        }
        #expect(challenges.count == 20)
    }
}
