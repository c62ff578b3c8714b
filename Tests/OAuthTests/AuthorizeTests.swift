internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("RFC 6749 §4.1.1 and OpenID Connect Core §3.1.2: authorization requests")
struct AuthorizeTests {
    let server: TestServer
    let signIn: TestSignIn

    init() async throws {
        server = try await TestServer()
        let project = try await server.addProject("Shop")
        signIn = TestSignIn(server, try await server.addClient("web", project: project))
    }

    @Test func `a request leads to the login page, by GET and by POST`() async throws {
        let byGet = try await signIn.authorize()
        #expect(byGet.status == .seeOther)
        let location = try #require(byGet.fields["Location"])
        #expect(location.hasPrefix("\(TestServer.issuer)/ui/v2/login/login?authRequest=V2_"))
        #expect(byGet.fields["Cache-Control"] == "no-store")
        #expect(byGet.fields["Access-Control-Allow-Origin"] == nil)
        let byPost = try await server.post("/oauth/v2/authorize", signIn.parameters())
        #expect(byPost.status == .seeOther)
        #expect(byPost.fields["Location"]?.contains("authRequest=V2_") == true)
    }

    @Test func `what was asked for is what a login page reads`() async throws {
        let id = try await signIn.request([
            ("prompt", "login select_account"), ("max_age", "600"), ("login_hint", "road@acme.example"),
            ("ui_locales", "de en"), ("scope", "openid unknown email"),
        ])
        let request = try await server.call(
            "zitadel.oidc.v2.OIDCService/GetAuthRequest", ["authRequestId": .string(id)])["authRequest"]
        #expect(request?["clientId"] == .string(signIn.client.clientID))
        #expect(request?["scope"] == ["openid", "email"])
        #expect(request?["prompt"] == ["PROMPT_LOGIN", "PROMPT_SELECT_ACCOUNT"])
        #expect(request?["maxAge"] == "600s")
        #expect(request?["loginHint"] == "road@acme.example")
        #expect(request?["uiLocales"] == ["de", "en"])
        #expect(request?["redirectUri"] == .string(TestSignIn.redirectURI))
    }

