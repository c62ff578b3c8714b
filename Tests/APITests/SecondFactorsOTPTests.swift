internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("User service: OTP, recovery codes, lists of factors")
struct SecondFactorsOTPTests {
    @Test(
        arguments: [
            ("OTPSMS", "otp_sms", MessageChannel.sms, "COMMAND-Ad3g2", "COMMAND-Q54j2", "COMMAND-Sr3h3"),
            ("OTPEmail", "otp_email", .email, "COMMAND-MKL2s", "COMMAND-KLJ2d", "COMMAND-b312D"),
        ])
    func `one-time passwords are sent to proven addresses only`(
        name: String, path: String, channel: MessageChannel, exists: String, unproven: String, missing: String
    ) async throws {
        let fixture = try await SecondFactorsFixture()
        func has() async throws -> Bool {
            try await fixture.api.database.read { (tx) throws(DomainError) in try tx.hasOTP(channel, of: "minnie") }
        }
        try await fixture.call("Remove\(name)").expect(.notFound, missing)
        let added = try await fixture.api.rest(.post, "/v2/users/minnie/\(path)", [:], as: "minnie")
        #expect(try added.json["details"]?["sequence"] == "1")
        #expect(try await has())
        try await fixture.call("Add\(name)").expect(.conflict, exists)
        try await fixture.call("Add\(name)", of: "mickey").expect(.badRequest, unproven)
        try await fixture.call("Add\(name)", of: "robot", as: "root").expect(.badRequest, unproven)
        for method in ["Add", "Remove"] {
            try await fixture.call("\(method)\(name)", as: "other-owner").expect(.notFound, "AUTHZ-cdgFk")
            try await fixture.call("\(method)\(name)", of: "unknown", as: "root").expect(.notFound, "COMMAND-4g3xq")
        }
        #expect(try await fixture.api.rest(.delete, "/v2/users/minnie/\(path)", as: "acme-owner").status == .ok)
        #expect(try await !has())
    }

    @Test func `recovery codes are shown once and work once`() async throws {
        let fixture = try await SecondFactorsFixture()
        await #expect(throws: DomainError.self) { try await fixture.useRecoveryCode("00000-00000") }
        let made = try await fixture.answer("GenerateRecoveryCodes", ["count": 3])
        let codes = (made["recoveryCodes"]?.arrayValue ?? []).compactMap(\.stringValue)
        try #require(codes.count == 3)
        #expect(Set(codes).count == 3)
        for code in codes {
            #expect(code.wholeMatch(of: #/[0-9abcdefghjkmnpqrstvwxyz]{5}-[0-9abcdefghjkmnpqrstvwxyz]{5}/#) != nil)
        }
        let code = codes[0]
        for wrong in [
            String(code.filter { $0 != "-" }), code.uppercased(), " \(code)", "\(code) ", String(code.dropLast()), "",
        ] where wrong != code {
            #expect(try await !fixture.useRecoveryCode(wrong), "\(wrong)")
        }
        #expect(try await fixture.useRecoveryCode(code))
        #expect(try await !fixture.useRecoveryCode(code))
        #expect(try await fixture.useRecoveryCode(codes[1]))
        // A code is its user's alone.
        _ = try await fixture.answer("GenerateRecoveryCodes", ["count": 1], of: "mickey")
        #expect(try await !fixture.useRecoveryCode(codes[2], of: "mickey"))
    }

    @Test func `ten unspent recovery codes are enough`() async throws {
        let fixture = try await SecondFactorsFixture()
        let made = try await fixture.answer("GenerateRecoveryCodes", ["count": 8])
        try await fixture.call("GenerateRecoveryCodes", ["count": 3]).expect(.badRequest, "COMMAND-8f2k9")
        try await fixture.call("GenerateRecoveryCodes", ["count": 11]).expect(.badRequest, "COMMAND-8f2k9")
        try await fixture.answer("GenerateRecoveryCodes", ["count": 2])
        try await fixture.call("GenerateRecoveryCodes", ["count": 1]).expect(.badRequest, "COMMAND-8f2k9")
        let code = try #require(made["recoveryCodes"]?[0]?.stringValue)
        #expect(try await fixture.useRecoveryCode(code))
        try await fixture.answer("GenerateRecoveryCodes", ["count": 1])
        // Of many requests that together ask for too many, those that fit get theirs.
        try await fixture.answer("RemoveRecoveryCodes")
        let granted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { try await fixture.call("GenerateRecoveryCodes", ["count": 3]).status == .ok }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(granted == 3)
    }

