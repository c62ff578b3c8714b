internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: codes, refresh tokens, redirects")
struct KnownFlawSignInTests {
    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    init() async throws {
        (server, signIn, user, session) = try await TestSignIn.ofRoad()
    }

    @Test func `CVE-2026-55672, CVE-2026-16089: codes and refresh tokens are bound to their client`() async throws {
        let other = TestSignIn(server, try await server.addClient("other", project: signIn.client.projectID))
        let code = try await signIn.code(session: session)
        #expect(try await other.redeem(code).json["error"] == "invalid_grant")
        let tokens = try await signIn.redeem(code).json
        let refresh = try server.text(tokens, "refresh_token")
        #expect(try await other.refresh(refresh).json["error"] == "invalid_grant")
        #expect(try await signIn.refresh(refresh).status == .ok)
    }

    @Test func `CVE-2026-16089, CVE-2026-27840: no changed or shortened code or refresh token counts`() async throws {
        let code = try await signIn.code(session: session)
        for altered in alterations(of: code) {
            #expect(try await signIn.redeem(altered).json["error"] == "invalid_grant", "\(altered)")
        }
        let refresh = try await server.text(signIn.redeem(code).json, "refresh_token")
        for altered in alterations(of: refresh) {
            #expect(try await signIn.refresh(altered).json["error"] == "invalid_grant", "\(altered)")
        }
    }

    private func alterations(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        let flipped = stride(from: 0, to: bytes.count, by: 3).map { index in
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            return changed == bytes ? Array(bytes.dropLast()) : changed
        }
        let parts = [Array(bytes.dropLast()), Array(bytes.dropFirst()), bytes + bytes, Array(bytes.prefix(16))]
        return (flipped + parts).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `CVE-2026-4282: what one endpoint gives is nothing at another`() async throws {
        let request = try await signIn.request()
        #expect(try await signIn.redeem(request).json["error"] == "invalid_grant")
        #expect(try await signIn.redeem(session.token).json["error"] == "invalid_grant")
        #expect(try await signIn.refresh(session.token).json["error"] == "invalid_grant")
        let code = try await signIn.code(session: session)
        #expect(try await signIn.refresh(code).json["error"] == "invalid_grant")
        #expect(try await server.get("/oidc/v1/userinfo", token: code).status == .unauthorized)
        #expect(
            try await server.tryCall("zitadel.user.v2.UserService/ListUsers", [:], token: code).status == .unauthorized)
    }

    @Test func `CVE-2026-28513: the right secret of another client is the wrong one`() async throws {
        let confidential: JSONObject = [
            "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST",
        ]
        let project = signIn.client.projectID
        let one = TestSignIn(server, try await server.addClient("one", project: project, confidential))
        let two = try await server.addClient("two", project: project, confidential)
        let code = try await one.code(session: session)
        let secret = try #require(two.secret)
        #expect(try await one.redeem(code, [("client_secret", secret)]).status == .unauthorized)
        #expect(try await one.redeem(code, [("client_id", two.clientID)]).status == .unauthorized)
        let other = try await one.redeem(code, [("client_id", two.clientID), ("client_secret", secret)])
        #expect(try other.json["error"] == "invalid_grant")
        #expect(try await one.redeem(code).status == .ok)
    }

    @Test func `CVE-2026-33132: a user of another organization is not signed in`() async throws {
        let other = try await server.addOrganization("Other")
        let request = try await signIn.request([("scope", "openid urn:zitadel:iam:org:id:\(other)")])
        let refused = try await signIn.answer(request, session: session)
        #expect(refused.status == .forbidden)
        let stranger = try await server.addPerson("coyote", organization: other)
        let accepted = try await signIn.answer(request, session: server.signIn(stranger))
        #expect(accepted.status == .ok)
    }

