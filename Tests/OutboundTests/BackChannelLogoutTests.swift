internal import App
internal import Domain
internal import FoundationEssentials
internal import HTTP
internal import Model
internal import Outbound
internal import Platform
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

/// The modules of the conformance plan `oidcc-backchannel-rp-initiated-logout-certification-test-plan`, by their names,
/// and the further rules of the specification, with an application that really listens.
@Suite("OpenID Connect Back-Channel Logout 1.0")
struct BackChannelLogoutTests {
    /// What an application hears, and what it answers.
    final class Listener: Sendable {
        private let state = Mutex((heard: [String](), answers: [HTTPStatus]()))

        var heard: [String] { state.withLock { $0.heard } }

        /// The next answers; after them 200.
        func answer(_ statuses: [HTTPStatus]) { state.withLock { $0.answers = statuses } }

        var route: Route {
            Route(.post, "/logout", "logout") { request in
                let isForm = request.hasMediaType("application/x-www-form-urlencoded")
                let form = try? Form(parsing: request.body)
                return self.state.withLock { state in
                    state.heard.append(isForm && form?.pairs.count == 1 ? form?["logout_token"] ?? "" : "")
                    return .empty(state.answers.isEmpty ? .ok : state.answers.removeFirst())
                }
            }
        }
    }

    /// A person who is signed in to an application that listens.
    struct World: Sendable {
        let server: TestServer
        let listener: Listener
        let client: TestServer.TestClient
        /// Where applications listen.
        let address: String
        let idToken: String

        var courier: LogoutCourier { server.service.jobs.logoutCourier }

        func notices() async throws -> [LogoutNotice] {
            try await server.database.read { (tx) throws(DomainError) in try tx.logoutNotices(atMost: 100) }
        }

