internal import App
internal import Domain
internal import HTTP
internal import Model
internal import OAuth
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("What was revoked stays revoked, however long tokens are set to live")
struct LongTokenLifetimeTests {
    private static let exchange = "urn:ietf:params:oauth:grant-type:token-exchange"

    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession
    private let lifetimes: TokenLifetimes

    /// ID tokens outlive access tokens by far, and access tokens the rows of codes and of refresh tokens.
    init() async throws {
        var lifetimes = TokenLifetimes()
        lifetimes.accessToken = .days(60)
        lifetimes.idToken = .days(100)
        self.lifetimes = lifetimes
        server = try await TestServer(lifetimes: lifetimes)
        let client = try await server.addClient(
            "web", project: server.addProject("Shop"),
            [
                "grantTypes": [
                    "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN",
                    "OIDC_GRANT_TYPE_DEVICE_CODE", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE",
                ]
            ])
        signIn = TestSignIn(server, client)
        user = try await server.addPerson("road")
        session = try await server.signIn(user)
    }

    /// Lets time pass, and the clean-up run at its end.
    private func wait(_ duration: Duration) async {
        server.clock.advance(by: duration)
        await server.service.jobs.runOnce()
    }

    private func isAlive(_ accessToken: String) async throws -> Bool {
        try await server.get("/oidc/v1/userinfo", token: accessToken).status == .ok
    }

    /// The person takes back what the application may do.
    private func withdraw() async throws {
        let clock = server.clock.wallClock
        let refreshTokens = RefreshTokens(
            database: server.database, clock: clock, sealer: TokenSealer(masterKey: server.masterKey),
            tokenLifetime: lifetimes.longest)
        let consents = Consents(
            database: server.database, clock: clock, refreshTokens: refreshTokens, instance: server.service.instance)
        let organization = Organization.ID(server.organizationID)
        try await consents.withdraw(
            of: User.ID(user), from: signIn.client.clientID,
            by: Caller(
                userID: User.ID(user), homeOrganizationID: organization, organizationID: organization,
                memberships: []))
    }

    private func expectWithdrawn(_ accessToken: String) async throws {
        #expect(try await isAlive(accessToken))
        try await withdraw()
        #expect(try await !isAlive(accessToken))
    }

    @Test func `an ID token of a sign-in that was ended is never exchanged again`() async throws {
        let (ended, living) = (
            try await signIn.tokens(session: session), try await signIn.tokens(session: session)
        )
        let revoked = try await server.post(
            "/oauth/v2/revoke", signIn.client.credentials + [("token", server.text(ended, "refresh_token"))])
        #expect(revoked.status == .ok)
        await wait(.days(62))
        func exchange(_ tokens: JSONValue) async throws -> TestResponse {
            try await server.post(
                "/oauth/v2/token",
                signIn.client.credentials + [
                    ("grant_type", Self.exchange), ("subject_token", server.text(tokens, "id_token")),
                    ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
                ])
        }
        #expect(try await exchange(ended).json["error_description"] == "subject_token invalid")
        #expect(try await exchange(living).status == .ok)
    }

    @Test func `a token without a refresh token goes with the permission, days after the sign-in`() async throws {
        let tokens = try await signIn.tokens([("scope", "openid")], session: session)
        await wait(.hours(26))
        try await expectWithdrawn(server.text(tokens, "access_token"))
    }

    @Test func `so does a device's`() async throws {
        let loginClient = try await server.addAdministrator("login", role: "IAM_LOGIN_CLIENT")
        let tokens = try await server.deviceTokens(
            signIn.client, scope: "openid", session: session.id, token: session.token, by: loginClient
        ).json
        await wait(.hours(26))
        try await expectWithdrawn(server.text(tokens, "access_token"))
    }

    @Test func `so does one that the last refresh token gave, when nobody refreshes any more`() async throws {
        let tokens = try await signIn.tokens(session: session)
        await wait(.days(29))
        let refreshed = try await signIn.refresh(server.text(tokens, "refresh_token")).json
        await wait(.days(59))
        try await expectWithdrawn(server.text(refreshed, "access_token"))
    }

    @Test func `RFC 6749 §4.1.2: a code that is used again days later still ends what it gave`() async throws {
        let code = try await signIn.code([("scope", "openid")], session: session)
        let access = try await server.text(signIn.redeem(code).json, "access_token")
        await wait(.hours(26))
        #expect(try await isAlive(access))
        #expect(try await signIn.redeem(code).status == .badRequest)
        #expect(try await !isAlive(access))
    }

    @Test func `who ends a session ends its tokens, weeks after it was over`() async throws {
        let session = try await server.signIn(user, lifetime: "3600s")
        let accessToken = try await server.text(
            signIn.tokens([("scope", "openid")], session: session), "access_token")
        await wait(.days(59))
        #expect(try await isAlive(accessToken))
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)])
        #expect(try await !isAlive(accessToken))
    }

    @Test func `a session that is over is kept for as long as its tokens and a day`() async throws {
        _ = try await server.signIn(user, lifetime: "3600s")
        func count() async throws -> Int64? {
            try await server.database.read { (tx) throws(DomainError) in
                try tx.first("SELECT COUNT(*) AS n FROM sessions WHERE expires_at IS NOT NULL") {
                    (row) throws(DomainError) in try row.integer("n")
                }
            }
        }
        await wait(.days(101))
        #expect(try await count() == 1)
        await wait(.minutes(61))
        #expect(try await count() == 0)
    }

    @Test func `what tokens came from is forgotten when none of them is left`() async throws {
        _ = try await signIn.tokens([("scope", "openid")], session: session)
        func rows() async throws -> Int64? {
            try await server.database.read { (tx) throws(DomainError) in
                try tx.first("SELECT COUNT(*) AS n FROM auth_requests") { (row) throws(DomainError) in
                    try row.integer("n")
                }
            }
        }
        await wait(.days(101))
        #expect(try await rows() == 1)
        await wait(.minutes(2))
        #expect(try await rows() == 0)
    }
}
