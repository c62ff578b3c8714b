internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("RFC 8628 §3.4 and §3.5: device access tokens")
struct DeviceCodeTests {
    let fixture: DeviceFixture
    var server: TestServer { fixture.server }

    init() async throws {
        fixture = try await DeviceFixture()
    }

    @Test func `a device that was approved gets the tokens of the person`() async throws {
        let begun = try await fixture.begin(scope: "openid profile unknown")
        #expect(try await fixture.outcome(begun) == "authorization_pending")
        #expect(try await fixture.approve(begun).text == "{}")
        let response = try await fixture.poll(begun)
        #expect(response.status == .ok)
        let tokens = try response.json
        #expect(tokens["scope"] == "openid profile")
        #expect(tokens["token_type"] == "Bearer")
        let claims = try JWTParts(server.text(tokens, "id_token")).claims
        #expect(claims["sub"] == "minnie")
        #expect(claims["azp"] == .string(fixture.client.clientID))
        #expect(claims["sid"] == "session-of-minnie")
        #expect(claims["auth_time"] == .integer(server.clock.now.seconds))
        let userInfo = try await server.get("/oidc/v1/userinfo", token: server.text(tokens, "access_token"))
        #expect(try userInfo.json["sub"] == "minnie")
    }

    @Test func `without openid there is no ID token`() async throws {
        let begun = try await fixture.begin(scope: "profile")
        _ = try await fixture.approve(begun)
        #expect(try await fixture.poll(begun).json["id_token"] == nil)
    }

    @Test func `a request without a code is refused`() async throws {
        for code in [[], [("device_code", "")]] {
            let response = try await server.post(
                "/oauth/v2/token", fixture.client.credentials + [("grant_type", DeviceFixture.grant)] + code)
            #expect(response.status == .badRequest)
            #expect(try response.json["error"] == "invalid_request")
        }
    }

    @Test func `CVE-2026-55672: a code is worth nothing to another client`() async throws {
        let other = try await server.addClient("other", project: fixture.client.projectID)
        let begun = try await fixture.begin()
        #expect(try await fixture.outcome(begun, as: other) == "invalid_grant")
        _ = try await fixture.approve(begun)
        #expect(try await fixture.outcome(begun, as: other) == "invalid_grant")
        #expect(try await fixture.outcome(begun) == nil)
    }

    @Test func `CVE-2026-27840: nothing but the whole code is the code`() async throws {
        let begun = try await fixture.begin()
        _ = try await fixture.approve(begun)
        let code = begun.deviceCode
        for wrong in [
            "x", String(code.dropLast()), String(code.dropFirst()), code + "A", code.uppercased(), begun.userCode,
        ] {
            let guess = DeviceFixture.Begun(deviceCode: wrong, userCode: "")
            #expect(try await fixture.outcome(guess) == "invalid_grant")
        }
        #expect(try await fixture.outcome(begun) == nil)
    }

    @Test func `a device that asks too often is told to slow down, each time by five seconds`() async throws {
        let begun = try await fixture.begin()
        func poll(after seconds: Double) async throws -> String? {
            server.clock.advance(by: .milliseconds(Int64(seconds * 1000)))
            return try await fixture.outcome(begun)
        }
        #expect(try await poll(after: 0) == "authorization_pending")
        #expect(try await poll(after: 5) == "authorization_pending")
        #expect(try await poll(after: 4.999) == "slow_down")
        #expect(try await poll(after: 9.999) == "slow_down")
        #expect(try await poll(after: 14.999) == "slow_down")
        #expect(try await poll(after: 20) == "authorization_pending")
        _ = try await fixture.approve(begun)
        #expect(try await poll(after: 0) == nil)
    }

    @Test func `a request that nobody decides expires`() async throws {
        let begun = try await fixture.begin()
        server.clock.advance(by: .milliseconds(299_999))
        #expect(try await fixture.outcome(begun) == "authorization_pending")
        server.clock.advance(by: .milliseconds(1))
        #expect(try await fixture.outcome(begun) == "expired_token")
        let lookup = try await server.tryCall(
            "\(DeviceFixture.service)/GetDeviceAuthorizationRequest", ["userCode": .string(begun.userCode)],
            token: fixture.loginClient)
        #expect(lookup.status == .notFound)
    }