        func endSession() async throws {
            try await server.call(
                "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": "session-of-minnie"])
        }
    }

    func withWorld(_ body: (World) async throws -> Void) async throws {
        let listener = Listener()
        try await WebServer.with([listener.route]) { web in
            let server = try await TestServer(allowedHosts: ["127.0.0.1"])
            let project = try await server.addProject("p")
            let client = try await server.addClient(
                "app", project: project,
                [
                    "backChannelLogoutUri": .string(web.url("/logout")),
                    "postLogoutRedirectUris": ["https://app.example/bye"],
                ])
            _ = try await server.addClient(
                "never used", project: project, ["backChannelLogoutUri": .string(web.url("/logout"))])
            try await server.addHuman("minnie")
            let tokens = try await server.deviceTokens(
                client, scope: "openid", session: "session-of-minnie", token: server.sessionToken(of: "minnie"),
                by: server.addAdministrator("login", role: "IAM_LOGIN_CLIENT"))
            let idToken = try server.text(tokens.json, "id_token")
            try await body(
                World(server: server, listener: listener, client: client, address: web.url("/logout"), idToken: idToken)
            )
        }
    }

    @Test func `oidcc-backchannel-logout-discovery-endpoint-verification`() async throws {
        let document = try await TestServer().get("/.well-known/openid-configuration").json
        #expect(document["backchannel_logout_supported"] == true)
        #expect(document["backchannel_logout_session_supported"] == true)
        #expect(document["end_session_endpoint"]?.stringValue != nil)
    }

    @Test func `oidcc-backchannel-rp-initiated-logout`() async throws {
        try await withWorld { world in
            let response = try await world.server.post(
                "/oidc/v1/end_session",
                [("id_token_hint", world.idToken), ("post_logout_redirect_uri", "https://app.example/bye")])
            #expect(response.fields["Location"] == "https://app.example/bye")
            #expect(await world.courier.deliver() == 1)
            let token = try JWTParts(#require(world.listener.heard.first))
            let now = world.server.clock.now
            #expect(token.header["typ"] == "logout+jwt")
            #expect(token.header["alg"] == "RS256")
            let keys = try await world.server.get("/oauth/v2/keys").json
            #expect(keys["keys"]?.arrayValue?.contains { $0["kid"] == token.header["kid"] } == true)
            let jti = try #require(token.claims["jti"]?.stringValue)
            #expect(
                token.claims == [
                    "iss": .string(TestServer.issuer), "sub": "minnie", "aud": [.string(world.client.clientID)],
                    "iat": .integer(now.seconds), "exp": .integer((now + .minutes(2)).seconds), "jti": .string(jti),
                    "sid": "session-of-minnie",
                    "events": ["http://schemas.openid.net/event/backchannel-logout": [:]],
                ])
            #expect(await world.courier.deliver() == 0)
            #expect(try await world.notices().isEmpty)
            #expect(world.listener.heard.count == 1)
        }
    }

    @Test(arguments: ["DeactivateUser", "LockUser", "DeleteUser", "DeleteSession"])
    func `every end of a session is told, once`(method: String) async throws {
        try await withWorld { world in
            if method == "DeleteSession" {
                try await world.endSession()
                try await world.endSession()
            } else {
                try await world.server.call("zitadel.user.v2.UserService/\(method)", ["userId": "minnie"])
            }
            await world.courier.deliver()
            #expect(try world.listener.heard.map { try JWTParts($0).claims["sid"] } == ["session-of-minnie"])
        }
    }

    @Test func `the removal of an organization ends its people's sessions`() async throws {
        try await withWorld { world in
            let organization = try await world.server.addOrganization("left")
            try await world.server.addHuman("mickey", to: organization)
            _ = try await world.server.deviceTokens(
                world.client, scope: "openid", session: "session-of-mickey",
                token: world.server.sessionToken(of: "mickey"),
                by: world.server.addAdministrator("another", role: "IAM_LOGIN_CLIENT"))
            try await world.server.call(
                "zitadel.org.v2.OrganizationService/DeleteOrganization",
                ["organizationId": .string(organization)])
            await world.courier.deliver()
            #expect(try world.listener.heard.map { try JWTParts($0).claims["sub"] } == ["mickey"])
        }
    }

    @Test func `§2.6: who signs in again is told of the end of that session as well`() async throws {
        try await withWorld { world in
            try await world.endSession()
            await world.courier.deliver()
            try await world.endSession()
            #expect(await world.courier.deliver() == 0)
        }
    }

    @Test(arguments: [HTTPStatus.internalServerError, .badGateway, .serviceUnavailable, .tooManyRequests])
    func `an application that cannot listen now is told again, with the same name of the event`(
        status: HTTPStatus
    ) async throws {
        try await withWorld { world in
            world.listener.answer([status, status])
            try await world.endSession()
            #expect(await world.courier.deliver() == 1)
            #expect(await world.courier.deliver() == 0)
            #expect(try await world.notices().first?.reason == "it said \(status)")
            world.server.clock.advance(by: .seconds(6))
            #expect(await world.courier.deliver() == 1)
            world.server.clock.advance(by: .seconds(6))
            #expect(await world.courier.deliver() == 0)
            world.server.clock.advance(by: .seconds(6))
            #expect(await world.courier.deliver() == 1)
            #expect(try await world.notices().isEmpty)
            let tokens = try world.listener.heard.map { try JWTParts($0).claims }
            #expect(tokens.count == 3)
            #expect(Set(tokens.map { $0["jti"] }).count == 1)
            #expect(Set(tokens.map { $0["iat"] }).count == 3)
        }
    }

    @Test(arguments: [HTTPStatus.badRequest, .notFound, .seeOther])
    func `an application that refuses is not asked again`(status: HTTPStatus) async throws {
        try await withWorld { world in
            world.listener.answer([status])
            try await world.endSession()
            await world.courier.deliver()
            let notice = try #require(try await world.notices().first)
            #expect(notice.state == .dead)
            #expect(notice.clientID == world.client.clientID)
            world.server.clock.advance(by: .hours(2))
            #expect(await world.courier.deliver() == 0)
            let metrics = try await world.server.get("/debug/metrics").text
            #expect(metrics.contains(#"alcazar_logout_notices{state="dead"} 1"#))
            #expect(metrics.contains(#"alcazar_logout_notice_attempts_total{outcome="dead"} 1"#))
            let listed = LogoutListing.line(notice)
            #expect(listed.contains("client \(world.client.clientID)"))
            #expect(listed.contains("(it said \(status))"))
            world.server.clock.advance(by: .days(8))
            _ = try await world.server.database.removeExpired(at: world.server.clock.now)
            #expect(try await world.notices().isEmpty)
        }
    }

    @Test func `after a day nobody tries any more`() async throws {
        try await withWorld { world in
            world.listener.answer(Array(repeating: .serviceUnavailable, count: 200))
            try await world.endSession()
            var attempts = 0
            while try await world.notices().first?.state == .waiting {
                attempts += await world.courier.deliver()
                world.server.clock.advance(by: .minutes(73))
            }
            #expect((15...25).contains(attempts))
            #expect(try await world.notices().first?.reason == "it said 503")
        }
    }

    @Test func `CVE-2025-67494: no application makes this service call a private network`() async throws {
        try await withWorld { world in
            let strict = try await world.server.node()
            let refused = try await strict.tryCall(
                "zitadel.application.v2.ApplicationService/CreateApplication",
                [
                    "projectId": .string(world.client.projectID), "name": "private",
                    "oidcConfiguration": [
                        "redirectUris": ["https://app.example/"], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                        "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
                        "backChannelLogoutUri": "http://127.0.0.1/logout",
                    ],
                ])
            #expect(refused.text.contains("PROJECT-msNebo"))
            try await world.endSession()
            // A node sees what another one wrote a few milliseconds later.
            let deadline = ContinuousClock.now + .seconds(20)
            while await strict.service.jobs.logoutCourier.deliver() == 0, ContinuousClock.now < deadline {}
            #expect(world.listener.heard.isEmpty)
            #expect(try await world.notices().first?.state == .dead)
        }
    }

    @Test func `of several nodes one tells`() async throws {
        try await withWorld { world in
            let other = try await world.server.node(allowedHosts: ["127.0.0.1"])
            try await world.endSession()
            async let first = world.courier.deliver()
            async let second = other.service.jobs.logoutCourier.deliver()
            #expect(await first + second == 1)
            #expect(world.listener.heard.count == 1)
        }
    }

    @Test func `a notice that a dead courier left behind is taken up by another`() async throws {
        try await withWorld { world in
            try await world.endSession()
            let now = world.server.clock.now
            let taken = try await world.server.database.write { (tx) throws(DomainError) in
                try tx.takeLogoutNotices(holder: "dead", until: now + .minutes(1), atMost: 8, at: now)
            }
            #expect(taken.count == 1)
            #expect(await world.courier.deliver() == 0)
            world.server.clock.advance(by: .minutes(1))
            #expect(await world.courier.deliver() == 1)
            #expect(world.listener.heard.count == 1)
        }
    }

    @Test func `a running service tells by itself`() async throws {
        try await withWorld { world in
            let running = Task { await world.courier.run() }
            try await world.endSession()
            let deadline = ContinuousClock.now + .seconds(20)
            while world.listener.heard.isEmpty, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            running.cancel()
            await running.value
            #expect(world.listener.heard.count == 1)
        }
    }

    @Test(arguments: ["code", "id_token", "id_token token"])
    func `every way to sign in is remembered`(responseType: String) async throws {
        try await withWorld { world in
            var settings: JSONObject = [
                "redirectUris": [.string(TestSignIn.redirectURI)],
                "backChannelLogoutUri": .string(world.address),
            ]
            if responseType != "code" {
                settings["responseTypes"] = ["OIDC_RESPONSE_TYPE_ID_TOKEN", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"]
                settings["grantTypes"] = ["OIDC_GRANT_TYPE_IMPLICIT"]
                settings["applicationType"] = "OIDC_APP_TYPE_USER_AGENT"
            }
            let client = try await world.server.addClient(
                "other", project: world.client.projectID, settings)
            let application = TestSignIn(world.server, client)
            let session = try await world.server.signIn(world.server.addPerson("road"))
            let type: [(String, String?)] = [("response_type", responseType), ("scope", "openid")]
            if responseType == "code" {
                _ = try await application.tokens(type, session: session)
            } else {
                _ = try await application.callback(type, session: session)
            }
            // Asked for, but never redeemed.
            let unused = try await world.server.addClient(
                "unused", project: world.client.projectID, ["backChannelLogoutUri": .string(world.address)])
            _ = try await TestSignIn(world.server, unused).code(session: session)
            try await world.server.call(
                "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)])
            await world.courier.deliver()
            let tokens = try world.listener.heard.map { try JWTParts($0).claims }
            #expect(tokens.map { $0["aud"] } == [[.string(client.clientID)]])
            #expect(tokens.map { $0["sid"] } == [.string(session.id)])
        }
    }

    @Test func `§2.4: a logout token is no other token`() async throws {
        try await withWorld { world in
            try await world.endSession()
            await world.courier.deliver()
            let token = try #require(world.listener.heard.first)
            #expect(try await world.server.get("/oidc/v1/userinfo", token: token).status == .unauthorized)
            let hint = try await world.server.post("/oidc/v1/end_session", [("id_token_hint", token)])
            #expect(hint.status == .badRequest)
            #expect(try await world.server.logouts.request(from: token) == nil)
        }
    }

    @Test func `who does not want to know any more is not told`() async throws {
        try await withWorld { world in
            try await world.server.call(
                "zitadel.application.v2.ApplicationService/UpdateApplication",
                [
                    "applicationId": .string(world.client.id), "projectId": .string(world.client.projectID),
                    "oidcConfiguration": ["backChannelLogoutUri": ""],
                ])
            try await world.endSession()
            #expect(try await world.notices().isEmpty)
        }
    }
}