    static let refusals: [([(String, String?)], String)] = [
        ([("response_type", nil)], "invalid_request"), ([("response_type", "")], "invalid_request"),
        ([("response_type", "token")], "unsupported_response_type"),
        ([("response_type", "code id_token")], "unsupported_response_type"),
        ([("response_type", "CODE")], "unsupported_response_type"),
        ([("response_type", "id_token")], "unauthorized_client"),
        ([("response_mode", "web_message")], "invalid_request"),
        ([("scope", nil)], "invalid_scope"), ([("scope", "")], "invalid_scope"),
        ([("scope", "openid \"")], "invalid_scope"),
        ([("scope", "openid urn:zitadel:iam:org:id:1 urn:zitadel:iam:org:id:2")], "invalid_scope"),
        ([("scope", "openid urn:zitadel:iam:org:id:4711")], "invalid_scope"),
        ([("scope", "openid urn:zitadel:iam:org:domain:primary:nowhere.example")], "invalid_scope"),
        ([("code_challenge", nil), ("code_challenge_method", nil)], "invalid_request"),
        ([("code_challenge", nil)], "invalid_request"), ([("code_challenge_method", nil)], "invalid_request"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("code_challenge_method", "s256")], "invalid_request"),
        ([("code_challenge", "short")], "invalid_request"), ([("code_challenge", "=:?")], "invalid_request"),
        ([("prompt", "none login")], "invalid_request"), ([("prompt", "none unknown")], "invalid_request"),
        ([("max_age", "abc")], "invalid_request"), ([("max_age", "-1")], "invalid_request"),
        ([("max_age", "1.5")], "invalid_request"), ([("max_age", "99999999999")], "invalid_request"),
        ([("request", "e30.e30.")], "request_not_supported"),
        ([("request_uri", "https://app.example/r")], "request_uri_not_supported"),
        ([("id_token_hint", "e30.e30.x")], "invalid_request"), ([("claims", "[]")], "invalid_request"),
        ([("claims", "{")], "invalid_request"), (acr("true"), "invalid_request"), (acr("[]"), "invalid_request"),
        (acr(#"{"essential":"true","value":"mfa"}"#), "invalid_request"),
        (acr(#"{"essential":true,"values":"mfa"}"#), "invalid_request"),
        (acr(#"{"essential":true,"value":"silver"}"#), "unmet_authentication_requirements"),
        (acr(#"{"essential":true,"values":["silver","MFA",""]}"#), "unmet_authentication_requirements"),
        (acr(#"{"essential":true,"value":1}"#), "unmet_authentication_requirements"),
        (acr(#"{"essential":true,"values":[1,["mfa"],{"mfa":1}]}"#), "unmet_authentication_requirements"),
    ]

    /// The `claims` that ask for an `acr` (OpenID Connect Core §5.5.1.1).
    private static func acr(_ request: String) -> [(String, String?)] {
        [("claims", #"{"id_token":{"acr":\#(request)}}"#)]
    }

    @Test(arguments: refusals)
    func `a bad parameter is told to the application, with state and issuer`(
        changes: [(String, String?)], error: String
    ) async throws {
        let response = try await signIn.authorize(changes)
        #expect(response.status == .seeOther)
        let location = try #require(response.fields["Location"])
        let type = changes.first { $0.0 == "response_type" }?.1
        let givesTokens = type?.contains("token") == true
        #expect(location.hasPrefix(TestSignIn.redirectURI + (givesTokens ? "#" : "?")))
        let members = try TestSignIn.members(of: location)
        #expect(members["error"] == error)
        #expect(members["error_description"]?.isEmpty == false)
        #expect(members["state"] == "st&ate=1")
        #expect(members["iss"] == TestServer.issuer)
        #expect(members["code"] == nil)
    }

    @Test func `a repeated parameter is refused`() async throws {
        let twice = try await signIn.authorize(form: signIn.parameters() + [("scope", "openid")])
        let members = try TestSignIn.members(of: #require(twice.fields["Location"]))
        #expect(members["error"] == "invalid_request")
        let resources = [("resource", "https://a.example"), ("resource", "https://b.example")]
        let behind = try await signIn.authorize(form: resources + signIn.parameters() + [("scope", "openid")])
        #expect(try TestSignIn.members(of: #require(behind.fields["Location"]))["error"] == "invalid_request")
        for name in ["client_id", "redirect_uri", "state", "response_mode"] {
            let values = signIn.parameters() + [("response_mode", "query")]
            let value = try #require(values.first { $0.0 == name }?.1)
            let response = try await signIn.authorize(form: values + [(name, value)])
            #expect(response.status == .badRequest, "\(name)")
            #expect(response.fields["Location"] == nil)
        }
    }

    @Test(
        arguments: [
            [("client_id", nil)], [("client_id", "")], [("client_id", "4711")], [("redirect_uri", nil)],
            [("redirect_uri", "")], [("redirect_uri", "https://app.example/other")],
            [("client_id", "<script>"), ("redirect_uri", "javascript:alert(1)")],
        ] as [[(String, String?)]])
    func `nobody is sent anywhere while client and redirect URI are not known`(
        changes: [(String, String?)]
    ) async throws {
        let response = try await signIn.authorize(changes)
        #expect(response.status == .badRequest)
        #expect(response.fields["Location"] == nil)
        #expect(response.fields["Content-Type"] == "text/html; charset=utf-8")
        #expect(response.fields["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
        #expect(!response.text.contains("<script>"))
    }

    @Test(arguments: ["", String(repeating: "1", count: 201)])
    func `a login client that can be no user is refused`(id: String) async throws {
        let response = try await signIn.authorize(loginClient: id)
        let members = try TestSignIn.members(of: #require(response.fields["Location"]))
        #expect(members["error"] == "invalid_request")
    }

    @Test func `a request that is too long is refused before anything is stored`() async throws {
        let response = try await signIn.authorize([("state", String(repeating: "x", count: 20_000))])
        #expect(response.status == .badRequest)
        #expect(response.fields["Location"] == nil)
    }

    @Test func `an application has requests only while everything it belongs to is active`() async throws {
        try await server.call(
            "zitadel.application.v2.ApplicationService/DeactivateApplication",
            [
                "applicationId": .string(signIn.client.id), "projectId": .string(signIn.client.projectID),
            ])
        let response = try await signIn.authorize()
        #expect(response.status == .badRequest)
        #expect(response.fields["Location"] == nil)
    }

    @Test func `an application with its own pages is sent there`() async throws {
        let own = try await server.addClient(
            "own", project: signIn.client.projectID,
            ["loginVersion": ["loginV2": ["baseUri": "https://login.acme.example/"]]])
        let response = try await TestSignIn(server, own).authorize()
        #expect(response.fields["Location"]?.hasPrefix("https://login.acme.example/login?authRequest=V2_") == true)
    }

    @Test func `the implicit response types need a nonce, openid and a mode that keeps tokens out of logs`()
        async throws
    {
        let implicit = try await server.addClient(
            "implicit", project: signIn.client.projectID,
            [
                "responseTypes": ["OIDC_RESPONSE_TYPE_ID_TOKEN", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"],
                "grantTypes": ["OIDC_GRANT_TYPE_IMPLICIT"], "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        let application = TestSignIn(server, implicit)
        let type: (String, String?) = ("response_type", "token id_token")
        for (changes, error) in [
            ([type, ("nonce", nil)], "invalid_request"), ([type, ("scope", "email")], "invalid_scope"),
            ([type, ("response_mode", "query")], "invalid_request"),
            ([("response_type", "code")], "unauthorized_client"),
        ] as [([(String, String?)], String)] {
            let location = try #require(try await application.authorize(changes).fields["Location"])
            #expect(try TestSignIn.members(of: location)["error"] == error)
            #expect(location.contains("callback#") == (changes.first?.1 != "code"))
        }
        #expect(try await application.authorize([type]).fields["Location"]?.contains("authRequest=") == true)
    }
}
