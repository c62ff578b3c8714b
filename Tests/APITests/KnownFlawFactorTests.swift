internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Known flaws of others: second factors")
struct KnownFlawFactorTests {
    @Test func `CVE-2025-55000, CVE-2025-55003: a TOTP password works once, whatever surrounds it`() async throws {
        let fixture = try await SecondFactorsFixture()
        let secret = try await fixture.setUpTOTP()
        // The password that finished the registration is spent.
        #expect(try await !fixture.use(fixture.code(secret)))
        fixture.api.clock.advance(by: .seconds(30))
        let code = fixture.code(secret)
        for text in [" \(code)", "\(code) ", "\(code.prefix(3)) \(code.suffix(3))", "\(code)\n", "\u{FEFF}\(code)"] {
            #expect(try await !fixture.use(text))
        }
        #expect(try await fixture.use(code))
        #expect(try await !fixture.use(code))
        // Nor does one of an earlier step count after a later one.
        #expect(try await !fixture.use(fixture.code(secret, stepsFromNow: -1)))
        fixture.api.clock.advance(by: .seconds(30))
        #expect(try await !fixture.use(code))
        #expect(try await fixture.use(fixture.code(secret, stepsFromNow: 1)))
        #expect(try await !fixture.use(fixture.code(secret)))
    }

    @Test func `CVE-2025-55000: of many attempts with one TOTP password at once, one succeeds`() async throws {
        let fixture = try await SecondFactorsFixture()
        let secret = try await fixture.setUpTOTP()
        fixture.api.clock.advance(by: .seconds(30))
        let code = fixture.code(secret)
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 { group.addTask { try await fixture.use(code) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
    }

    @Test func `CVE-2025-46815: of many attempts with one recovery code at once, one succeeds`() async throws {
        let fixture = try await SecondFactorsFixture()
        let made = try await fixture.answer("GenerateRecoveryCodes", ["count": 1])
        let code = try #require(made["recoveryCodes"]?[0]?.stringValue)
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<30 { group.addTask { try await fixture.useRecoveryCode(code) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
    }

    @Test(arguments: ["AddOTPSMS", "AddOTPEmail"])
    func `CVE-2026-27946: nobody makes an unproven address a factor`(method: String) async throws {
        let fixture = try await SecondFactorsFixture()
        for flag in ["isVerified", "is_verified"] {
            for caller in ["mickey", "acme-owner", "root"] {
                let response = try await fixture.call(method, [flag: true], of: "mickey", as: caller)
                #expect(response.status == .badRequest)
            }
        }
    }

    @Test func `secrets of second factors are neither in the history nor readable in the store`() async throws {
        let fixture = try await SecondFactorsFixture()
        let begun = try await fixture.answer("RegisterTOTP")
        let made = try await fixture.answer("GenerateRecoveryCodes", ["count": 2])
        let secrets =
            [begun["secret"]?.stringValue ?? ""] + (made["recoveryCodes"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        let payloads = try await fixture.texts("SELECT payload AS value FROM events")
        #expect(payloads.count == 2)
        for secret in secrets { #expect(!payloads.contains { $0.contains(secret) }) }
    }
}
