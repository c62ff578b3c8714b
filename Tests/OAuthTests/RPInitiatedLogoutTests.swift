internal import Crypto
internal import Domain
internal import HTTP
internal import JOSE
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// The modules of the conformance plan `oidcc-rp-initiated-logout-certification-test-plan`, by their names, and the
/// further rules of the specification.
@Suite("OpenID Connect RP-Initiated Logout 1.0")
struct RPInitiatedLogoutTests {
    static let registered = "https://app.example/bye"
    let server: TestServer
    let client: TestServer.TestClient
    /// Of a session that goes on.
    let idToken: String

    init() async throws {
        server = try await TestServer()
        client = try await server.addClient(
            "app", project: try await server.addProject("p"),
            ["postLogoutRedirectUris": [.string(Self.registered), "https://app.example/bye?from=op"]])
        try await server.addHuman("minnie")
        let tokens = try await server.deviceTokens(
            client, scope: "openid", session: "session-of-minnie", token: server.sessionToken(of: "minnie"),
            by: server.addAdministrator("login", role: "IAM_LOGIN_CLIENT"))
        idToken = try server.text(tokens.json, "id_token")
    }

    private func end(_ parameters: [(String, String)], method: HTTPMethod = .get) async throws -> TestResponse {
        guard method == .get else { return try await server.post("/oidc/v1/end_session", parameters) }
        let query = parameters.map { "\($0.0)=\(FormCoding.encode($0.1))" }.joined(separator: "&")
        return try await server.get("/oidc/v1/end_session?\(query)")
    }

    private var isSignedIn: Bool {
        get async throws {
            try await server.tryCall(
                "zitadel.session.v2.SessionService/GetSession", ["sessionId": "session-of-minnie"]
            ).status == .ok
        }
    }

    /// Neither signed out nor sent away: what the modules with wrong parameters ask for.
    private func expectRefused(
        _ response: TestResponse, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(response.status == .badRequest, sourceLocation: sourceLocation)
        #expect(response.fields["Content-Type"] == "text/html; charset=utf-8", sourceLocation: sourceLocation)
        #expect(!response.text.contains("evil"), sourceLocation: sourceLocation)
        #expect(response.fields["Location"] == nil, sourceLocation: sourceLocation)
        #expect(try await isSignedIn, sourceLocation: sourceLocation)
    }

    /// The person is asked on a page of ours; nothing has ended.
    private func expectQuestion(
        _ response: TestResponse, redirect: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(response.status == .found, sourceLocation: sourceLocation)
        let location = try #require(response.fields["Location"], sourceLocation: sourceLocation)
        #expect(location.hasPrefix("/ui/v2/login/logout?"), sourceLocation: sourceLocation)
        let form = try Form(query: location.split(separator: "?", maxSplits: 1).last.map { String($0) })
        #expect(form["post_logout_redirect"] == redirect, sourceLocation: sourceLocation)
        let token = try #require(form["logout_token"], sourceLocation: sourceLocation)
        let claims = try JWTParts(token).claims
        #expect(claims["post_logout_redirect"]?.stringValue == redirect, sourceLocation: sourceLocation)
        #expect(try await isSignedIn, sourceLocation: sourceLocation)
    }

    @Test func `oidcc-rp-initiated-logout-discovery-endpoint-verification`() async throws {
        let document = try await server.get("/.well-known/openid-configuration").json
        #expect(document["end_session_endpoint"] == .string("\(TestServer.issuer)/oidc/v1/end_session"))
    }

    @Test(arguments: [HTTPMethod.get, .post])
    func `oidcc-rp-initiated-logout`(method: HTTPMethod) async throws {
        let response = try await end(
            [("id_token_hint", idToken), ("post_logout_redirect_uri", Self.registered), ("state", "a b&c")],
            method: method)
        #expect(response.status == (method == .get ? .found : .seeOther))
        #expect(response.fields["Location"] == "\(Self.registered)?state=a%20b%26c")
        #expect(response.fields["Cache-Control"] == "no-store")
        #expect(try await !isSignedIn)
    }

