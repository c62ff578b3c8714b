internal import Crypto
internal import HTTP
internal import JOSE
internal import Model
internal import Platform
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

    func end(_ parameters: [(String, String)], method: HTTPMethod = .get) async throws -> TestResponse {
        guard method == .get else { return try await server.post("/oidc/v1/end_session", parameters) }
        let query = parameters.map { "\($0.0)=\(FormCoding.encode($0.1))" }.joined(separator: "&")
        return try await server.get("/oidc/v1/end_session?\(query)")
    }

    var isSignedIn: Bool {
        get async throws {
            try await server.tryCall(
                "zitadel.session.v2.SessionService/GetSession", ["sessionId": "session-of-minnie"]
            ).status == .ok
        }
    }

    /// Neither signed out nor sent away: what the modules with wrong parameters ask for.
    func expectRefused(
        _ response: TestResponse, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        #expect(response.status == .badRequest, sourceLocation: sourceLocation)
        #expect(response.fields["Content-Type"] == "text/html; charset=utf-8", sourceLocation: sourceLocation)
        #expect(!response.text.contains("evil"), sourceLocation: sourceLocation)
        #expect(response.fields["Location"] == nil, sourceLocation: sourceLocation)
        #expect(try await isSignedIn, sourceLocation: sourceLocation)
    }

    /// The person is asked on a page of ours; nothing has ended.
    func expectQuestion(
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
}
