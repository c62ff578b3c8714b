internal import HTTP
internal import OAuth
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("RFC 6749 §6 and RFC 9700 §4.14: refresh tokens")
struct RefreshTokenTests {
    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
    }

    private func first() async throws -> (access: String, refresh: String) {
        let tokens = try await signIn.tokens(session: session)
        return (try server.text(tokens, "access_token"), try server.text(tokens, "refresh_token"))
    }

    private func isAlive(_ access: String) async throws -> Bool {
        try await server.get("/oidc/v1/userinfo", token: access).status == .ok
    }

    @Test func `a refresh gives new tokens about the same sign-in, and leaves the earlier access token alone`()
        async throws
    {
        let (access, refresh) = try await first()
        let before = server.clock.now
        server.clock.advance(by: .seconds(3600))
        let response = try await signIn.refresh(refresh)
        #expect(response.status == .ok)
        let tokens = try response.json
        #expect(try server.text(tokens, "refresh_token") != refresh)
        let idToken = try JWTParts(server.text(tokens, "id_token")).claims
        #expect(idToken["auth_time"]?.integerValue == before.seconds)
        #expect(idToken["amr"] == ["pwd"])
        #expect(idToken["sid"] == .string(session.id))
        #expect(idToken["nonce"] == nil)
        #expect(try await isAlive(access))
        #expect(try await isAlive(server.text(tokens, "access_token")))
    }

    @Test func `fewer scopes may be asked for, more not`() async throws {
        let (_, refresh) = try await first()
        let more = try await signIn.refresh(refresh, [("scope", "openid phone")])
        #expect(try more.json["error"] == "invalid_scope")
        let fewer = try await signIn.refresh(refresh, [("scope", "openid email")]).json
        #expect(fewer["scope"] == "openid email")
        let userInfo = try await server.get("/oidc/v1/userinfo", token: server.text(fewer, "access_token")).json
        #expect(userInfo["email"] != nil)
        #expect(userInfo["name"] == nil)
        let all = try await signIn.refresh(server.text(fewer, "refresh_token")).json
        #expect(all["scope"] == "openid profile email offline_access")
    }

    @Test func `fewer scopes make a token for fewer`() async throws {
        let api = try await server.addAPI("other", project: try await server.addProject("Other"))
        let other = "urn:zitadel:iam:org:project:id:\(api.projectID):aud"
        let own = "urn:zitadel:iam:org:project:id:zitadel:aud"
        let all = "openid offline_access \(own) \(other)"
        let tokens = try await signIn.tokens([("scope", all)], session: session)
        func reach(_ tokens: JSONValue) async throws -> [Bool] {
            let access = try server.text(tokens, "access_token")
            let user = try await server.tryCall(
                "zitadel.user.v2.UserService/GetUserByID", ["userId": .string(user)], token: access)
            let isActive = try await server.introspect(access, by: api).json["active"] == true
            return [user.status == .ok, isActive]
        }
        #expect(try await reach(tokens) == [true, true])
        let fewer = try await signIn.refresh(server.text(tokens, "refresh_token"), [("scope", "openid \(other)")]).json
        #expect(try await reach(fewer) == [false, true])
        let fewest = try await signIn.refresh(server.text(fewer, "refresh_token"), [("scope", "openid")]).json
        #expect(try await reach(fewest) == [false, false])
        #expect(try await isAlive(server.text(fewest, "access_token")))
        // The sign-in has not become less.
        let again = try await signIn.refresh(server.text(fewest, "refresh_token")).json
        #expect(try await reach(again) == [true, true])
    }

    @Test func `the token before is answered with the same successor for ten seconds`() async throws {
        let (_, refresh) = try await first()
        let one = try await signIn.refresh(refresh)
        server.clock.advance(by: .milliseconds(9_999))
        let two = try await signIn.refresh(refresh)
        #expect(one.status == .ok)
        #expect(two.status == .ok)
        // Either successor goes on, and the other one with it.
        let next = try await signIn.refresh(server.text(one.json, "refresh_token"))
        #expect(next.status == .ok)
        #expect(try await signIn.refresh(server.text(two.json, "refresh_token")).status == .ok)
    }

    @Test func `RFC 9700 §4.14.2: a token that comes again later ends the family and all its access tokens`()
        async throws
    {
        let (access, refresh) = try await first()
        let next = try await signIn.refresh(refresh).json
        server.clock.advance(by: .seconds(10))
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_grant")
        #expect(try await signIn.refresh(server.text(next, "refresh_token")).json["error"] == "invalid_grant")
        #expect(try await !isAlive(access))
        #expect(try await !isAlive(server.text(next, "access_token")))
    }

    @Test func `of many who refresh at once all get the same successor`() async throws {
        let (_, refresh) = try await first()
        let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
            for _ in 0..<8 { group.addTask { try await signIn.refresh(refresh) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { $0.status == .ok })
        let successor = try server.text(#require(answers.last).json, "refresh_token")
        #expect(try await signIn.refresh(successor).status == .ok)
    }

    @Test func `an unused family ends after 30 days, every family after 90`() async throws {
        var (_, refresh) = try await first()
        for _ in 0..<3 {
            server.clock.advance(by: .hours(29 * 24))
            refresh = try await server.text(signIn.refresh(refresh).json, "refresh_token")
        }
        server.clock.advance(by: .hours(3 * 24))
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_grant")
        let (_, idle) = try await first()
        server.clock.advance(by: .hours(30 * 24))
        #expect(try await signIn.refresh(idle).json["error"] == "invalid_grant")
    }

    @Test func `a family is kept for as long as its last use lets it live`() async throws {
        var (_, refresh) = try await first()
        for hours in [20, 30 * 24 - 1, 3, 30 * 24 - 1, 23, 20 * 24] {
            server.clock.advance(by: .hours(Int64(hours)))
            _ = try await server.database.removeExpired(at: server.clock.now + .hours(24), tokenLifetime: .zero)
            refresh = try await server.text(signIn.refresh(refresh).json, "refresh_token")
        }
        server.clock.advance(by: .hours(10 * 24))
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_grant")
    }

    @Test func `a refresh token outlives its session, an access token does not`() async throws {
        let (access, refresh) = try await first()
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession",
            ["sessionId": .string(session.id), "sessionToken": .string(session.token)])
        #expect(try await !isAlive(access))
        let tokens = try await signIn.refresh(refresh).json
        #expect(try await isAlive(server.text(tokens, "access_token")))
        #expect(try JWTParts(server.text(tokens, "id_token")).claims["sid"] == nil)
    }

    @Test func `RFC 7009 §2.1: a revoked refresh token takes its access tokens along`() async throws {
        let (access, refresh) = try await first()
        let other = try await server.addClient("other", project: signIn.client.projectID)
        let foreign = try await server.post("/oauth/v2/revoke", [("token", refresh)] + other.credentials)
        #expect(try foreign.json["error"] == "invalid_grant")
        let revoked = try await server.post("/oauth/v2/revoke", [("token", refresh)] + signIn.client.credentials)
        #expect(revoked.status == .ok)
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_grant")
        #expect(try await !isAlive(access))
    }

    @Test func `a refresh token is nothing else`() async throws {
        let (access, refresh) = try await first()
        #expect(try await signIn.refresh(access).json["error"] == "invalid_grant")
        #expect(try await signIn.redeem(refresh).json["error"] == "invalid_grant")
        #expect(try await server.get("/oidc/v1/userinfo", token: refresh).status == .unauthorized)
        let api = try await server.addAPI("api", project: signIn.client.projectID)
        #expect(try await server.introspect(refresh, by: api).json["active"] == false)
    }

    @Test func `what ends a family ends its access tokens, however long they live`() async throws {
        var lifetimes = TokenLifetimes()
        lifetimes.accessToken = .days(7)
        let server = try await TestServer(lifetimes: lifetimes)
        let signIn = TestSignIn(server, try await server.addClient("web", project: server.addProject("Shop")))
        let session = try await server.signIn(server.addPerson("road"))
        let code = try await signIn.code(session: session)
        let access = try await server.text(signIn.redeem(code).json, "access_token")
        #expect(try await signIn.redeem(code).status == .badRequest)
        server.clock.advance(by: .days(6))
        _ = try await server.database.removeExpired(at: server.clock.now)
        #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
    }
}
