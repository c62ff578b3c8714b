internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

/// CVE-2026-9704, CVE-2026-9094, CVE-2026-9097, GHSA-7qjx-gp9h-65qj: more came out of an exchange than went in.
@Suite("Flaws that real identity servers had: token exchange escalation")
struct KnownFlawExchangeTests {
    private typealias Fixture = ExchangeFixture

    let fixture: ExchangeFixture

    init() async throws {
        fixture = try await ExchangeFixture()
    }

    private var server: TestServer { fixture.server }

    private func isRefused(_ token: String, as type: String, by other: TestServer.TestApplication? = nil) async throws {
        let subject = try await fixture.exchange(subject: token, as: type, by: other)
        #expect(try subject.refusal == "invalid_request: subject_token invalid")
        let own = try await fixture.signedInToken()
        guard other == nil else { return }
        let actor = try await fixture.exchange(subject: own, [("actor_token", token), ("actor_token_type", type)])
        #expect(try actor.refusal == "invalid_request: actor_token invalid")
    }

    @Test func `CVE-2026-9704: an expired token is neither subject nor actor`() async throws {
        let signIn = JSONValue.object(try await fixture.signIn())
        server.clock.advance(by: .hours(12))
        try await isRefused(server.text(signIn, "access_token"), as: Fixture.accessToken)
        try await isRefused(server.text(signIn, "id_token"), as: Fixture.idToken)
    }

    @Test func `a revoked token is neither subject nor actor`() async throws {
        let signIn = JSONValue.object(try await fixture.signIn())
        try await fixture.issuing.revoke("session-1")
        for (member, type) in [("access_token", Fixture.accessToken), ("id_token", Fixture.idToken)] {
            let subject = try await fixture.exchange(subject: server.text(signIn, member), as: type)
            #expect(try subject.refusal == "invalid_request: subject_token invalid")
        }
    }

    @Test func `a token of a user who was deactivated is neither subject nor actor, even once active again`()
        async throws
    {
        let signIn = JSONValue.object(try await fixture.signIn())
        server.clock.advance(by: .seconds(1))
        try await server.call("zitadel.user.v2.UserService/DeactivateUser", ["userId": "minnie"])
        let subject = try await fixture.exchange(subject: server.text(signIn, "id_token"), as: Fixture.idToken)
        #expect(try subject.refusal == "invalid_request: subject_token invalid")
        try await server.call("zitadel.user.v2.UserService/ReactivateUser", ["userId": "minnie"])
        server.clock.advance(by: .seconds(1))
        try await isRefused(server.text(signIn, "access_token"), as: Fixture.accessToken)
        try await isRefused(server.text(signIn, "id_token"), as: Fixture.idToken)
    }

    @Test func `CVE-2026-9094: a token that is meant for another project is neither subject nor actor`() async throws {
        let other = try await fixture.issuing.addApplication(
            "other", project: try await server.addProject("other"), Fixture.grants)
        let signIn = JSONValue.object(try await fixture.signIn())
        try await isRefused(server.text(signIn, "access_token"), as: Fixture.accessToken, by: other)
        try await isRefused(server.text(signIn, "id_token"), as: Fixture.idToken, by: other)
        let unaimed = try await server.accessToken(fixture.helper, scope: "openid")
        try await isRefused(unaimed, as: Fixture.accessToken)
    }

    @Test func `CVE-2026-9097: a token of another issuer is neither subject nor actor`() async throws {
        let elsewhere = try await ExchangeFixture()
        let signIn = JSONValue.object(try await elsewhere.signIn())
        try await isRefused(server.text(signIn, "access_token"), as: Fixture.accessToken)
        try await isRefused(server.text(signIn, "id_token"), as: Fixture.idToken)
    }

    @Test func `an unsigned or altered ID token is neither subject nor actor`() async throws {
        let token = try await server.text(.object(fixture.signIn()), "id_token")
        let parts = token.split(separator: ".").map(String.init)
        let none = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        for forged in ["\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])", "\(parts[0]).\(parts[1]).", "x"] {
            try await isRefused(forged, as: Fixture.idToken)
        }
    }

    @Test func `a token passes for no other type`() async throws {
        let signIn = JSONValue.object(try await fixture.signIn())
        try await isRefused(server.text(signIn, "id_token"), as: Fixture.accessToken)
        try await isRefused(server.text(signIn, "access_token"), as: Fixture.idToken)
        let jwt = try await fixture.exchange(
            subject: server.text(signIn, "access_token"), [("requested_token_type", Fixture.jwt)]
        ).json
        try await isRefused(server.text(jwt, "access_token"), as: Fixture.idToken)
    }

    @Test func `GHSA-7qjx-gp9h-65qj: scopes and audience never grow, however often a token is exchanged`() async throws
    {
        let narrow = try await server.text(
            fixture.exchange(
                subject: fixture.signedInToken(), [("scope", "openid"), ("audience", fixture.project)]
            ).json, "access_token")
        let wider = try await fixture.exchange(subject: narrow, [("scope", "openid email")])
        #expect(try wider.json["error"] == "invalid_scope")
        let offline = try await fixture.exchange(subject: narrow, [("scope", "offline_access")])
        #expect(try offline.json["error"] == "invalid_scope")
        let elsewhere = try await fixture.exchange(subject: narrow, [("audience", fixture.application.clientID)])
        #expect(try elsewhere.json["error"] == "invalid_target")
    }

    @Test func `an ID token with which somebody acts does not lose its actor`() async throws {
        let acting = try await fixture.impersonate(
            "minnie", as: Fixture.userID, [("requested_token_type", Fixture.idToken)]
        ).json
        let answer = try await fixture.exchange(
            subject: server.text(acting, "access_token"), as: Fixture.idToken, [("audience", fixture.project)]
        ).json
        #expect(try await fixture.introspect(answer)["act"]?["sub"] == .string(fixture.helper.id))
    }
}
