internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// Each duty of an authorization server in RFC 9700 about authorization requests, their responses and codes.
@Suite("RFC 9700: best current practice, authorization")
struct RFC9700AuthorizationTests {
    let server: TestServer
    let signIn: TestSignIn
    let session: TestSession

    init() async throws {
        (server, signIn, _, session) = try await TestSignIn.ofRoad()
    }

    private func error(_ response: TestResponse) throws -> String? {
        try TestSignIn.members(of: #require(response.fields["Location"], "\(response.text)"))["error"]
    }

    private func confidential(_ name: String, _ more: JSONObject = [:]) async throws -> TestSignIn {
        var settings: JSONObject = [
            "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST",
        ]
        for member in more.members { settings[member.name] = member.value }
        return TestSignIn(server, try await server.addClient(name, project: signIn.client.projectID, settings))
    }

    @Test(arguments: [
        "https://app.example/callback?a=b", "https://app.example/callbac", "https://app.example:8443/callback",
    ])
    func `RFC 9700 §2.1, §4.1: a redirect URI is compared character by character`(uri: String) async throws {
        #expect(try await signIn.authorize().status == .seeOther)
        let response = try await signIn.authorize([("redirect_uri", uri)])
        #expect(response.status == .badRequest && response.fields["Location"] == nil)
    }

    @Test func `RFC 9700 §2.1, §4.1: the port of a native application's loopback address may vary`() async throws {
        let native = TestSignIn(
            server,
            try await server.addClient(
                "native", project: signIn.client.projectID, ["redirectUris": ["http://127.0.0.1/cb"]]))
        #expect(try await native.authorize([("redirect_uri", "http://127.0.0.1:49152/cb")]).status == .seeOther)
        #expect(try await native.authorize([("redirect_uri", "http://127.0.0.1:49152/")]).status == .badRequest)
        let web = try await confidential("web", ["redirectUris": ["https://127.0.0.1/cb"]])
        #expect(try await web.authorize([("redirect_uri", "https://127.0.0.1:49152/cb")]).status == .badRequest)
    }

    @Test(arguments: ["client_id", "redirect_uri"])
    func `RFC 9700 §2.1, §4.11: nobody is sent on for a wrong client or address, whatever else is wrong`(
        parameter: String
    ) async throws {
        for more in [[], [("scope", nil)], [("response_type", "x")], [("prompt", "none")]] as [[(String, String?)]] {
            let response = try await signIn.authorize([(parameter, "https://evil.example/")] + more)
            #expect(response.status == .badRequest)
            #expect(response.fields["Location"] == nil && response.fields["Refresh"] == nil)
            #expect(!response.text.contains("evil.example"))
        }
    }

    @Test func `RFC 9700 §4.12: a posted request is answered with 303`() async throws {
        let accepted = try await server.post("/oauth/v2/authorize", signIn.parameters())
        #expect(accepted.status == .seeOther)
        let refused = try await server.post("/oauth/v2/authorize", signIn.parameters([("scope", nil)]))
        #expect(refused.status == .seeOther)
    }

    @Test func `RFC 9700 §2.1.1: public applications must use PKCE`() async throws {
        let none: [(String, String?)] = [("code_challenge", nil), ("code_challenge_method", nil)]
        #expect(try await error(signIn.authorize(none)) == "invalid_request")
    }

    @Test func `RFC 9700 §2.1.1, §4.5.3: a code is bound to the challenge of its request`() async throws {
        for web in [signIn, try await confidential("web")] {
            let code = try await web.code(session: session)
            for verifier in [nil, "", TestSignIn.challenge, String(TestSignIn.verifier.reversed())] {
                #expect(try await web.redeem(code, [("code_verifier", verifier)]).json["error"] == "invalid_grant")
            }
            #expect(try await web.redeem(code).status == .ok)
        }
    }

    @Test func `RFC 9700 §2.1.1, §4.8: a verifier without an earlier challenge is refused`() async throws {
        let web = try await confidential("web")
        let code = try await web.code([("code_challenge", nil), ("code_challenge_method", nil)], session: session)
        #expect(try await web.redeem(code).json["error"] == "invalid_grant")
        #expect(try await web.redeem(code, [("code_verifier", nil)]).status == .ok)
    }

    @Test(arguments: ["plain", "S512", "s256", ""])
    func `RFC 9700 §2.1.1: S256 is the one method, and the metadata says so`(method: String) async throws {
        let metadata = try await server.get("/.well-known/oauth-authorization-server").json
        #expect(metadata["code_challenge_methods_supported"] == ["S256"])
        #expect(try await error(signIn.authorize([("code_challenge_method", method)])) == "invalid_request")
    }

    @Test(arguments: ["token", "id_token token", "code token", "code id_token token", "id_token", "none"])
    func `RFC 9700 §2.1.2: no token comes with the answer to an application of the code flow`(
        type: String
    ) async throws {
        let response = try await signIn.authorize([("response_type", type)])
        let refusal = try #require(try error(response))
        #expect(["unsupported_response_type", "unauthorized_client"].contains(refusal))
    }

    @Test func `RFC 9700 §4.2: a code works once and leaks through no Referer`() async throws {
        let asked = try await signIn.authorize()
        #expect(asked.fields["Referrer-Policy"] == "no-referrer" && asked.fields["Cache-Control"] == "no-store")
        let refused = try await signIn.authorize([("scope", nil)])
        #expect(refused.fields["Referrer-Policy"] == "no-referrer" && refused.fields["Cache-Control"] == "no-store")
        let page = try await server.get(
            String(
                signIn.callback([("response_mode", "form_post")], session: session)
                    .dropFirst(TestServer.issuer.count)))
        #expect(page.fields["Referrer-Policy"] == "no-referrer" && page.fields["Cache-Control"] == "no-store")
        let code = try await signIn.code(session: session)
        #expect(try await signIn.redeem(code).status == .ok)
        #expect(try await signIn.redeem(code).json["error"] == "invalid_grant")
    }

    @Test(arguments: ["query", "fragment", "form_post"])
    func `RFC 9700 §4.4: every response names the issuer`(mode: String) async throws {
        let metadata = try await server.get("/.well-known/oauth-authorization-server").json
        #expect(metadata["authorization_response_iss_parameter_supported"] == true)
        let refused = try await signIn.authorize([("response_mode", mode), ("scope", nil)])
        let url = try await signIn.callback([("response_mode", mode)], session: session)
        if mode == "form_post" {
            let page = try await server.get(String(url.dropFirst(TestServer.issuer.count)))
            for text in [refused.text, page.text] {
                #expect(text.contains("name=\"iss\" value=\"\(TestServer.issuer)\""))
            }
        } else {
            for location in [try #require(refused.fields["Location"]), url] {
                #expect(try TestSignIn.members(of: location)["iss"] == TestServer.issuer)
            }
        }
    }

    @Test func `RFC 9700 §4.5.3: a code is bound to its application and its redirect URI`() async throws {
        let twoAddresses: JSONObject = ["redirectUris": ["https://app.example/callback", "https://app.example/other"]]
        let one = try await confidential("one", twoAddresses)
        let two = try await confidential("two", twoAddresses)
        let code = try await one.code(session: session)
        #expect(try await two.redeem(code).json["error"] == "invalid_grant")
        let elsewhere = try await one.redeem(code, [("redirect_uri", "https://app.example/other")])
        #expect(try elsewhere.json["error"] == "invalid_grant")
        #expect(try await one.redeem(code, [("redirect_uri", nil)]).json["error"] == "invalid_request")
        #expect(try await one.redeem(code).status == .ok)
    }

    @Test func `RFC 9700 §4.7: state and nonce come back as they were sent`() async throws {
        let (state, nonce) = ("a b+c%20&d=é\"<", "n <\"é&+%")
        let url = try await signIn.callback([("state", state), ("nonce", nonce)], session: session)
        let members = try TestSignIn.members(of: url)
        #expect(members["state"] == state)
        let tokens = try await signIn.redeem(#require(members["code"])).json
        #expect(try JWTParts(server.text(tokens, "id_token")).claims["nonce"] == .string(nonce))
    }

    @Test func `RFC 9700 §4.16: no page of the endpoint can be framed`() async throws {
        let pages = [
            try await signIn.authorize([("client_id", nil)]),
            try await signIn.authorize([("response_mode", "form_post"), ("scope", nil)]),
            try await server.get("/oauth/v2/authorize/callback"),
        ]
        for page in pages {
            #expect(page.fields["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
            #expect(page.fields["X-Frame-Options"] == "DENY")
        }
    }

    @Test(arguments: ["web_message", "web_message.jwt", "postmessage"])
    func `RFC 9700 §4.17: no answer is posted to another window`(mode: String) async throws {
        #expect(try await error(signIn.authorize([("response_mode", mode)])) == "invalid_request")
    }
}
