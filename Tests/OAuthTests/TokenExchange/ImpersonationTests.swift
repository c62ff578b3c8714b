internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

@Suite("RFC 8693 §4.1: to act for somebody else")
struct ImpersonationTests {
    private typealias Fixture = ExchangeFixture

    private func actor(_ fixture: ExchangeFixture, before: JSONValue? = nil) -> JSONValue {
        var actor: JSONObject = ["iss": .string(TestServer.issuer), "sub": .string(fixture.helper.id)]
        actor["act"] = before
        return .object(actor)
    }

    @Test func `a user is named, and the token tells who acts, everywhere`() async throws {
        let fixture = try await ExchangeFixture()
        let response = try await fixture.impersonate(
            "minnie", as: Fixture.userID, [("scope", "openid profile"), ("requested_token_type", Fixture.jwt)])
        #expect(response.status == .ok)
        let answer = try response.json
        let told = try await fixture.introspect(answer)
        #expect(told["sub"] == "minnie")
        #expect(told["act"] == actor(fixture))
        #expect(told["name"] == "Minnie M.")
        #expect(told["amr"] == ["pwd"])
        #expect(told["auth_time"] == .integer(fixture.server.clock.now.seconds))
        #expect(told["aud"] == [.string(fixture.project)])
        for token in ["access_token", "id_token"] {
            let claims = try JWTParts(fixture.server.text(answer, token)).claims
            #expect(claims["sub"] == "minnie")
            #expect(claims["act"] == actor(fixture))
        }
        let userInfo = try await fixture.server.get(
            "/oidc/v1/userinfo", token: fixture.server.text(answer, "access_token"))
        #expect(try userInfo.json["name"] == "Minnie M.")
        #expect(try userInfo.json["act"] == nil)
    }

    @Test func `a signed-in user is acted for with her token or her ID token`() async throws {
        let fixture = try await ExchangeFixture()
        let signIn = JSONValue.object(try await fixture.signIn())
        for (member, type) in [("access_token", Fixture.accessToken), ("id_token", Fixture.idToken)] {
            let token = try fixture.server.text(signIn, member)
            let answer = try await fixture.impersonate(token, as: type, [("scope", "openid email")]).json
            let told = try await fixture.introspect(answer)
            #expect(told["sub"] == "minnie")
            #expect(told["act"] == actor(fixture))
            #expect(told["email"] == "minnie@mouse.example")
        }
    }

