internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Recovery codes stand in for a second factor, and are none")
struct RecoveryCodeSignInTests {
    private static let users = "zitadel.user.v2.UserService"

    let server: TestServer
    let signIn: TestSignIn
    let user: String

    init() async throws {
        (server, signIn, user, _) = try await TestSignIn.ofRoad()
        let response = try await server.send(
            HTTPRequest(
                .put, "/admin/v1/policies/login",
                fields: ["Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json"],
                body: JSONValue.object(["allowUsernamePassword": true, "forceMfa": true]).utf8))
        try #require(response.status == .ok, "\(response.text)")
    }

    @Test func `where two factors are forced, recovery codes of who has no second one do not count`() async throws {
        let codes = try await server.call(
            "\(Self.users)/GenerateRecoveryCodes", ["userId": .string(user), "count": 2])
        let texts = try #require(codes["recoveryCodes"]?.arrayValue)
        func session(_ code: JSONValue) async throws -> TestSession {
            let made = try await server.call(
                "zitadel.session.v2.SessionService/CreateSession",
                [
                    "checks": [
                        "user": ["userId": .string(user)], "password": ["password": "Secr3t-P4ssword!"],
                        "recoveryCode": ["code": code],
                    ]
                ])
            return TestSession(
                id: try server.text(made, "sessionId"), token: try server.text(made, "sessionToken"))
        }
        let refused = try await signIn.answer(signIn.request(), session: session(texts[0]))
        #expect(refused.status == .forbidden)
        #expect(refused.text.contains("AUTHZ-Kl3p0"), "\(refused.text)")
        try await server.call("\(Self.users)/AddOTPEmail", ["userId": .string(user)])
        #expect(try await signIn.answer(signIn.request(), session: session(texts[1])).status == .ok)
    }
}
