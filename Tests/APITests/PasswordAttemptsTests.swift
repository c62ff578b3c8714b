internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService: attempts at passwords")
struct PasswordAttemptsTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        try await fixture.addHuman("daisy")
        fixture.api.clock.advance(by: .minutes(1))
    }

    private static let current: JSONValue = .string(UsersFixture.password)

    @Test func `a wrong password is told with the failures so far, on both wires`() async throws {
        let connect = try await fixture.setPassword(["currentPassword": "wrong"])
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
        expect(try await fixture.setPassword(["currentPassword": "wrong"], as: "daisy"), .badRequest)
        expect(try await fixture.setPassword(["currentPassword": "wrong"], as: "acme-owner"), .badRequest)
        expect(
            try await fixture.call("UpdateUser", ["userId": "daisy", "human": ["password": password]], as: "daisy"),
            .badRequest)
        expect(
            try await fixture.call("UpdateHumanUser", ["userId": "daisy", "password": password], as: "root"),
            .badRequest)
        #expect(try await fixture.failures(of: "daisy") == 4)
    }

    @Test func `from the fifth failure on the next attempt waits`() async throws {
        for _ in 0..<5 { expect(try await fixture.setPassword(["currentPassword": "wrong"]), .badRequest) }
        let failed = try #require(try await fixture.api.database.read(.failedChecks(of: .user("daisy"), .password)))
        #expect(failed.nextAt.since(fixture.api.clock.now) == .seconds(1))
        // Nobody waits in this test, so the attempt comes too early again and again.
        let early = try await fixture.setPassword(["currentPassword": Self.current])
        expect(early, .tooManyRequests, containing: "CHECK-Sl0w1")
        #expect(early.fields["Retry-After"] == "1")
        fixture.api.clock.advance(by: .seconds(1))
        expect(try await fixture.setPassword(["currentPassword": Self.current]), .ok)
        #expect(try await fixture.failures(of: "daisy") == 0)
    }

    @Test func `the policy locks after its number of failures, and a code still helps`() async throws {
        var policy = LockoutSettings()
        policy.greatestPasswordFailures = 3
        try await fixture.set(policy, of: "acme")
        for _ in 0..<3 {
            expect(try await fixture.setPassword(["currentPassword": "wrong"]), .badRequest, containing: "3M0fs")
        }
        #expect(try await fixture.user("daisy").state == .locked)
        expect(
            try await fixture.setPassword(["currentPassword": Self.current]), .badRequest,
            containing: "User is locked (COMMAND-JLK35)")
        // The state stays with a password that was set by code or by an administrator.
        expect(try await fixture.setPassword(["verificationCode": try await fixture.passwordCode()]), .ok)
        #expect(try await fixture.user("daisy").state == .locked)
        #expect(try await fixture.failures(of: "daisy") == 0)
    }
}