    @Test(arguments: [0, 51, -1] as [Int64])
    func `another number of recovery codes is a fault of the form`(count: Int64) async throws {
        let fixture = try await SecondFactorsFixture()
        #expect(try await fixture.call("GenerateRecoveryCodes", ["count": .integer(count)]).status == .badRequest)
    }

    @Test func `recovery codes are given up together, unless the user is locked`() async throws {
        let fixture = try await SecondFactorsFixture()
        // Without any, nothing happens.
        #expect(try await fixture.answer("RemoveRecoveryCodes")["details"]?["sequence"] == nil)
        try await fixture.answer("GenerateRecoveryCodes", ["count": 2])
        let now = fixture.api.clock.now
        try await fixture.api.database.write { (tx) throws(DomainError) in
            _ = try tx.lock("minnie", until: nil, endingTokensAt: now)
        }
        try await fixture.call("RemoveRecoveryCodes", as: "acme-owner").expect(.badRequest, "COMMAND-d9u8q")
        try await fixture.api.database.write { (tx) throws(DomainError) in
            _ = try tx.setState(.active, of: "minnie", from: .locked, or: .locked, endingTokensAt: nil)
        }
        #expect(try await fixture.api.rest(.delete, "/v2/users/minnie/recovery_codes", as: "acme-owner").status == .ok)
        #expect(try await fixture.answer("ListAuthenticationMethodTypes")["authMethodTypes"] == nil)
        for (user, caller, status, id) in [
            ("unknown", "root", HTTPStatus.badRequest, "COMMAND-uXHNj"),
            ("robot", "root", .badRequest, "COMMAND-uXHNj"), ("minnie", "other-owner", .notFound, "AUTHZ-cdgFk"),
        ] {
            try await fixture.call("GenerateRecoveryCodes", ["count": 1], of: user, as: caller).expect(status, id)
        }
        try await fixture.call("RemoveRecoveryCodes", of: "unknown", as: "root").expect(.notFound, "COMMAND-4g3xq")
        try await fixture.call("RemoveRecoveryCodes", as: "other-owner").expect(.notFound, "AUTHZ-cdgFk")
    }

    /// Passkeys and security keys straight in the store, and a password.
    private func addCredentials(_ fixture: SecondFactorsFixture) async throws {
        try await fixture.api.database.write { (tx) throws(DomainError) in
            for (id, kind, state, domain) in [
                ("1", "passkey", "ready", "login.example"), ("2", "u2f", "ready", ""), ("3", "u2f", "pending", ""),
                ("4", "passkey", "ready", "other.example"),
            ] {
                try tx.insertCredential(id, kind, state, domain)
            }
            try tx.replacePasswordHash(of: "minnie", by: "$hash$")
        }
    }