    @Test(arguments: ["DeactivateUser", "LockUser", "DeleteUser"])
    func `GHSA-wv3h-x6c4-r867, CVE-2026-43983: nobody refreshes after losing the account`(change: String) async throws {
        let tokens = try await signIn.tokens(session: session)
        try await server.call("zitadel.user.v2.UserService/\(change)", ["userId": .string(user)])
        let refresh = try server.text(tokens, "refresh_token")
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_grant")
        #expect(
            try await server.get("/oidc/v1/userinfo", token: server.text(tokens, "access_token")).status
                == .unauthorized)
        guard change != "DeleteUser" else { return }
        let back = change == "LockUser" ? "UnlockUser" : "ReactivateUser"
        server.clock.advance(by: .seconds(1))
        try await server.call("zitadel.user.v2.UserService/\(back)", ["userId": .string(user)])
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_grant")
    }

    @Test func `GHSA-895x-rfqp-jh5c: without the refresh grant no refresh token counts`() async throws {
        let refresh = try await server.text(signIn.tokens(session: session), "refresh_token")
        try await server.call(
            "zitadel.application.v2.ApplicationService/UpdateApplication",
            [
                "applicationId": .string(signIn.client.id), "projectId": .string(signIn.client.projectID),
                "oidcConfiguration": ["grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"]],
            ])
        #expect(try await signIn.refresh(refresh).json["error"] == "unauthorized_client")
    }

    @Test func `CVE-2026-16103: a lock between the two steps of a grant is seen by the second`() async throws {
        let code = try await signIn.code(session: session)
        try await server.call("zitadel.user.v2.UserService/LockUser", ["userId": .string(user)])
        #expect(try await signIn.redeem(code).json["error"] == "invalid_grant")
    }

    @Test func `CVE-2024-23647: PKCE cannot be left out on the way`() async throws {
        let request = try await signIn.authorize([("code_challenge", nil), ("code_challenge_method", nil)])
        #expect(try TestSignIn.members(of: #require(request.fields["Location"]))["error"] == "invalid_request")
    }

    @Test func `RFC 6749 §4.1.2: the second use of a code ends what the first gave`() async throws {
        let code = try await signIn.code(session: session)
        let tokens = try await signIn.redeem(code).json
        #expect(try await signIn.redeem(code).json["error"] == "invalid_grant")
        let access = try server.text(tokens, "access_token")
        #expect(try await server.get("/oidc/v1/userinfo", token: access).status == .unauthorized)
        #expect(try await signIn.refresh(server.text(tokens, "refresh_token")).json["error"] == "invalid_grant")
    }

    @Test(
        arguments: [
            "https://app.example/callback/", "https://app.example/callback?x=1", "https://app.example/callback#x",
            "https://app.example/Callback", "https://app.example:443/callback", "https://APP.example/callback",
            "https://app.example/%63allback", "https://app.example//callback", "https://app.example/./callback",
            "https://app.example@evil.example/callback", "https://evil.example@app.example/callback",
            "https://a@b@app.example/callback", "https://app.example\\@evil.example/callback",
            "https://app.example.evil.example/callback", "https://evil.example/https://app.example/callback",
            "//app.example/callback", "http://app.example/callback", "https://app.example/callback%00",
            "https://app.example/callback ", " https://app.example/callback", "https://app.example/callback\t",
            "javascript:alert(1)", "data:text/html,x", "https://app.example/call\u{00AD}back",
        ])
    func `CVE-2026-7504, CVE-2026-28512, CVE-2024-25715: only the registered redirect URI, byte for byte`(
        uri: String
    ) async throws {
        let response = try await signIn.authorize([("redirect_uri", uri)])
        #expect(response.status == .badRequest)
        #expect(response.fields["Location"] == nil)
    }

    @Test(
        arguments: [
            ("http://127.0.0.1:51004/cb", true), ("http://127.0.0.1/cb", true), ("http://127.0.0.1:1/other", false),
            ("http://localhost:51004/cb", false), ("https://127.0.0.1:51004/cb", false),
            ("http://127.0.0.2:51004/cb", false), ("http://127.0.0.1:51004@evil.example/cb", false),
            ("http://127.0.0.1.evil.example:80/cb", false), ("http://[::1]:5/cb", true), ("http://[::2]:5/cb", false),
        ])
    func `CVE-2024-8883: of loopback addresses only the port may vary`(uri: String, isAllowed: Bool) async throws {
        let native = TestSignIn(
            server,
            try await server.addClient(
                "native", project: signIn.client.projectID,
                ["redirectUris": ["http://127.0.0.1/cb", "http://[::1]/cb"]]))
        let response = try await native.authorize([("redirect_uri", uri)])
        #expect((response.status == .seeOther) == isAllowed)
    }

    @Test(arguments: ["javascript:alert(1)//", "data:text/html,<script>", "http://app.example/cb", "my-app:/cb"])
    func `CVE-2026-29192, CVE-2024-29891: not even registered URIs may carry a script`(uri: String) async throws {
        let web = TestSignIn(
            server,
            try await server.addClient(
                "agent", project: signIn.client.projectID,
                ["redirectUris": [.string(uri)], "applicationType": "OIDC_APP_TYPE_USER_AGENT"]))
        let response = try await web.authorize([("redirect_uri", uri)])
        #expect(response.status == .badRequest)
        #expect(response.fields["Location"] == nil)
    }

    @Test func `CVE-2019-8400, CVE-2026-33758: markup in a request comes back as text or not at all`() async throws {
        let markup = "\"><script>alert(1)</script>"
        for name in ["client_id", "redirect_uri", "response_type", "scope", "prompt", "max_age", "claims"] {
            let response = try await signIn.authorize([(name, markup), ("response_mode", "form_post")])
            #expect(!response.text.contains("<script>alert"), "\(name)")
            #expect(response.fields["Location"]?.contains("<script") != true)
        }
    }
}
