internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("User service: a factor that is removed has proven nothing")
struct FactorRemovalTests {
    @Test(
        arguments: [
            ("RemoveTOTP", ["totp"]), ("RemoveOTPSMS", ["otpSMS", "code sms"]),
            ("RemoveOTPEmail", ["otpEmail", "code email"]), ("RemoveRecoveryCodes", ["recoveryCode"]),
        ] as [(String, Set<String>)])
    func `a second factor takes its proof along, in the user's sessions only`(
        method: String, losses: Set<String>
    ) async throws {
        let fixture = try await SecondFactorsFixture()
        _ = try await fixture.setUpTOTP()
        try await fixture.answer("AddOTPSMS")
        try await fixture.answer("AddOTPEmail")
        try await fixture.answer("GenerateRecoveryCodes", ["count": 2])
        try await fixture.api.addProvenSession("s1", of: "minnie")
        try await fixture.api.addProvenSession("s2", of: "minnie")
        try await fixture.api.addProvenSession("s3", of: "mickey")
        try await fixture.call(method, as: "other-owner").expect(.notFound, "AUTHZ-cdgFk")
        #expect(try await fixture.api.losses(of: "s1").isEmpty)
        try await fixture.answer(method)
        #expect(try await fixture.api.losses(of: "s1") == losses)
        #expect(try await fixture.api.losses(of: "s2") == losses)
        #expect(try await fixture.api.losses(of: "s3").isEmpty)
    }

    @Test(arguments: WebAuthnCredential.Kind.allCases)
    func `so does a passkey or security key, but not a registration that was given up`(
        kind: WebAuthnCredential.Kind
    ) async throws {
        let fixture = try await PasskeysFixture()
        let ready = try await fixture.register(TestAuthenticator(), kind)
        let pending = try await fixture.begin(kind).id
        try await fixture.api.addProvenSession("s1", of: "minnie")
        try await fixture.api.addProvenSession("s2", of: "mickey")
        let (method, member) = kind == .passkey ? ("RemovePasskey", "passkeyId") : ("RemoveU2F", "u2fId")
        _ = try await fixture.answer(method, ["userId": "minnie", member: .string(pending)])
        #expect(try await fixture.api.losses(of: "s1").isEmpty)
        _ = try await fixture.answer(method, ["userId": "minnie", member: .string(ready)], as: "acme-owner")
        #expect(try await fixture.api.losses(of: "s1") == ["webAuthn", "isUserVerified", "challenge"])
        #expect(try await fixture.api.losses(of: "s2").isEmpty)
    }

    @Test func `so does a telephone number`() async throws {
        let fixture = try await UsersFixture()
        try await fixture.addHuman("daisy", ["phone": ["phone": "+41791234567", "isVerified": true]])
        try await fixture.api.addProvenSession(of: "daisy")
        expect(try await fixture.call("RemovePhone", ["userId": "daisy"], as: "daisy"), .ok)
        #expect(try await fixture.api.losses() == ["otpSMS", "code sms"])
    }
}
