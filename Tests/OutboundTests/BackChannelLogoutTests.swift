internal import App
internal import Domain
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
