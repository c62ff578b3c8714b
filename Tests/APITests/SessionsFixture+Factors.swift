internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

extension SessionsFixture {
    /// A call of the user service that must succeed.
    func users(_ method: String, _ message: JSONValue = ["userId": "minnie"]) async throws -> JSONValue {
        try await server.call("zitadel.user.v2.UserService/\(method)", message)
    }

    /// Tries checks in a session that there is.
    func change(_ session: Made, _ checks: JSONValue) async throws -> TestResponse {
        try await call("SetSession", ["sessionId": .string(session.id), "checks": checks])
    }

    /// Sets up an authenticator application, a minute ago.
    func registerTOTP() async throws -> AuthenticatorApplication {
        let registered = try await users("RegisterTOTP")
        let application = try AuthenticatorApplication(secret: try server.text(registered, "secret"))
        _ = try await users(
            "VerifyTOTPRegistration",
            ["userId": "minnie", "code": .string(application.code(at: server.clock.now))])
        server.clock.advance(by: .seconds(60))
        return application
    }

    static func totp(_ code: String) -> JSONValue { ["totp": ["code": .string(code)]] }
}
