internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

@Suite("OpenID Connect Core §5.5: the claims parameter")
struct ClaimsParameterTests {
    @Test func `claims are told without their scope, each where it was asked for`() async throws {
        let parameter = try ClaimsParameter(
            parsing: """
                {"userinfo":{"given_name":{"essential":true},"nickname":null,"email":{"essential":true},
                "http://example.info/claims/groups":null},
                "id_token":{"auth_time":{"essential":true},"phone_number":null,"acr":{"values":["2","1"]}}}
                """)
        #expect(parameter.requested.userInfo == ["given_name", "nickname", "email"])
        #expect(parameter.requested.idToken == ["phone_number", "acr"])
        #expect(parameter.contextClasses == ["2", "1"])
        #expect(!parameter.requiresContextClass)
        #expect(parameter.subject == nil)
        let fixture = try await IssuingFixture(TestServer())
        try await fixture.addMinnie()
        let application = try await fixture.addApplication("app", project: try await fixture.server.addProject("p"))
        var authorization = try await fixture.authorization(for: application, scope: "openid")
        authorization.requestedClaims = parameter.requested
        let answer = try await fixture.issuer.issue(authorization)
        #expect(
            try await fixture.userInfo(answer) == [
                "sub": "minnie", "given_name": "Minnie", "nickname": "Min", "email": "minnie@mouse.example",
            ])
        let idToken = try fixture.idToken(answer)
        #expect(idToken["phone_number"] == "+41791234567")
        #expect(idToken["email"] == nil)
    }

    @Test func `a subject that must be the one is told, from either place`() throws {
        #expect(try ClaimsParameter(parsing: #"{"id_token":{"sub":{"value":"minnie"}}}"#).subject == "minnie")
        #expect(try ClaimsParameter(parsing: #"{"userinfo":{"sub":{"value":"daisy"}}}"#).subject == "daisy")
    }

    @Test(arguments: ["", "x", "[]", "1", #"{"userinfo":[]}"#, #"{"id_token":"email"}"#, #"{"userinfo":{}"#])
    func `what is no such object is refused`(text: String) {
        #expect(throws: OAuthError(.invalidRequest, "the claims parameter cannot be read")) {
            try ClaimsParameter(parsing: text)
        }
    }

    @Test(arguments: ["iss", "aud", "urn:zitadel:iam:user:metadata", "urn:zitadel:iam:org:project:roles"])
    func `claims that are no standard ones are not asked for in this way`(claim: String) throws {
        let parameter = try ClaimsParameter(parsing: #"{"userinfo":{"\#(claim)":{"essential":true}}}"#)
        #expect(parameter.requested.isEmpty)
    }
}
