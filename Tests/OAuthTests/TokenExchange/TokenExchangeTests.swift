internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

@Suite("RFC 8693 §2: token exchange")
struct TokenExchangeTests {
    private typealias Fixture = ExchangeFixture

    let fixture: ExchangeFixture

    init() async throws {
        fixture = try await ExchangeFixture()
    }

    private var server: TestServer { fixture.server }

    @Test func `a token is exchanged for one with less in it`() async throws {
        let token = try await fixture.signedInToken()
        let response = try await fixture.exchange(
            subject: token, [("scope", "openid email"), ("audience", fixture.project)])
        #expect(response.status == .ok)
        #expect(response.fields["Cache-Control"] == "no-store")
        let answer = try response.json
        #expect(answer["issued_token_type"] == .string(Fixture.accessToken))
        #expect(answer["token_type"] == "Bearer")
        #expect(answer["scope"] == "openid email")
        #expect(answer["expires_in"] == 43200)
        #expect(answer["refresh_token"] == nil)
        let told = try await fixture.introspect(answer)
        #expect(told["sub"] == "minnie")
        #expect(told["scope"] == "openid email")
        #expect(told["aud"] == [.string(fixture.project)])
        #expect(told["client_id"] == .string(fixture.application.clientID))
        #expect(told["amr"] == ["pwd", "otp", "mfa"])
        #expect(told["act"] == nil)
        let idToken = try JWTParts(server.text(answer, "id_token")).claims
        #expect(idToken["sub"] == "minnie")
        #expect(idToken["nonce"] == nil)
        #expect(idToken["sid"] == nil)
    }

    @Test func `without scope and audience the token has those of its subject`() async throws {
        let answer = try await fixture.exchange(subject: fixture.signedInToken(scope: "openid profile")).json
        let told = try await fixture.introspect(answer)
        #expect(told["scope"] == "openid profile")
        #expect(told["aud"] == [.string(fixture.application.clientID), .string(fixture.project)])
    }

    @Test func `a JWT comes when it is asked for, whatever the application's setting`() async throws {
        let answer = try await fixture.exchange(
            subject: fixture.signedInToken(scope: "profile"), [("requested_token_type", Fixture.jwt)]
        ).json
        #expect(answer["issued_token_type"] == .string(Fixture.jwt))
        #expect(answer["token_type"] == "Bearer")
        let parts = try JWTParts(server.text(answer, "access_token"))
        #expect(parts.header["typ"] == "at+jwt")
        #expect(parts.claims["sub"] == "minnie")
        #expect(try await fixture.introspect(answer)["active"] == true)
    }

    @Test func `an ID token comes in the place of the access token`() async throws {
        let answer = try await fixture.exchange(
            subject: fixture.signedInToken(), [("requested_token_type", Fixture.idToken)]
        ).json
        #expect(answer["issued_token_type"] == .string(Fixture.idToken))
        #expect(answer["token_type"] == "N_A")
        #expect(answer["id_token"] == nil)
        #expect(answer["refresh_token"] == nil)
        let parts = try JWTParts(server.text(answer, "access_token"))
        #expect(parts.header["typ"] == "JWT")
        #expect(parts.claims["sub"] == "minnie")
        #expect(parts.claims["azp"] == .string(fixture.application.clientID))
        #expect(try await fixture.introspect(answer) == ["active": false])
    }

    @Test func `an ID token is exchanged, for what needs no scope`() async throws {
        let idToken = try await server.text(.object(fixture.signIn()), "id_token")
        let answer = try await fixture.exchange(subject: idToken, as: Fixture.idToken).json
        let told = try await fixture.introspect(answer)
        #expect(told["sub"] == "minnie")
        #expect(told["auth_time"] == .integer(server.clock.now.seconds - 10))
        #expect(told["amr"] == ["pwd", "otp", "mfa"])
    }

