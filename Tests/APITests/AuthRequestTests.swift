internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OIDC service: authentication requests and callbacks")
struct AuthRequestTests {
    static let service = "zitadel.oidc.v2.OIDCService"

    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession
    /// IAM_LOGIN_CLIENT.
    let loginClient: String

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
        loginClient = try await server.addAdministrator("login", role: "IAM_LOGIN_CLIENT")
    }

    private func callback(_ request: String, _ answer: JSONObject, token: String? = nil) async throws -> TestResponse {
        var message = answer
        message["authRequestId"] = .string(request)
        return try await server.tryCall("\(Self.service)/CreateCallback", .object(message), token: token ?? loginClient)
    }

    private func link(_ session: TestSession) -> JSONObject {
        ["session": ["sessionId": .string(session.id), "sessionToken": .string(session.token)]]
    }

    private func expect(_ response: TestResponse, _ id: String, _ status: HTTPStatus) throws {
        #expect(response.status == status)
        #expect(response.text.contains(id), "\(response.text)")
    }

    @Test func `a login client reads a request and answers it once`() async throws {
        let request = try await signIn.request(loginClient: "nobody")
        let found = try await server.call(
            "\(Self.service)/GetAuthRequest", ["authRequestId": .string(request)], token: loginClient)["authRequest"]
        #expect(found?["id"] == .string(request))
        #expect(found?["creationDate"]?.stringValue?.isEmpty == false)
        let answer = try await callback(request, link(session))
        #expect(answer.status == .ok)
        #expect(try answer.json["details"]?["changeDate"]?.stringValue?.isEmpty == false)
        try expect(try await callback(request, link(session)), "COMMAND-Sx208nt", .badRequest)
        let refusal: JSONObject = ["error": ["error": "ERROR_REASON_ACCESS_DENIED"]]
        try expect(try await callback(request, refusal), "COMMAND-Sx202nt", .badRequest)
    }

    @Test func `REST has both methods`() async throws {
        let request = try await signIn.request()
        let path = "/v2/oidc/auth_requests/\(request)"
        let found = try await server.get(path, token: server.administratorToken)
        #expect(try found.json["authRequest"]?["id"] == .string(request))
        let answer = try await server.send(
            HTTPRequest(
                .post, path,
                fields: [
                    "Authorization": "Bearer \(server.administratorToken)", "Content-Type": "application/json",
                ], body: JSONValue.object(link(session)).utf8))
        #expect(answer.status == .ok)
        #expect(try answer.json["callbackUrl"]?.stringValue?.contains("code=") == true)
    }

    @Test(
        arguments: [
            ("ERROR_REASON_UNSPECIFIED", "server_error"), ("ERROR_REASON_ACCESS_DENIED", "access_denied"),
            ("ERROR_REASON_TEMPORARY_UNAVAILABLE", "temporarily_unavailable"),
            ("ERROR_REASON_LOGIN_REQUIRED", "login_required"),
            ("ERROR_REASON_INVALID_REQUEST_URI", "invalid_request_uri"),
            ("ERROR_REASON_REQUEST_URI_NOT_SUPPORTED", "request_uri_not_supported"),
            ("ERROR_REASON_UNMET_AUTHENTICATION_REQUIREMENTS", "unmet_authentication_requirements"),
        ])
    func `a refusal is told to the application`(reason: String, error: String) async throws {
        let request = try await signIn.request()
        let answer = try await callback(
            request,
            [
                "error": [
                    "error": .string(reason), "errorDescription": "not & now", "errorUri": "https://acme.example/why",
                ]
            ])
        let members = try TestSignIn.members(of: server.text(answer.json, "callbackUrl"))
        #expect(members["error"] == error)
        #expect(members["error_description"] == "not & now")
        #expect(members["error_uri"] == "https://acme.example/why")
        #expect(members["state"] == "st&ate=1")
        #expect(members["iss"] == TestServer.issuer)
    }

    @Test(
        arguments: [
            ("errorDescription", "say \"no\"", "OIDC-D3scr"), ("errorDescription", "a\\b", "OIDC-D3scr"),
            ("errorDescription", "a\r\nb", "OIDC-D3scr"), ("errorDescription", "nein, möglich", "OIDC-D3scr"),
            ("errorDescription", "\u{7F}", "OIDC-D3scr"), ("errorUri", "not a URI", "OIDC-Ur1rf"),
            ("errorUri", "https://acme.example/\"><script>", "OIDC-Ur1rf"),
            ("errorUri", "https://acme.example/wärum", "OIDC-Ur1rf"),
        ])
    func `RFC 6749 §4.1.2.1: an application is told nothing that the protocol cannot carry`(
        member: String, text: String, id: String
    ) async throws {
        let request = try await signIn.request()
        let refusal: JSONObject = ["error": "ERROR_REASON_ACCESS_DENIED", member: .string(text)]
        try expect(try await callback(request, ["error": .object(refusal)]), id, .badRequest)
        #expect(try await callback(request, link(session)).status == .ok)
    }

    @Test func `every character that the protocol carries arrives`() async throws {
        let description = String(
            decoding: (0x20...0x7E).map(UInt8.init).filter { !#""\"#.utf8.contains($0) }, as: UTF8.self)
        let answer = try await callback(
            signIn.request(),
            [
                "error": [
                    "error": "ERROR_REASON_ACCESS_DENIED", "errorDescription": .string(description),
                    "errorUri": "../help?why=a%20b#now",
                ]
            ])
        let members = try TestSignIn.members(of: server.text(answer.json, "callbackUrl"))
        #expect(members["error_description"] == description)
        #expect(members["error_uri"] == "../help?why=a%20b#now")
    }

    @Test func `what does not fit is refused, and the request can still be answered`() async throws {
        let request = try await signIn.request()
        try expect(try await callback("V2_4711", link(session)), "COMMAND-jae5P", .notFound)
        try expect(
            try await callback(request, link(TestSession(id: "4711", token: "x"))), "COMMAND-Flk38", .badRequest)
        try expect(
            try await callback(request, link(TestSession(id: session.id, token: "x"))), "COMMAND-sGr42", .forbidden)
        let other = try await server.signIn(server.addPerson("coyote"))
        try expect(
            try await callback(request, link(TestSession(id: session.id, token: other.token))), "COMMAND-sGr42",
            .forbidden)
        #expect(try await callback(request, [:]).status == .badRequest)
        #expect(try await callback(request, link(session)).status == .ok)
    }

    @Test func `a session that is over links to nothing`() async throws {
        let request = try await signIn.request()
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession",
            ["sessionId": .string(session.id), "sessionToken": .string(session.token)])
        try expect(try await callback(request, link(session)), "COMMAND-Hewfq", .badRequest)
        let made = try await server.call(
            "zitadel.session.v2.SessionService/CreateSession",
            [
                "checks": ["user": ["userId": .string(user)], "password": ["password": "Secr3t-P4ssword!"]],
                "lifetime": "60s",
            ])
        let short = TestSession(id: try server.text(made, "sessionId"), token: try server.text(made, "sessionToken"))
        server.clock.advance(by: .seconds(60))
        try expect(try await callback(request, link(short)), "COMMAND-Hkl3d", .badRequest)
    }

    @Test func `a request waits for an hour`() async throws {
        let request = try await signIn.request()
        server.clock.advance(by: .hours(1))
        try expect(try await callback(request, link(session)), "COMMAND-jae5P", .notFound)
    }

    @Test func `without the permission only the login client of the request may see and answer it`() async throws {
        let stranger = try await server.addMachine("stranger")
        let token = try await server.text(
            server.call(
                "zitadel.user.v2.UserService/AddPersonalAccessToken",
                ["userId": .string(stranger.id), "expirationDate": "2030-01-01T00:00:00Z"]), "token")
        let foreign = try await signIn.request(loginClient: "nobody")
        let hidden = try await server.tryCall(
            "\(Self.service)/GetAuthRequest", ["authRequestId": .string(foreign)], token: token)
        #expect([.forbidden, .notFound].contains(hidden.status))
        #expect(!hidden.text.contains(signIn.client.clientID))
        let refused = try await callback(foreign, link(session), token: token)
        #expect([.forbidden, .notFound].contains(refused.status))
        let own = try await signIn.request(loginClient: stranger.id)
        #expect(try await callback(own, link(session), token: token).status == .ok)
    }

    @Test func `CVE-2025-64103: nobody is signed in by a mere name, or by one factor where there are two`() async throws
    {
        let made = try await server.call(
            "zitadel.session.v2.SessionService/CreateSession", ["checks": ["user": ["userId": .string(user)]]])
        let named = TestSession(id: try server.text(made, "sessionId"), token: try server.text(made, "sessionToken"))
        let request = try await signIn.request()
        try expect(try await callback(request, link(named)), "AUTHZ-Kl3p0", .forbidden)
        try await server.call("zitadel.user.v2.UserService/AddOTPEmail", ["userId": .string(user)])
        try expect(try await callback(request, link(session)), "AUTHZ-Kl3p0", .forbidden)
    }

    @Test func `GHSA-hp74-gm6m-2qm5: prompt=login and max_age need a proof that is new enough`() async throws {
        server.clock.advance(by: .seconds(601))
        for changes in [[("prompt", "login")], [("max_age", "600")]] as [[(String, String?)]] {
            let request = try await signIn.request(changes)
            try expect(try await callback(request, link(session)), "OIDC-Fr3sh", .badRequest)
            #expect(try await callback(request, link(server.signIn(user))).status == .ok)
        }
        let old = try await signIn.request([("max_age", "3600")])
        #expect(try await callback(old, link(session)).status == .ok)
    }

    @Test func `OpenID Connect Core §3.1.2.1: a hint for another user is not answered with this one`() async throws {
        let hint = try await server.text(signIn.tokens(session: session), "id_token")
        let request = try await signIn.request([("id_token_hint", hint)])
        let found = try await server.call(
            "\(Self.service)/GetAuthRequest", ["authRequestId": .string(request)])["authRequest"]
        #expect(found?["hintUserId"] == .string(user))
        let other = try await server.signIn(server.addPerson("coyote"))
        try expect(try await callback(request, link(other)), "OIDC-0thr1", .badRequest)
        #expect(try await callback(request, link(session)).status == .ok)
    }

    @Test func `a project may ask for an authorization, and for a grant of the user's organization`() async throws {
        let projects = "zitadel.project.v2.ProjectService"
        let project = JSONValue.string(signIn.client.projectID)
        try await server.call(
            "\(projects)/UpdateProject", ["projectId": project, "authorizationRequired": true])
        let request = try await signIn.request()
        try expect(try await callback(request, link(session)), "OIDC-foSyH49RvL", .forbidden)
        _ = try await server.authorize(user, "buyer", project: signIn.client.projectID)
        #expect(try await callback(request, link(session)).status == .ok)

        try await server.call(
            "\(projects)/UpdateProject",
            ["projectId": project, "authorizationRequired": false, "projectAccessRequired": true])
        let other = try await server.addOrganization("Other")
        let stranger = try await server.signIn(server.addPerson("coyote", organization: other))
        let second = try await signIn.request()
        try expect(try await callback(second, link(stranger)), "OIDC-foSyH49RvL", .forbidden)
        try await server.call(
            "\(projects)/CreateProjectGrant",
            ["projectId": project, "grantedOrganizationId": .string(other), "roleKeys": ["buyer"]])
        #expect(try await callback(second, link(stranger)).status == .ok)
    }
}