    @Test func `an approval in time counts after the expiry, for as long again`() async throws {
        let (first, second) = (try await fixture.begin(), try await fixture.begin())
        server.clock.advance(by: .seconds(299))
        _ = try await fixture.approve(first)
        _ = try await fixture.approve(second)
        server.clock.advance(by: .seconds(299))
        #expect(try await fixture.outcome(first) == nil)
        server.clock.advance(by: .seconds(1))
        #expect(try await fixture.outcome(second) == "expired_token")
    }

    @Test func `a denied request stays denied`() async throws {
        let begun = try await fixture.begin()
        try await fixture.deny(begun)
        #expect(try await fixture.outcome(begun) == "access_denied")
        server.clock.advance(by: .seconds(400))
        #expect(try await fixture.outcome(begun) == "access_denied")
    }

    @Test func `CVE-2025-46815: of twenty devices with one code one gets tokens`() async throws {
        let begun = try await fixture.begin()
        _ = try await fixture.approve(begun)
        let outcomes = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 { group.addTask { try await fixture.outcome(begun) } }
            return try await group.reduce(into: [:]) { $0[$1 ?? "tokens", default: 0] += 1 }
        }
        #expect(outcomes == ["tokens": 1, "invalid_grant": 19])
    }

    @Test(arguments: ["DeactivateUser", "LockUser", "DeleteUser"])
    func `CVE-2026-16103: who may not sign in any more gives a device nothing`(method: String) async throws {
        let begun = try await fixture.begin()
        _ = try await fixture.approve(begun)
        try await server.call("zitadel.user.v2.UserService/\(method)", ["userId": "minnie"])
        #expect(try await fixture.outcome(begun) == "invalid_grant")
    }

    @Test func `an approval ends with its session`() async throws {
        let begun = try await fixture.begin()
        _ = try await fixture.approve(begun)
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": "session-of-minnie"])
        #expect(try await fixture.outcome(begun) == "invalid_grant")
    }

    @Test func `the access token ends with the session`() async throws {
        let begun = try await fixture.begin()
        _ = try await fixture.approve(begun)
        let token = try await server.text(fixture.poll(begun).json, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .ok)
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": "session-of-minnie"])
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .unauthorized)
    }

    @Test func `CVE-2026-33132: a request for another organization cannot be approved`() async throws {
        let other = try await server.addOrganization("other")
        let begun = try await fixture.begin(scope: "openid urn:zitadel:iam:org:id:\(other)")
        #expect(try await fixture.approve(begun).status == .forbidden)
        #expect(try await fixture.outcome(begun) == "authorization_pending")
        let own = try await fixture.begin(scope: "openid urn:zitadel:iam:org:id:\(server.organizationID)")
        #expect(try await fixture.approve(own).status == .ok)
    }

    @Test(arguments: ["authorizationRequired", "projectAccessRequired"])
    func `a project that does not let a user in keeps the device out`(setting: String) async throws {
        let organization = try await server.addOrganization("other")
        let project = try await server.addProject("closed", organization: organization)
        try await server.call(
            "zitadel.project.v2.ProjectService/UpdateProject",
            ["projectId": .string(project), setting: true])
        let client = try await server.addClient("closed", project: project)
        let begun = try await fixture.begin(client)
        let refusal = try await fixture.approve(begun)
        #expect(refusal.status == .forbidden)
        #expect(refusal.text.contains(setting == "authorizationRequired" ? "GrantRequired" : "ProjectRequired"))
        #expect(try await fixture.outcome(begun, as: client) == "authorization_pending")
    }

    @Test func `the device code is in the store as a digest alone`() async throws {
        let begun = try await fixture.begin()
        let rows = try await server.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT device_digest, user_code FROM device_authorizations") { (row) throws(DomainError) in
                (try row.blob("device_digest"), try row.text("user_code"))
            }
        }
        #expect(rows.count == 1)
        #expect(rows.first?.0.count == 32)
        #expect(rows.first?.0 != Base64URL.decode(begun.deviceCode))
        #expect(rows.first?.1 == begun.userCode.filter { $0 != "-" })
    }

    @Test func `a device with offline_access gets a refresh token, which outlives the session`() async throws {
        let plain = try await fixture.begin()
        _ = try await fixture.approve(plain)
        #expect(try await fixture.poll(plain).json["refresh_token"] == nil)
        let begun = try await fixture.begin(scope: "openid offline_access")
        _ = try await fixture.approve(begun)
        let tokens = try await fixture.poll(begun).json
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": "session-of-minnie"])
        let old = try server.text(tokens, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: old).status == .unauthorized)
        let refreshed = try await server.post(
            "/oauth/v2/token",
            fixture.client.credentials + [
                ("grant_type", "refresh_token"), ("refresh_token", try server.text(tokens, "refresh_token")),
            ])
        #expect(refreshed.status == .ok)
        let token = try server.text(refreshed.json, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .ok)
        #expect(try JWTParts(server.text(refreshed.json, "id_token")).claims["sid"] == nil)
    }

    @Test func `CVE-2026-4282: no other token of ours is a device code, and a device code is nothing else`()
        async throws
    {
        let begun = try await fixture.begin(scope: "openid offline_access")
        _ = try await fixture.approve(begun)
        let tokens = try await fixture.poll(begun).json
        for other in [
            try server.text(tokens, "access_token"), try server.text(tokens, "id_token"),
            try server.text(tokens, "refresh_token"), fixture.sessionToken, fixture.loginClient,
        ] {
            let guess = DeviceFixture.Begun(deviceCode: other, userCode: "")
            #expect(try await fixture.outcome(guess) == "invalid_grant")
        }
        let next = try await fixture.begin()
        _ = try await fixture.approve(next)
        for form in [
            [("grant_type", "refresh_token"), ("refresh_token", next.deviceCode)],
            [
                ("grant_type", "authorization_code"), ("code", next.deviceCode),
                ("redirect_uri", "https://app.example/callback"), ("code_verifier", next.deviceCode),
            ],
        ] {
            let response = try await server.post("/oauth/v2/token", fixture.client.credentials + form)
            #expect(try response.json["error"] == "invalid_grant")
        }
        #expect(try await server.get("/oidc/v1/userinfo", token: next.deviceCode).status == .unauthorized)
        #expect(try await fixture.outcome(next) == nil)
    }

    @Test func `requests that led to nothing are forgotten soon, guesses a day later, others after their tokens`()
        async throws
    {
        _ = try await fixture.begin()
        let approved = try await fixture.begin()
        _ = try await fixture.approve(approved)
        let guess = try await server.tryCall(
            "\(DeviceFixture.service)/GetDeviceAuthorizationRequest", ["userCode": "XXXX-XXXX"],
            token: fixture.loginClient)
        #expect(guess.status == .notFound)
        func rows(after duration: Duration) async throws -> [Int64?] {
            server.clock.advance(by: duration)
            _ = try await server.database.removeExpired(at: server.clock.now)
            return try await server.database.read { (tx) throws(DomainError) in
                [
                    try tx.first("SELECT COUNT(*) AS n FROM device_authorizations") { (row) throws(DomainError) in
                        try row.integer("n")
                    },
                    try tx.first("SELECT COUNT(*) AS n FROM user_code_failures") { (row) throws(DomainError) in
                        try row.integer("n")
                    },
                ]
            }
        }
        #expect(try await rows(after: .minutes(5)) == [2, 1])
        #expect(try await rows(after: .minutes(1)) == [1, 1])
        #expect(try await rows(after: .hours(23)) == [1, 1])
        #expect(try await rows(after: .hours(1)) == [1, 0])
        #expect(try await rows(after: .hours(11)) == [1, 0])
        #expect(try await rows(after: .hours(1)) == [0, 0])
    }
}