    private func methods(_ fixture: SecondFactorsFixture, _ message: JSONObject = [:]) async throws -> Set<String> {
        let answer = try await fixture.answer("ListAuthenticationMethodTypes", message)
        let types = answer["authMethodTypes"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(answer["details"]?["totalResult"]?.stringValue == (types.isEmpty ? nil : "\(types.count)"))
        #expect(Set(types).count == types.count)
        return Set(types.map { String($0.dropFirst("AUTHENTICATION_METHOD_TYPE_".count)) })
    }

    @Test func `methods are listed once each, those of another domain left out`() async throws {
        let fixture = try await SecondFactorsFixture()
        #expect(try await methods(fixture).isEmpty)
        _ = try await fixture.setUpTOTP()
        try await fixture.answer("AddOTPSMS")
        try await fixture.answer("AddOTPEmail")
        try await fixture.answer("GenerateRecoveryCodes", ["count": 2])
        try await addCredentials(fixture)
        let all: Set = ["TOTP", "OTP_SMS", "OTP_EMAIL", "RECOVERY_CODE", "PASSKEY", "U2F", "PASSWORD"]
        #expect(try await methods(fixture) == all)
        #expect(try await methods(fixture, ["domainQuery": ["domain": "login.example"]]) == all.subtracting(["U2F"]))
        #expect(
            try await methods(fixture, ["domainQuery": ["domain": "x.example"]]) == all.subtracting(["U2F", "PASSKEY"]))
        #expect(
            try await methods(fixture, ["domainQuery": ["domain": "login.example", "includeWithoutDomain": true]])
                == all)
        let rest = try await fixture.api.rest(
            .get, "/v2/users/minnie/authentication_methods?domainQuery.domain=x.example", as: "acme-owner")
        #expect(try rest.json["authMethodTypes"]?.arrayValue?.count == 5)
        let noDomain = try await fixture.call("ListAuthenticationMethodTypes", ["domainQuery": [:]])
        noDomain.expect(.badRequest, "Domain: value length")
    }

    @Test func `factors are listed by kind and state`() async throws {
        let fixture = try await SecondFactorsFixture()
        _ = try await fixture.register()
        try await fixture.answer("AddOTPEmail")
        try await addCredentials(fixture)
        let email: JSONValue = ["state": "AUTH_FACTOR_STATE_READY", "otpEmail": [:]]
        let key: JSONValue = ["state": "AUTH_FACTOR_STATE_READY", "u2f": ["id": "2", "name": "key 2"]]
        let pendingKey: JSONValue = ["state": "AUTH_FACTOR_STATE_NOT_READY", "u2f": ["id": "3", "name": "key 3"]]
        let pendingTOTP: JSONValue = ["state": "AUTH_FACTOR_STATE_NOT_READY", "otp": [:]]
        let both: JSONValue = ["AUTH_FACTOR_STATE_READY", "AUTH_FACTOR_STATE_NOT_READY"]
        for (message, expected) in [
            ([:], [key, email]), (["authFactors": ["U2F", "OTP_SMS"]], [key]),
            (["authFactors": ["U2F"], "states": both], [key, pendingKey]), (["authFactors": ["OTP"]], []),
            (["authFactors": ["OTP"], "states": ["AUTH_FACTOR_STATE_NOT_READY"]], [pendingTOTP]),
            (["states": ["AUTH_FACTOR_STATE_REMOVED"]], []),
        ] as [(JSONObject, [JSONValue])] {
            let found = try await fixture.answer("ListAuthenticationFactors", message)["result"]?.arrayValue ?? []
            #expect(Set(found) == Set(expected), "\(message)")
        }
        let rest = try await fixture.api.rest(
            .post, "/v2/users/minnie/authentication_factors/_search?authFactors=OTP&states=1", as: "acme-owner")
        #expect(try rest.json["result"] == [pendingTOTP])
    }

    @Test(arguments: ["authFactors=9", "authFactors=OTP&authFactors=-1", "states=99999999999999999999"])
    func `a number that is none of the enum's is refused in a query as well`(query: String) async throws {
        let fixture = try await SecondFactorsFixture()
        let refused = try await fixture.api.rest(
            .post, "/v2/users/minnie/authentication_factors/_search?\(query)", as: "minnie")
        refused.expect(.badRequest, "value must be one of the defined enum values")
        let unknown = try await fixture.api.rest(
            .post, "/v2/users/minnie/authentication_factors/_search?authFactors=TELEPATHY", as: "minnie")
        #expect(unknown.status == .ok)
    }
}

extension Transaction {
    fileprivate borrowing func insertCredential(
        _ id: String, _ kind: String, _ state: String, _ domain: String
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO web_authn_credentials (
                id, user_id, kind, state, name, relying_party_id, sign_count, is_backup_eligible,
                created_at, changed_at
            ) VALUES ($1, 'minnie', $2, $3, $4, $5, 0, FALSE, 0, 0)
            """,
            id, kind, state, "key \(id)", domain)
    }
}