    @Test func `the actor shows an access token, a personal access token or an ID token`() async throws {
        let fixture = try await ExchangeFixture()
        let created = try await fixture.server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(fixture.helper.id), "expirationDate": "2026-01-05T11:00:00Z"])
        let machine = try await fixture.server.token(
            fixture.helper, scope: "openid profile \(fixture.audience)"
        ).json
        for (token, type) in [
            (try fixture.server.text(created, "token"), Fixture.accessToken),
            (try fixture.server.text(machine, "access_token"), Fixture.accessToken),
            (try fixture.server.text(machine, "id_token"), Fixture.idToken),
        ] {
            let response = try await fixture.exchange(
                subject: "minnie", as: Fixture.userID,
                [("actor_token", token), ("actor_token_type", type), ("scope", "profile")])
            #expect(try await fixture.introspect(response.json)["act"] == actor(fixture))
        }
    }

    @Test func `an application that has a key names the user in an assertion`() async throws {
        let fixture = try await ExchangeFixture()
        var settings = Fixture.grants
        settings["authMethodType"] = "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"
        let signing = try await fixture.issuing.addApplication("signing", project: fixture.project, settings)
        let created = try await fixture.server.call(
            "zitadel.application.v2.ApplicationService/CreateApplicationKey",
            ["applicationId": .string(signing.id), "projectId": .string(fixture.project)])
        let key = try TestKey(file: fixture.server.keyFile(created, "keyDetails"))
        let foreign = try await fixture.server.addSigningAPI("foreign", project: fixture.project).key
        func exchange(_ subject: String) async throws -> TestResponse {
            try await fixture.server.post(
                "/oauth/v2/token",
                [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", subject),
                    ("subject_token_type", Fixture.jwt), ("actor_token", fixture.helperToken()),
                    ("actor_token_type", Fixture.accessToken), ("scope", "openid"),
                    ("client_assertion", key.assertion(at: fixture.server.clock.now)),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ])
        }
        let now = fixture.server.clock.now
        let answer = try await exchange(key.assertion(at: now, changing: ["sub": "minnie"])).json
        #expect(try await fixture.introspect(answer)["sub"] == "minnie")
        #expect(try await fixture.introspect(answer)["act"] == actor(fixture))
        for wrong in [
            try foreign.assertion(at: now, changing: ["sub": "minnie"]),
            try key.assertion(at: now, audience: "https://other.example", changing: ["sub": "minnie"]),
            try key.assertion(at: now, changing: ["sub": "minnie", "exp": .integer(now.seconds - 1)]),
            try key.assertion(at: now, changing: ["sub": nil]),
        ] {
            #expect(try await exchange(wrong).refusal == "invalid_request: subject_token invalid")
        }
    }

    @Test func `actors stand behind one another, up to a bound`() async throws {
        let fixture = try await ExchangeFixture()
        var token = try await fixture.server.text(fixture.impersonate().json, "access_token")
        let again = try await fixture.impersonate(token, as: Fixture.accessToken).json
        #expect(try await fixture.introspect(again)["act"] == actor(fixture, before: actor(fixture)))
        for _ in 1..<TokenExchangeGrant.greatestActorCount {
            token = try await fixture.server.text(
                fixture.impersonate(token, as: Fixture.accessToken).json, "access_token")
        }
        let refused = try await fixture.impersonate(token, as: Fixture.accessToken)
        #expect(try refused.refusal == "invalid_request: too many actors stand behind one another")
    }

    @Test func `a simple exchange keeps the actor`() async throws {
        let fixture = try await ExchangeFixture()
        let acting = try await fixture.impersonate(fixture.signedInToken(), as: Fixture.accessToken).json
        let exchanged = try await fixture.exchange(subject: fixture.server.text(acting, "access_token")).json
        #expect(try await fixture.introspect(exchanged)["act"] == actor(fixture))
    }

    @Test func `the token ends with its actor, and there is no refresh token`() async throws {
        let fixture = try await ExchangeFixture()
        let answer = try await fixture.impersonate(
            fixture.signedInToken(), as: Fixture.accessToken, [("scope", "profile offline_access")]
        ).json
        #expect(answer["refresh_token"] == nil)
        fixture.server.clock.advance(by: .milliseconds(1))
        try await fixture.server.call(
            "zitadel.user.v2.UserService/DeactivateUser", ["userId": .string(fixture.helper.id)])
        #expect(try await fixture.introspect(answer) == ["active": false])
    }

    @Test func `the token ends when the actor's token is revoked`() async throws {
        let fixture = try await ExchangeFixture()
        let helper = try await fixture.helperToken()
        let answer = try await fixture.exchange(
            subject: "minnie", as: Fixture.userID, [("actor_token", helper), ("actor_token_type", Fixture.accessToken)]
        ).json
        let further = try await fixture.exchange(subject: fixture.server.text(answer, "access_token")).json
        #expect(try await fixture.introspect(further)["active"] == true)
        let revoked = try await fixture.server.post(
            "/oauth/v2/revoke",
            [
                ("token", helper), ("client_id", fixture.helper.clientID), ("client_secret", fixture.helper.secret),
            ])
        #expect(revoked.status == .ok)
        #expect(try await fixture.introspect(answer) == ["active": false])
        #expect(try await fixture.introspect(further) == ["active": false])
    }

    @Test func `the administration API refuses whoever acts for somebody else`() async throws {
        let fixture = try await ExchangeFixture()
        let scope = "openid urn:zitadel:iam:org:project:id:zitadel:aud"
        let own = try await fixture.signedInToken(scope: scope)
        let call = "zitadel.user.v2.UserService/GetUserByID"
        let direct = try await fixture.server.tryCall(call, ["userId": "minnie"], token: own)
        #expect(direct.status == .ok)
        let acting = try await fixture.server.text(
            fixture.impersonate(own, as: Fixture.accessToken).json, "access_token")
        let refused = try await fixture.server.tryCall(call, ["userId": "minnie"], token: acting)
        #expect(refused.status == .forbidden)
        #expect(refused.text.contains("Errors.TokenExchange.Token.NotForAPI (APP-Shi0J)"))
    }

    @Test func `only where the instance allows it`() async throws {
        let fixture = try await ExchangeFixture(allowsImpersonation: false)
        let refusal = "invalid_request: Errors.TokenExchange.Impersonation.PolicyDisabled"
        #expect(try await fixture.impersonate().refusal == refusal)
        let byToken = try await fixture.impersonate(fixture.signedInToken(), as: Fixture.accessToken)
        #expect(try byToken.refusal == refusal)
        #expect(try await fixture.exchange(subject: fixture.signedInToken()).status == .ok)
    }

    @Test(
        arguments: [
            ([], "membership not found"), (["ORG_OWNER"], "No matching permissions found"),
            (["ORG_USER_MANAGER"], "No matching permissions found"), (["ORG_END_USER_IMPERSONATOR"], ""),
            (["ORG_ADMIN_IMPERSONATOR"], ""),
        ] as [([String], String)])
    func `only with a role for it in the subject's organization`(roles: [String], refusal: String) async throws {
        let fixture = try await ExchangeFixture(roles: roles)
        let response = try await fixture.impersonate()
        #expect(response.status == (refusal.isEmpty ? .ok : .badRequest))
        #expect(try response.refusal == (refusal.isEmpty ? ": " : "invalid_request: \(refusal)"))
    }

    @Test func `a role in another organization is none here`() async throws {
        let fixture = try await ExchangeFixture(roles: [])
        let other = try await fixture.server.addOrganization("Other")
        try await fixture.makeAdministrator(fixture.helper.id, ["ORG_ADMIN_IMPERSONATOR"], organization: other)
        #expect(try await fixture.impersonate().refusal == "invalid_request: membership not found")
    }

    @Test func `administrators are acted for by those who may act for administrators`() async throws {
        for (role, status) in [
            ("ORG_END_USER_IMPERSONATOR", HTTPStatus.badRequest), ("ORG_ADMIN_IMPERSONATOR", .ok),
        ] {
            let fixture = try await ExchangeFixture(roles: [role])
            try await fixture.makeAdministrator("minnie", ["ORG_OWNER_VIEWER"])
            #expect(try await fixture.impersonate().status == status)
        }
    }

    @Test func `to name a user takes what the actor's token allows, but for what only tells`() async throws {
        let fixture = try await ExchangeFixture()
        let free = try await fixture.impersonate("minnie", as: Fixture.userID, [("scope", "openid email phone")])
        #expect(free.status == .ok)
        for scope in [
            "offline_access", "urn:zitadel:iam:org:projects:roles", "urn:zitadel:iam:org:project:role:admin",
            "urn:zitadel:iam:org:project:id:1:aud", "urn:zitadel:iam:org:id:\(fixture.server.organizationID)",
            "urn:zitadel:iam:org:domain:primary:zitadel.localhost", "urn:zitadel:iam:org:roles:id:1",
        ] {
            let response = try await fixture.impersonate("minnie", as: Fixture.userID, [("scope", scope)])
            #expect(try response.json["error"] == "invalid_scope")
        }
    }

    @Test func `who is not active, or nobody, cannot be acted for, and both read the same`() async throws {
        let fixture = try await ExchangeFixture()
        try await fixture.server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": "minnie"])
        for user in ["minnie", "nobody"] {
            #expect(try await fixture.impersonate(user).refusal == "invalid_request: Errors.User.NotActive")
        }
    }

    @Test func `it is written into the history of the user`() async throws {
        let fixture = try await ExchangeFixture()
        _ = try await fixture.impersonate()
        let events = try await fixture.issuing.events("user.impersonated")
        #expect(events == ["\(fixture.helper.id) minnie {\"clientId\":\"\(fixture.application.clientID)\"}"])
    }
}
