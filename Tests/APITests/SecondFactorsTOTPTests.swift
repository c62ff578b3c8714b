internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("User service: TOTP")
struct SecondFactorsTOTPTests {
    @Test func `an application is registered with its first password`() async throws {
        let fixture = try await SecondFactorsFixture()
        let begun = try await fixture.answer("RegisterTOTP")
        let secret = try #require(begun["secret"]?.stringValue)
        #expect(secret.count == 32)
        #expect(secret.allSatisfy { "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".contains($0) })
        #expect(
            begun["uri"]?.stringValue
                == "otpauth://totp/Ac%20me:minnie@acme?algorithm=SHA1&digits=6&issuer=Ac%20me&period=30&secret=\(secret)"
        )
        #expect(begun["details"]?["resourceOwner"] == "acme")
        #expect(try await fixture.answer("ListAuthenticationMethodTypes")["authMethodTypes"] == nil)

        // Until it is finished, another registration takes its place.
        let second = try await fixture.register()
        #expect(
            try await fixture.answer("VerifyTOTPRegistration", ["code": .string(fixture.code(second))])["details"]?[
                "sequence"] == "3")
        #expect(
            try await fixture.answer("ListAuthenticationMethodTypes")["authMethodTypes"]
                == ["AUTHENTICATION_METHOD_TYPE_TOTP"])
        try await fixture.call("RegisterTOTP").expect(.conflict, "COMMAND-do9se")
        let again = try await fixture.call("VerifyTOTPRegistration", ["code": .string(fixture.code(second))])
        again.expect(.badRequest, "COMMAND-qx4ls")
        // The stored secret is sealed.
        let stored = try await fixture.api.database.read { (tx) throws(DomainError) in try tx.totpFactor(of: "minnie") }
        #expect(stored?.secret.count ?? 0 > second.bytes.count)
        #expect(stored?.secret.contains(second.bytes) == false)
    }

    @Test func `an application is given up, and begun ones as well`() async throws {
        let fixture = try await SecondFactorsFixture()
        try await fixture.call("RemoveTOTP").expect(.notFound, "COMMAND-Hd9sd")
        try await fixture.call("VerifyTOTPRegistration", ["code": "123456"]).expect(.notFound, "COMMAND-3Mif9s")
        _ = try await fixture.register()
        try await fixture.answer("RemoveTOTP")
        _ = try await fixture.setUpTOTP()
        let removed = try await fixture.api.rest(.delete, "/v2/users/minnie/totp", as: "acme-owner")
        #expect(removed.status == .ok)
        try await fixture.call("RemoveTOTP").expect(.notFound, "COMMAND-Hd9sd")
        await #expect(throws: DomainError.self) { try await fixture.use("123456") }
    }

    @Test(
        arguments: [
            ("RegisterTOTP", "robot", HTTPStatus.badRequest, "COMMAND-SqyJz"),
            ("RegisterTOTP", "unknown", .badRequest, "COMMAND-SqyJz"),
            ("VerifyTOTPRegistration", "unknown", .notFound, "COMMAND-4g3xq"),
            ("RemoveTOTP", "unknown", .notFound, "COMMAND-4g3xq"), ("RemoveTOTP", "robot", .notFound, "COMMAND-Hd9sd"),
        ])
    func `for nobody and for machines there is no application`(
        method: String, user: String, status: HTTPStatus, id: String
    ) async throws {
        let fixture = try await SecondFactorsFixture()
        try await fixture.call(method, ["code": "123456"], of: user, as: "root").expect(status, id)
    }

    @Test(arguments: ["", String(repeating: "1", count: 201)])
    func `a password of another length is a fault of the form`(code: String) async throws {
        let fixture = try await SecondFactorsFixture()
        let response = try await fixture.call("VerifyTOTPRegistration", ["code": .string(code)])
        response.expect(.badRequest, "invalid VerifyTOTPRegistrationRequest.Code: value length")
    }

    @Test(arguments: [("other-owner", HTTPStatus.notFound, "AUTHZ-cdgFk"), ("nobody", .notFound, "AUTHZ-cdgFk")])
    func `nobody else registers, finishes or gives up an application`(
        caller: String, status: HTTPStatus, id: String
    ) async throws {
        let fixture = try await SecondFactorsFixture()
        _ = try await fixture.register()
        for method in ["RegisterTOTP", "VerifyTOTPRegistration", "RemoveTOTP"] {
            try await fixture.call(method, ["code": "123456"], as: caller).expect(status, id)
        }
    }
}

extension [UInt8] {
    /// Whether these bytes occur one after another.
    fileprivate func contains(_ other: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: other) }
    }
}
