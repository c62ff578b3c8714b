internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

@Suite("RFC 8693 §2.2.2: refused token exchanges")
struct TokenExchangeRefusalTests {
    private typealias Fixture = ExchangeFixture

    /// A form in which `{token}` stands for a good access token, and the answer.
    struct Row: Sendable {
        let form: [(String, String)]
        let refusal: String

        init(_ form: [(String, String)], _ refusal: String) {
            self.form = form
            self.refusal = refusal
        }
    }

    static let rows: [Row] = {
        let type = ("subject_token_type", Fixture.accessToken)
        let subject = [("subject_token", "{token}"), type]
        return [
            Row([], "invalid_request: subject_token missing"),
            Row([type], "invalid_request: subject_token missing"),
            Row([("subject_token", "{token}")], "invalid_request: subject_token_type missing"),
            Row(
                [("subject_token", "{token}"), ("subject_token_type", "x")],
                "invalid_request: subject_token_type is not supported"),
            Row(
                [("subject_token", "{token}"), ("subject_token_type", Fixture.refreshToken)],
                "invalid_request: subject_token_type is not supported"),
            Row(
                subject + [("requested_token_type", "x")], "invalid_request: requested_token_type is not supported"),
            Row(
                subject + [("requested_token_type", Fixture.userID)],
                "invalid_request: requested_token_type is not supported"),
            Row(
                subject + [("requested_token_type", Fixture.refreshToken)],
                "invalid_request: Errors.TokenExchange.Token.TypeNotSupported"),
            Row(
                subject + [("actor_token", "{token}"), ("actor_token_type", "x")],
                "invalid_request: actor_token_type is not supported"),
            Row(
                subject + [("actor_token", "{token}"), ("actor_token_type", Fixture.userID)],
                "invalid_request: actor_token_type is not supported"),
            Row(
                subject + [("actor_token", "{token}"), ("actor_token_type", Fixture.jwt)],
                "invalid_request: actor_token_type is not supported"),
            Row(subject + [("actor_token", "{token}")], "invalid_request: actor_token_type missing"),
            Row(subject + [("actor_token_type", Fixture.accessToken)], "invalid_request: actor_token missing"),
            Row(
                subject + [("resource", "https://api.example")],
                "invalid_target: resource parameter not supported"),
            Row([("subject_token", "x"), type], "invalid_request: subject_token invalid"),
            Row(
                [("subject_token", "{token}"), ("subject_token_type", Fixture.idToken)],
                "invalid_request: subject_token invalid"),
            Row(
                [("subject_token", "minnie"), ("subject_token_type", Fixture.userID)],
                "invalid_request: actor_token invalid"),
            Row(
                subject + [("actor_token", "x"), ("actor_token_type", Fixture.accessToken)],
                "invalid_request: actor_token invalid"),
            Row(
                subject + [("audience", "1")],
                "invalid_target: an audience was not found in subject or actor token"),
            Row(
                subject + [("scope", "openid phone")],
                "invalid_scope: a scope was not found in subject or actor token"),
            Row(
                subject + [("scope", "o\"")], "invalid_scope: the scope has a character that is not allowed"),
        ]
    }()

    @Test(arguments: rows.indices)
    func `each fault has its error, with status 400`(index: Int) async throws {
        let row = Self.rows[index]
        let fixture = try await ExchangeFixture()
        let token = try await fixture.signedInToken()
        let response = try await fixture.exchange(row.form.map { ($0.0, $0.1 == "{token}" ? token : $0.1) })
        #expect(response.status == .badRequest)
        #expect(try response.refusal == row.refusal)
    }

    @Test func `without the grant type, and without authentication, nothing is exchanged`() async throws {
        let fixture = try await ExchangeFixture()
        let other = try await fixture.issuing.addApplication("other", project: fixture.project)
        let token = try await fixture.signedInToken()
        let refused = try await fixture.exchange(subject: token, by: other)
        #expect(refused.status == .badRequest)
        #expect(try refused.json["error"] == "unauthorized_client")
        let machine = try await fixture.server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token),
                ("subject_token_type", Fixture.accessToken), ("client_id", fixture.helper.clientID),
                ("client_secret", fixture.helper.secret),
            ])
        #expect(try machine.json["error"] == "unauthorized_client")
        let anonymous = try await fixture.server.post(
            "/oauth/v2/token",
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", token),
                ("subject_token_type", Fixture.accessToken), ("client_id", fixture.application.clientID),
            ])
        #expect(anonymous.status == .unauthorized)
    }

    @Test func `an organization that is not the subject's cannot be asked for`() async throws {
        let fixture = try await ExchangeFixture()
        let other = try await fixture.server.addOrganization("Other")
        let scope = "openid urn:zitadel:iam:org:id:\(other)"
        let response = try await fixture.exchange(subject: fixture.signedInToken(scope: scope))
        #expect(try response.json["error"] == "invalid_scope")
    }
}