    @Test(arguments: [Fixture.accessToken, Fixture.jwt, Fixture.idToken])
    func `RFC 6749 §3.3, RFC 9068 §2.2.3: where there is no scope nothing says so`(type: String) async throws {
        let idToken = try await server.text(.object(fixture.signIn()), "id_token")
        let answer = try await fixture.exchange(
            subject: idToken, as: Fixture.idToken, [("requested_token_type", type)]
        ).json
        #expect(answer["access_token"] != nil && answer["scope"] == nil)
        if type == Fixture.jwt { #expect(try JWTParts(server.text(answer, "access_token")).claims["scope"] == nil) }
        guard type != Fixture.idToken else { return }
        let told = try await fixture.introspect(answer)
        #expect(told["active"] == true && told["scope"] == nil)
    }

    @Test(arguments: ["access_token", "id_token"])
    func `the clock skew moves the moment of the sign-in once`(member: String) async throws {
        var settings = ExchangeFixture.grants
        settings.append("clockSkew", "5s")
        let application = try await fixture.issuing.addApplication("skewed", project: fixture.project, settings)
        let signedIn = try await fixture.issuing.issuer.issue(
            fixture.issuing.authorization(for: application, scope: "openid"))
        let type = member == "id_token" ? Fixture.idToken : Fixture.accessToken
        let answer = try await fixture.exchange(
            subject: server.text(.object(signedIn), member), as: type, by: application
        ).json
        #expect(try await fixture.introspect(answer)["auth_time"] == .integer(server.clock.now.seconds - 15))
    }

    @Test func `a personal access token is exchanged for one of the application`() async throws {
        _ = try await server.authorize(fixture.helper.id, "reader", project: fixture.project)
        let created = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(fixture.helper.id), "expirationDate": "2026-01-05T11:00:00Z"])
        let answer = try await fixture.exchange(
            subject: server.text(created, "token"), [("scope", "openid urn:zitadel:iam:org:project:role:reader")]
        ).json
        let told = try await fixture.introspect(answer)
        #expect(told["sub"] == .string(fixture.helper.id))
        #expect(told["aud"] == [.string(fixture.application.clientID), .string(fixture.project)])
        #expect(told["urn:zitadel:iam:org:project:roles"]?["reader"] != nil)
        #expect(answer["expires_in"] == 3600)
    }

    @Test func `what was exchanged lives no longer than what it was made of`() async throws {
        let token = try await fixture.signedInToken()
        server.clock.advance(by: .hours(11))
        for type in [Fixture.accessToken, Fixture.jwt, Fixture.idToken] {
            let answer = try await fixture.exchange(subject: token, [("requested_token_type", type)]).json
            #expect(answer["expires_in"] == 3600)
        }
        let answer = try await fixture.exchange(subject: token).json
        server.clock.advance(by: .hours(1))
        #expect(try await fixture.introspect(answer) == ["active": false])
        #expect(try await fixture.exchange(subject: token).refusal == "invalid_request: subject_token invalid")
    }

    @Test func `no exchange gives a refresh token: what was exchanged ends with what it was made of`() async throws {
        let source = try await fixture.signedInToken()
        let answer = try await fixture.exchange(subject: source, [("scope", "profile offline_access")]).json
        #expect(answer["refresh_token"] == nil)
        #expect(try await fixture.introspect(answer)["sub"] == "minnie")
        let revoked = try await server.post(
            "/oauth/v2/revoke", [("token", source)], authorization: fixture.application.authorization)
        #expect(revoked.status == .ok)
        #expect(try await fixture.introspect(answer) == ["active": false])
    }

    @Test func `what was exchanged for a personal access token ends with it`() async throws {
        let machine = try await server.addMachine("robot")
        let made = try await server.call(
            "zitadel.user.v2.UserService/AddPersonalAccessToken",
            ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"])
        for type in [Fixture.accessToken, Fixture.jwt] {
            let answer = try await fixture.exchange(
                subject: server.text(made, "token"), [("requested_token_type", type)]
            ).json
            #expect(try await fixture.introspect(answer)["active"] == true)
            guard type == Fixture.jwt else { continue }
            try await server.call(
                "zitadel.user.v2.UserService/RemovePersonalAccessToken",
                ["userId": .string(machine.id), "tokenId": made["tokenId"] ?? .null])
            #expect(try await fixture.introspect(answer) == ["active": false])
        }
    }

    @Test func `whom the project does not let in gets no token by exchange`() async throws {
        let source = try await fixture.signedInToken()
        try await server.call(
            "zitadel.project.v2.ProjectService/UpdateProject",
            ["projectId": .string(fixture.project), "authorizationRequired": true])
        let refused = try await fixture.exchange(subject: source)
        #expect(try refused.refusal == "invalid_request: Errors.User.GrantRequired")
        _ = try await server.authorize("minnie", "guest", project: fixture.project)
        #expect(try await fixture.exchange(subject: source).status == .ok)
    }

    @Test func `several audiences may be asked for, and no other parameter twice`() async throws {
        let token = try await fixture.signedInToken()
        let both = [("audience", fixture.project), ("audience", fixture.application.clientID)]
        let told = try await fixture.introspect(fixture.exchange(subject: token, both).json)
        #expect(told["aud"] == [.string(fixture.project), .string(fixture.application.clientID)])
        let twice = try await fixture.exchange(subject: token, [("scope", "openid"), ("scope", "openid")])
        #expect(try twice.json["error"] == "invalid_request")
    }

    @Test func `the exchanged token is revoked by the application, in or out of its audience`() async throws {
        let token = try await fixture.signedInToken(
            scope: "openid urn:zitadel:iam:org:project:id:1:aud")
        let answer = try await fixture.exchange(subject: token, [("audience", "1")]).json
        let exchanged = try server.text(answer, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: exchanged).status == .ok)
        let revoked = try await server.post(
            "/oauth/v2/revoke", [("token", exchanged)], authorization: fixture.application.authorization)
        #expect(revoked.status == .ok)
        #expect(try await server.get("/oidc/v1/userinfo", token: exchanged).status == .unauthorized)
        #expect(try await server.get("/oidc/v1/userinfo", token: token).status == .ok)
    }

    @Test func `the exchanged token ends with the session and the sign-in of its subject`() async throws {
        var authorization = try await fixture.issuing.authorization(for: fixture.application, scope: "openid")
        authorization.familyID = "family-1"
        for id in ["session-1", "family-1"] {
            authorization.sessionID = id == "session-1" ? "session-1" : "session-2"
            let answer = try await fixture.issuing.issuer.issue(authorization)
            let exchanged = try await fixture.exchange(subject: server.text(.object(answer), "access_token")).json
            #expect(try await fixture.introspect(exchanged)["active"] == true)
            try await fixture.issuing.revoke(id)
            #expect(try await fixture.introspect(exchanged)["active"] == false)
        }
    }
}
