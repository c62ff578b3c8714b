internal import Crypto
internal import Domain
internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@testable internal import OAuth

@Suite("OpenID Connect Core §2: tokens that applications get")
struct ApplicationTokenTests {
    let fixture: IssuingFixture
    let project: String
    let api: TestServer.TestApplication

    init() async throws {
        fixture = try await IssuingFixture(TestServer())
        try await fixture.addMinnie()
        project = try await fixture.server.addProject("p")
        api = try await fixture.server.addAPI("api", project: project)
    }

    private var server: TestServer { fixture.server }

    @Test func `the ID token tells who signed in, how and when, for whom and for which request`() async throws {
        let application = try await fixture.addApplication("app", project: project)
        var authorization = try await fixture.authorization(
            for: application, scope: "openid urn:zitadel:iam:org:project:id:zitadel:aud")
        authorization.contextClass = "urn:example:strong"
        authorization.refreshToken = Secret("refresh")
        let now = server.clock.now.seconds
        let answer = try await fixture.issuer.issue(authorization)
        let own = try #require(authorization.audience.last)
        #expect(
            try fixture.idToken(answer) == [
                "iss": .string(TestServer.issuer), "sub": "minnie",
                "aud": [.string(application.clientID), .string(project), .string(own)], "exp": .integer(now + 43200),
                "iat": .integer(now), "auth_time": .integer(now - 10), "nonce": "n-0S6", "acr": "urn:example:strong",
                "amr": ["pwd", "otp", "mfa"], "azp": .string(application.clientID),
                "client_id": .string(application.clientID),
                "at_hash": try #require(try fixture.idToken(answer)["at_hash"]), "sid": "session-1",
            ])
        #expect(answer["refresh_token"] == "refresh")
        #expect(answer["token_type"] == "Bearer")
        #expect(answer["expires_in"] == 43200)
        #expect(answer["scope"] == "openid urn:zitadel:iam:org:project:id:zitadel:aud")
    }

    @Test func `the hash of the access token is the left half of its SHA-256`() async throws {
        let application = try await fixture.addApplication("app", project: project)
        let answer = try await fixture.issuer.issue(fixture.authorization(for: application, scope: "openid"))
        let digest = try #require(try fixture.idToken(answer)["at_hash"]?.stringValue.flatMap(Base64URL.decode))
        let token = try server.text(.object(answer), "access_token")
        #expect(digest == Array(SHA256.digest(token.utf8).prefix(16)))
    }

    @Test func `the clock skew of the application moves all times, and decides nothing`() async throws {
        let application = try await fixture.addApplication(
            "app", project: project, ["clockSkew": "5s", "accessTokenType": "OIDC_TOKEN_TYPE_JWT"])
        let now = server.clock.now.seconds
        let answer = try await fixture.issuer.issue(fixture.authorization(for: application, scope: "openid"))
        for token in ["id_token", "access_token"] {
            let claims = try JWTParts(server.text(.object(answer), token)).claims
            #expect(claims["exp"] == .integer(now + 43205))
            #expect(claims["iat"] == .integer(now - 5))
            #expect(claims["auth_time"] == .integer(now - 15))
        }
        let access = try JWTParts(server.text(.object(answer), "access_token")).claims
        #expect(access["nbf"] == .integer(now - 5))
        #expect(answer["expires_in"] == 43200)
        // Issued after the moment from which the user's tokens count, though it says before.
        #expect(try await fixture.introspection(answer, by: api)["active"] == true)
        server.clock.advance(by: .milliseconds(1))
        try await server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": "minnie"])
        try await server.call("zitadel.user.v2.UserService/ReactivateUser", ["userId": "minnie"])
        #expect(try await fixture.introspection(answer, by: api)["active"] == false)
    }

    @Test(arguments: ["OIDC_TOKEN_TYPE_BEARER", "OIDC_TOKEN_TYPE_JWT"])
    func `RFC 7662 §2.2: introspection tells the times of the token itself`(type: String) async throws {
        let application = try await fixture.addApplication(
            "app", project: project, ["clockSkew": "5s", "accessTokenType": .string(type)])
        server.clock.advance(by: .milliseconds(700))
        let now = server.clock.now.seconds
        let answer = try await fixture.issuer.issue(fixture.authorization(for: application, scope: "openid"))
        let told = try await fixture.introspection(answer, by: api)
        for (name, moment) in [("exp", now + 43205), ("iat", now - 5), ("nbf", now - 5), ("auth_time", now - 15)] {
            #expect(told[name] == .integer(moment), "\(name)")
            guard type == "OIDC_TOKEN_TYPE_JWT" else { continue }
            #expect(try JWTParts(server.text(.object(answer), "access_token")).claims[name] == told[name])
        }
    }

    @Test(arguments: ["OIDC_TOKEN_TYPE_BEARER", "OIDC_TOKEN_TYPE_JWT"], ["session-1", "family-1", "jti"])
    func `a token dies with itself, its session and its sign-in`(type: String, by name: String) async throws {
        let application = try await fixture.addApplication("app", project: project, ["accessTokenType": .string(type)])
        var authorization = try await fixture.authorization(for: application, scope: "openid")
        authorization.familyID = "family-1"
        let answer = try await fixture.issuer.issue(authorization)
        authorization.sessionID = "session-2"
        authorization.familyID = "family-2"
        let other = try await fixture.issuer.issue(authorization)
        let before = try await fixture.introspection(answer, by: api)
        let id = name == "jti" ? try server.text(before, "jti") : name
        let expiry = server.clock.now + .hours(12)
        try await server.database.write { (tx) throws(DomainError) in try tx.revoke(token: id, until: expiry) }
        #expect(try await fixture.introspection(answer, by: api) == ["active": false])
        let refused = try await server.get(
            "/oidc/v1/userinfo", token: server.text(.object(answer), "access_token"))
        #expect(refused.status == .unauthorized)
        #expect(try await fixture.introspection(other, by: api)["active"] == true)
    }

    @Test func `both forms of access tokens say the same`() async throws {
        var told: [JSONValue] = []
        for type in ["OIDC_TOKEN_TYPE_BEARER", "OIDC_TOKEN_TYPE_JWT"] {
            let application = try await fixture.addApplication(
                type, project: project, ["accessTokenType": .string(type)])
            var authorization = try await fixture.authorization(for: application, scope: "openid profile")
            authorization.actor = Actor(
                issuer: TestServer.issuer, subject: "minnie",
                previous: Actor(issuer: "https://other.example", subject: "x"))
            authorization.requestedClaims = RequestedClaims(userInfo: ["email"])
            let answer = try await fixture.issuer.issue(authorization)
            var introspection = try #require(try await fixture.introspection(answer, by: api).objectValue)
            for own in ["jti", "client_id", "aud"] { introspection[own] = nil }
            let userInfo = try await fixture.userInfo(answer)
            #expect(userInfo["email"] == "minnie@mouse.example")
            #expect(userInfo["phone_number"] == nil)
            told.append(["introspection": .object(introspection), "userinfo": userInfo])
        }
        #expect(told[0] == told[1])
        #expect(
            told[0]["introspection"]?["act"] == [
                "iss": .string(TestServer.issuer), "sub": "minnie",
                "act": ["iss": "https://other.example", "sub": "x"],
            ])
    }

    @Test func `an ID token alone tells what userinfo would, and there is nothing else`() async throws {
        let application = try await fixture.addApplication("app", project: project)
        var authorization = try await fixture.authorization(for: application, scope: "openid profile email")
        authorization.wanted = .idToken
        let answer = try await fixture.issuer.issue(authorization)
        #expect(answer.members.map(\.name) == ["id_token"])
        let claims = try fixture.idToken(answer)
        #expect(claims["name"] == "Minnie M.")
        #expect(claims["email_verified"] == true)
        #expect(claims["at_hash"] == nil)
    }

    @Test func `without openid there is no ID token`() async throws {
        let application = try await fixture.addApplication("app", project: project)
        let answer = try await fixture.issuer.issue(fixture.authorization(for: application, scope: "profile"))
        #expect(answer["id_token"] == nil)
    }

    @Test func `the token is meant for the applications of its project, and for no others`() async throws {
        let application = try await fixture.addApplication("app", project: project)
        let sibling = try await fixture.addApplication("sibling", project: project)
        let stranger = try await server.addAPI("stranger", project: try await server.addProject("other"))
        let answer = try await fixture.issuer.issue(fixture.authorization(for: application, scope: "openid"))
        for (caller, isActive) in [(application, true), (sibling, true), (api, true), (stranger, false)] {
            #expect(try await fixture.introspection(answer, by: caller)["active"] == .bool(isActive))
        }
    }
}