    @Test func `oidcc-rp-initiated-logout-bad-post-logout-redirect-uri`() async throws {
        for uri in [
            "https://evil.example/", "https://app.example/", "https://app.example/bye/", "https://app.example/Bye",
            "https://app.example:443/bye", "https://app.example/bye#x", "https://APP.example/bye", "/bye",
            "https://app.example/bye%20", "https://app.example@evil.example/bye", "//app.example/bye",
        ] {
            try await expectRefused(try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", uri)]))
        }
    }

    @Test(arguments: ["none", "None", "NONE", "HS256"])
    func `oidcc-rp-initiated-logout-modified-id-token-hint`(algorithm: String) async throws {
        let parts = idToken.split(separator: ".")
        let header = Base64URL.encode(#"{"alg":"\#(algorithm)","typ":"JWT"}"#.utf8)
        for signature in ["", String(parts[2])] {
            let hint = "\(header).\(parts[1]).\(signature)"
            try await expectRefused(
                try await end([("id_token_hint", hint), ("post_logout_redirect_uri", Self.registered)]))
        }
    }

    @Test func `oidcc-rp-initiated-logout-no-id-token-hint`() async throws {
        let uri = ("post_logout_redirect_uri", Self.registered)
        // Nobody knows whose address it is, so it is not used.
        try await expectQuestion(try await end([uri, ("state", "s")]))
        try await expectQuestion(
            try await end([("client_id", client.clientID), uri, ("state", "s")]),
            redirect: "\(Self.registered)?state=s")
    }

    @Test func `oidcc-rp-initiated-logout-no-params`() async throws {
        try await expectQuestion(try await end([]))
        let posted = try await end([], method: .post)
        #expect(posted.status == .seeOther)
        #expect(try await isSignedIn)
    }

    @Test func `oidcc-rp-initiated-logout-no-post-logout-redirect-uri`() async throws {
        let response = try await end([("id_token_hint", idToken), ("state", "s")])
        #expect(response.fields["Location"] == "/ui/v2/login/logout/done")
        #expect(try await !isSignedIn)
    }

    @Test func `oidcc-rp-initiated-logout-no-state`() async throws {
        let response = try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", Self.registered)])
        #expect(response.fields["Location"] == Self.registered)
    }

    @Test func `oidcc-rp-initiated-logout-only-state`() async throws {
        try await expectQuestion(try await end([("state", "s")]))
    }

    @Test func `oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri`() async throws {
        try await expectRefused(
            try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", "\(Self.registered)?foo=bar")]))
    }

    @Test func `oidcc-rp-initiated-logout-bad-id-token-hint`() async throws {
        let parts = idToken.split(separator: ".")
        let kid = try server.text(JWTParts(idToken).header, "kid")
        let forged = try JWTSigner(try PrivateKey.generate(.rsa(bits: 2048)), .rs256, keyID: kid).sign(
            try #require(JWTParts(idToken).claims.objectValue))
        for hint in [forged, "x", "a.b.c", "\(parts[0]).\(parts[1]).\(parts[2].dropLast(4))AAAA"] {
            try await expectRefused(
                try await end([("id_token_hint", hint), ("post_logout_redirect_uri", Self.registered)]))
        }
    }

    @Test func `a hint may be old`() async throws {
        server.clock.advance(by: .days(30))
        let response = try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", Self.registered)])
        #expect(response.fields["Location"] == Self.registered)
        #expect(try await !isSignedIn)
    }

    @Test func `a registered query keeps its place before the state`() async throws {
        let response = try await end([
            ("id_token_hint", idToken), ("post_logout_redirect_uri", "\(Self.registered)?from=op"), ("state", "s"),
        ])
        #expect(response.fields["Location"] == "\(Self.registered)?from=op&state=s")
    }

    @Test func `the client must be the one that the hint was issued to`() async throws {
        let other = try await server.addClient("other", project: client.projectID)
        for id in [other.clientID, "unknown"] {
            try await expectRefused(try await end([("id_token_hint", idToken), ("client_id", id)]))
        }
        try await expectRefused(try await end([("client_id", "unknown")]))
        let same = try await end([("id_token_hint", idToken), ("client_id", client.clientID)])
        #expect(same.status == .found)
        #expect(try await !isSignedIn)
    }

    @Test func `no other token of ours is a hint`() async throws {
        let machine = try await server.addMachine("svc", accessTokenType: "ACCESS_TOKEN_TYPE_JWT")
        let question = try await end([])
        let form = try Form(query: question.fields["Location"]?.split(separator: "?").last.map { String($0) })
        for token in [
            try await server.accessToken(machine, scope: "openid"), try #require(form["logout_token"]),
            server.administratorToken,
        ] {
            try await expectRefused(try await end([("id_token_hint", token)]))
        }
    }

    @Test func `a machine user's ID token ends nothing`() async throws {
        let machine = try await server.addMachine("svc")
        let token = try await server.text(server.token(machine, scope: "openid").json, "id_token")
        try await expectQuestion(try await end([("id_token_hint", token)]))
        try await expectRefused(
            try await end([("id_token_hint", token), ("post_logout_redirect_uri", Self.registered)]))
    }

    @Test func `a repeated parameter is refused`() async throws {
        try await expectRefused(try await end([("id_token_hint", idToken), ("id_token_hint", idToken)]))
    }

    @Test func `CVE-2024-8883: of a native application's address only the loopback port may be another`() async throws {
        let native = try await server.addClient(
            "native", project: client.projectID,
            ["postLogoutRedirectUris": ["http://127.0.0.1/bye", "com.example:/bye", "javascript:alert(1)"]])
        func target(_ uri: String) async throws -> String? {
            let answer = try await end([("client_id", native.clientID), ("post_logout_redirect_uri", uri)])
            let query = answer.fields["Location"]?.split(separator: "?", maxSplits: 1).last.map { String($0) }
            return try Form(query: query)["post_logout_redirect"]
        }
        for uri in ["http://127.0.0.1:5500/bye", "http://127.0.0.1/bye", "com.example:/bye"] {
            #expect(try await target(uri) == uri)
        }
        for uri in [
            "http://127.0.0.2:5500/bye", "http://localhost:5500/bye", "https://127.0.0.1:5500/bye",
            "http://127.0.0.1:5500/bye?x", "http://u@127.0.0.1/bye", "com.example:/bye2", "javascript:alert(1)",
        ] {
            #expect(try await target(uri) == nil)
        }
    }

    @Test func `an application with login pages of its own has the question there`() async throws {
        let own = try await server.addClient(
            "own", project: client.projectID,
            ["loginVersion": ["loginV2": ["baseUri": "https://login.example/ui/"]]])
        let response = try await end([
            ("client_id", own.clientID), ("logout_hint", "minnie@mouse.example"), ("ui_locales", "de en"),
        ])
        let location = try #require(response.fields["Location"])
        #expect(
            location.hasPrefix(
                "https://login.example/ui/logout?logout_hint=minnie%40mouse.example&ui_locales=de%20en&logout_token="))
    }

    @Test func `ASVS 10.6.2: a link that anybody could make signs nobody out`() async throws {
        for parameters in [
            [], [("logout_hint", "minnie")], [("client_id", client.clientID)],
            [("client_id", client.clientID), ("post_logout_redirect_uri", Self.registered)],
            [("sid", "session-of-minnie")], [("session", "session-of-minnie"), ("sub", "minnie")],
        ] {
            for method in [HTTPMethod.get, .post] {
                let response = try await end(parameters, method: method)
                #expect(response.fields["Location"]?.hasPrefix("/ui/v2/login/logout?") == true)
                #expect(try await isSignedIn)
            }
        }
    }

    @Test func `the pages believe a question of ours and no other, for an hour`() async throws {
        let response = try await end([
            ("client_id", client.clientID), ("post_logout_redirect_uri", Self.registered), ("state", "s"),
            ("logout_hint", "minnie"), ("ui_locales", "de en"),
        ])
        let query = response.fields["Location"]?.split(separator: "?", maxSplits: 1).last.map { String($0) }
        let token = try #require(try Form(query: query)["logout_token"])
        let logouts = server.logouts
        let request = LogoutRequest(
            redirectURI: "\(Self.registered)?state=s", clientID: client.clientID, loginHint: "minnie",
            languages: ["de", "en"])
        #expect(try await logouts.request(from: token) == request)
        for other in [idToken, "", "x.y.z", String(token.dropLast()), server.administratorToken] {
            #expect(try await logouts.request(from: other) == nil)
        }
        server.clock.advance(by: .hours(1))
        #expect(try await logouts.request(from: token) == nil)
    }

    @Test(arguments: [
        "https://app.example/bye@evil.example", "https://app.example\\@evil.example/bye",
        "https://app.example%2f@evil.example/bye", "https://evil.example/https://app.example/bye",
        "https://user@app.example/bye", "https://app.example/./bye", "https://app.example//bye",
        "https://app.example/%62ye", "https:/app.example/bye", "https:app.example/bye", "HTTPS://app.example/bye",
        "https://app.example./bye", "https://app.example/bye\u{0}", " https://app.example/bye",
        "https://app.example/bye\r\nLocation: https://evil.example",
    ])
    func `CVE-2026-7504, CVE-2026-28512, CVE-2024-25715: nothing that looks like the address is it`(
        uri: String
    ) async throws {
        try await expectRefused(try await end([("id_token_hint", idToken), ("post_logout_redirect_uri", uri)]))
    }

    @Test func `CVE-2019-8400, CVE-2026-33758: markup in a parameter is in no page`() async throws {
        let markup = "<script>alert(1)</script>"
        for name in ["id_token_hint", "client_id", "post_logout_redirect_uri", "state", "logout_hint", "ui_locales"] {
            let parameters = [("client_id", client.clientID)].filter { $0.0 != name } + [(name, markup)]
            let response = try await end(parameters)
            #expect(!response.text.contains("<script>"))
            #expect(response.fields["Location"]?.contains("<") != true)
        }
        let page = try await end([("id_token_hint", markup)])
        #expect(page.fields["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
        #expect(page.fields["X-Content-Type-Options"] == "nosniff")
    }

    @Test func `CVE-2020-15223: nobody is told to be signed out when the store fails`() async throws {
        let uri = ("post_logout_redirect_uri", Self.registered)
        _ = try await end([("client_id", client.clientID), uri])
        await server.database.close()
        let response = try await end([("id_token_hint", idToken), uri])
        #expect(response.status == .serviceUnavailable)
        #expect(response.fields["Location"] == nil)
    }

    @Test func `no script of another origin uses the endpoint`() async throws {
        let response = try await server.send(
            HTTPRequest(.get, "/oidc/v1/end_session", fields: ["Origin": "https://evil.example"]))
        #expect(response.fields["Access-Control-Allow-Origin"] == nil)
    }
}
