internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OpenID Connect Core §3.1.2.1: how new a proof has to be")
struct SignInFreshnessTests {
    private static let sessions = "zitadel.session.v2.SessionService"

    let server: TestServer
    let signIn: TestSignIn
    let user: String

    init() async throws {
        (server, signIn, user, _) = try await TestSignIn.ofRoad()
        try await server.call("zitadel.user.v2.UserService/AddOTPEmail", ["userId": .string(user)])
    }

    /// Proves a code of the session, and with it what else is given.
    private func proveCode(in session: TestSession, _ checks: JSONObject = [:]) async throws -> TestSession {
        let challenged = try await server.call(
            "\(Self.sessions)/SetSession",
            ["sessionId": .string(session.id), "challenges": ["otpEmail": ["returnCode": [:]]]])
        let code = try #require(challenged["challenges"]?["otpEmail"])
        var checks = checks
        checks["otpEmail"] = ["code": code]
        let proven = try await server.call(
            "\(Self.sessions)/SetSession", ["sessionId": .string(session.id), "checks": .object(checks)])
        return TestSession(id: session.id, token: try server.text(proven, "sessionToken"))
    }

    @Test(arguments: [("prompt", "login"), ("max_age", "600")])
    func `a new second factor makes no old password new`(_ name: String, _ value: String) async throws {
        let session = try await server.signIn(user)
        server.clock.advance(by: .seconds(601))
        let request = try await signIn.request([(name, value)])
        let stale = try await proveCode(in: session)
        let refused = try await signIn.answer(request, session: stale)
        #expect(refused.text.contains("OIDC-Fr3sh"), "\(refused.text)")
        let fresh = try await proveCode(in: stale, ["password": ["password": "Secr3t-P4ssword!"]])
        #expect(try await signIn.answer(request, session: fresh).status == .ok)
    }

    @Test func `max_age is counted back from the answer, not from the request`() async throws {
        let session = try await proveCode(in: server.signIn(user))
        let request = try await signIn.request([("max_age", "600")])
        server.clock.advance(by: .seconds(601))
        let refused = try await signIn.answer(request, session: session)
        #expect(refused.text.contains("OIDC-Fr3sh"), "\(refused.text)")
    }

    @Test(arguments: ["0", "1"])
    func `a proof for this request counts for five minutes, however small max_age is`(_ age: String) async throws {
        let before = try await proveCode(in: server.signIn(user))
        server.clock.advance(by: .seconds(2))
        let requests = [
            try await signIn.request([("max_age", age)]), try await signIn.request([("max_age", age)]),
        ]
        #expect(try await signIn.answer(requests[0], session: before).text.contains("OIDC-Fr3sh"))
        let session = try await proveCode(in: server.signIn(user))
        server.clock.advance(by: .minutes(5))
        #expect(try await signIn.answer(requests[0], session: session).status == .ok)
        server.clock.advance(by: .seconds(1))
        #expect(try await signIn.answer(requests[1], session: session).text.contains("OIDC-Fr3sh"))
    }

    @Test func `a hint that is older than the keys names nobody`() async throws {
        let session = try await proveCode(in: server.signIn(user))
        let hint = ("id_token_hint", try await server.text(signIn.tokens(session: session), "id_token") as String?)
        try await server.forgetSigningKey()
        _ = try await signIn.request([hint])
        let response = try await signIn.authorize([hint, ("prompt", "none")])
        let members = try TestSignIn.members(of: #require(response.fields["Location"]))
        #expect(members["error"] == "login_required")
        #expect(members["state"] == "st&ate=1")
    }

    @Test func `a hint and a claim that ask for different users are refused`() async throws {
        let session = try await proveCode(in: server.signIn(user))
        let hint = try await server.text(signIn.tokens(session: session), "id_token")
        let same = #"{"id_token":{"sub":{"value":"\#(user)"}}}"#
        _ = try await signIn.request([("id_token_hint", hint), ("claims", same)])
        let other = same.replacing(user, with: "somebody-else")
        let response = try await signIn.authorize([("id_token_hint", hint), ("claims", other)])
        let members = try TestSignIn.members(of: #require(response.fields["Location"]))
        #expect(members["error"] == "invalid_request")
    }
}
