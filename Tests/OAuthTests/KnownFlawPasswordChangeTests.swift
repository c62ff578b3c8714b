internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ASVS 5.0 §7.4.3: whoever knew the password of before is out")
struct KnownFlawPasswordChangeTests {
    private static let users = "zitadel.user.v2.UserService"
    private static let old = "Secr3t-P4ssword!"
    private static let new = "Another-1-Passw0rd"

    enum Way: CaseIterable {
        case current, administrator, code
    }

    let server: TestServer
    let signIn: TestSignIn
    let user: String

    init() async throws {
        server = try await TestServer()
        let project = try await server.addProject("Shop")
        signIn = TestSignIn(server, try await server.addClient("web", project: project))
        user = try await server.addPerson("road")
    }

    private func change(_ way: Way, token: String? = nil) async throws {
        var message: JSONObject = ["userId": .string(user), "newPassword": ["password": .string(Self.new)]]
        switch way {
        case .current: message["currentPassword"] = .string(Self.old)
        case .administrator: break
        case .code:
            let reset = try await server.call(
                "\(Self.users)/PasswordReset", ["userId": .string(user), "returnCode": [:]])
            message["verificationCode"] = reset["verificationCode"]
        }
        let response = try await server.tryCall("\(Self.users)/SetPassword", .object(message), token: token)
        try #require(response.status == .ok, "\(response.text)")
    }

    private func isOpen(_ session: TestSession) async throws -> Bool {
        let answer = try await server.tryCall(
            "zitadel.session.v2.SessionService/GetSession", ["sessionId": .string(session.id)])
        return answer.status == .ok
    }

    private func counts(_ tokens: JSONValue) async throws -> Bool {
        try await server.get("/oidc/v1/userinfo", token: server.text(tokens, "access_token")).status == .ok
    }

    @Test(arguments: Way.allCases)
    func `a changed password ends sessions, refresh tokens and access tokens`(_ way: Way) async throws {
        let session = try await server.signIn(user)
        let (offline, online) = (
            try await signIn.tokens(session: session),
            try await signIn.tokens([("scope", "openid")], session: session)
        )
        let other = try await server.addPerson("coyote")
        let spared = try await signIn.tokens(session: server.signIn(other))
        try await change(way)
        #expect(try await !isOpen(session))
        #expect(try await !counts(offline))
        #expect(try await !counts(online))
        let refused = try await signIn.refresh(server.text(offline, "refresh_token"))
        #expect(try refused.json["error"] == "invalid_grant")
        #expect(try await counts(spared))
        #expect(try await signIn.refresh(server.text(spared, "refresh_token")).status == .ok)
    }

    @Test func `a family that outlived its session ends as well`() async throws {
        let session = try await server.signIn(user)
        let tokens = try await signIn.tokens(session: session)
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)])
        let refreshed = try await signIn.refresh(server.text(tokens, "refresh_token")).json
        #expect(try await counts(refreshed))
        try await change(.administrator)
        #expect(try await !counts(refreshed))
        #expect(
            try await signIn.refresh(server.text(refreshed, "refresh_token")).json["error"] == "invalid_grant")
    }

    @Test func `the session stays in which its user changed the password, and proves the new one`() async throws {
        let (own, other) = (try await server.signIn(user), try await server.signIn(user))
        let (here, there) = (
            try await signIn.tokens([("scope", "openid")], session: own),
            try await signIn.tokens([("scope", "openid")], session: other)
        )
        try await change(.current, token: own.token)
        #expect(try await isOpen(own))
        #expect(try await !isOpen(other))
        #expect(try await counts(here))
        #expect(try await !counts(there))
        #expect(try await signIn.answer(signIn.request(), session: own).status == .forbidden)
        let proven = try await server.call(
            "zitadel.session.v2.SessionService/SetSession",
            ["sessionId": .string(own.id), "checks": ["password": ["password": .string(Self.new)]]])
        let again = TestSession(id: own.id, token: try server.text(proven, "sessionToken"))
        #expect(try await signIn.answer(signIn.request(), session: again).status == .ok)
    }

    @Test func `a session of a mere name stays, in which a login page goes on`() async throws {
        let made = try await server.call(
            "zitadel.session.v2.SessionService/CreateSession", ["checks": ["user": ["userId": .string(user)]]])
        try await change(.code)
        #expect(
            try await isOpen(
                TestSession(id: server.text(made, "sessionId"), token: server.text(made, "sessionToken"))))
    }

    @Test func `nobody signs in before the password is changed that has to be`() async throws {
        try await server.call(
            "\(Self.users)/SetPassword",
            [
                "userId": .string(user), "newPassword": ["password": .string(Self.new), "changeRequired": true],
            ])
        let session = try await server.signIn(user, password: Self.new)
        let request = try await signIn.request()
        let refused = try await signIn.answer(request, session: session)
        #expect(refused.status == .badRequest)
        #expect(refused.text.contains("OIDC-Pa5wd"), "\(refused.text)")
        try await server.call(
            "\(Self.users)/SetPassword",
            [
                "userId": .string(user), "currentPassword": .string(Self.new),
                "newPassword": ["password": .string(Self.old)],
            ])
        #expect(try await signIn.answer(request, session: server.signIn(user)).status == .ok)
    }

    @Test func `nobody signs in with a password that is too old`() async throws {
        let response = try await server.send(
            HTTPRequest(
                .put, "/admin/v1/policies/password/age",
                fields: ["Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json"],
                body: JSONValue.object(["maxAgeDays": 30]).utf8))
        try #require(response.status == .ok, "\(response.text)")
        #expect(try await signIn.answer(signIn.request(), session: server.signIn(user)).status == .ok)
        server.clock.advance(by: .hours(24 * 30))
        let refused = try await signIn.answer(signIn.request(), session: server.signIn(user))
        #expect(refused.text.contains("OIDC-Pa5wd"), "\(refused.text)")
    }
}
