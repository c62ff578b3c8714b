internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Answers to applications may be of any length")
struct LongAnswerTests {
    let server: TestServer
    let signIn: TestSignIn
    let user: String
    let session: TestSession

    /// An application that gets tokens with the answer, and a person of whom an ID token tells 40,000 characters.
    init() async throws {
        try await self.init(TestServer())
    }

    private init(_ server: TestServer) async throws {
        self.server = server
        let client = try await server.addClient(
            "spa", project: server.addProject("Shop"),
            [
                "responseTypes": [
                    "OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN",
                ],
                "grantTypes": [
                    "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE",
                ],
                "applicationType": "OIDC_APP_TYPE_USER_AGENT",
            ])
        signIn = TestSignIn(server, client)
        user = try await server.addPerson("road")
        session = try await server.signIn(user)
        try await server.call(
            "zitadel.user.v2.UserService/SetUserMetadata",
            [
                "userId": .string(user),
                "metadata": [
                    ["key": "notes", "value": .string(Base64.encode([UInt8](repeating: 0x61, count: 22_500)))]
                ],
            ])
    }

    private static let wish: [(String, String?)] = [
        ("response_type", "id_token"), ("scope", "openid urn:zitadel:iam:user:metadata"), ("code_challenge", nil),
        ("code_challenge_method", nil),
    ]

    private func expectIsComplete(_ idToken: String) throws {
        #expect(idToken.utf8.count > 40_000)
        let claims = try JWTParts(idToken).claims
        #expect(claims["sub"] == .string(user))
        #expect(claims["urn:zitadel:iam:user:metadata"]?["notes"]?.stringValue?.utf8.count == 30_000)
    }

    private func path(_ url: String) -> String { String(url.dropFirst(server.issuer.count)) }

    /// The value of a field of a page that posts.
    private func field(_ name: String, _ page: String) throws -> String {
        let start = try #require(page.firstRange(of: "name=\"\(name)\" value=\""))
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }

    @Test func `in a fragment`() async throws {
        let url = try await signIn.callback(Self.wish, session: session)
        #expect(url.hasPrefix("\(TestSignIn.redirectURI)#"))
        try expectIsComplete(#require(TestSignIn.members(of: url)["id_token"]))
    }

    @Test(arguments: ["id_token", "id_token token"])
    func `in a form: whatever the page posts, its address is short, and another node shows it`(
        type: String
    ) async throws {
        let node = try await server.node()
        let changes = [("response_type", type), ("response_mode", "form_post")] + Self.wish.dropFirst()
        let url = try await signIn.callback(changes, session: session)
        #expect(url.utf8.count < 200)
        let page = try await node.get(path(url))
        #expect(page.status == .ok)
        try expectIsComplete(field("id_token", page.text))
        if type != "id_token" {
            let accessToken = try field("access_token", page.text)
            #expect(try await server.get("/oidc/v1/userinfo", token: accessToken).status == .ok)
        }
        #expect(try await server.get(path(url)).status == .badRequest)
    }

    @Test func `a refusal in many words, in a form`() async throws {
        let words = String(repeating: "no<&", count: 250)
        let request = try await signIn.request([("response_mode", "form_post")] + Self.wish)
        let answer = try await server.call(
            "zitadel.oidc.v2.OIDCService/CreateCallback",
            [
                "authRequestId": .string(request),
                "error": [
                    "error": "ERROR_REASON_ACCESS_DENIED", "errorDescription": .string(words),
                    "errorUri": .string("https://app.example/" + String(repeating: "%C3%BC", count: 160)),
                ],
            ])
        let url = try server.text(answer, "callbackUrl")
        #expect(url.utf8.count < 200)
        let page = try await server.get(path(url))
        #expect(page.status == .ok)
        #expect(try field("error", page.text) == "access_denied")
        #expect(try field("error_description", page.text) == String(repeating: "no&lt;&amp;", count: 250))
        #expect(try field("error_uri", page.text).hasSuffix("%C3%BC"))
        #expect(try field("state", page.text) == "st&amp;ate=1")
    }

    @Test func `a page of a sign-in that has ended shows nothing`() async throws {
        let url = try await signIn.callback([("response_mode", "form_post")] + Self.wish, session: session)
        try await server.call(
            "zitadel.session.v2.SessionService/DeleteSession", ["sessionId": .string(session.id)])
        let page = try await server.get(path(url))
        #expect(page.status == .badRequest)
        #expect(!page.text.contains("<form") && page.text.contains("opened too late"))
    }

    @Test func `the ID token is taken back, as a hint of the end and in an exchange`() async throws {
        let url = try await signIn.callback(Self.wish, session: session)
        let idToken = try #require(TestSignIn.members(of: url)["id_token"])
        let exchanged = try await server.post(
            "/oauth/v2/token",
            signIn.client.credentials + [
                ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", idToken),
                ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
            ])
        #expect(exchanged.status == .ok, "\(exchanged.text)")
        let ended = try await server.post("/oidc/v1/end_session", [("id_token_hint", idToken)])
        #expect(ended.status == .seeOther, "\(ended.text)")
        let foreign = try await server.post("/oidc/v1/end_session", [("id_token_hint", idToken + "A")])
        #expect(foreign.status == .badRequest)
    }

    @Test func `over sockets, by the API and to the page`() async throws {
        try await TestServer.live { server in
            let tests = try await LongAnswerTests(server)
            for mode in ["fragment", "form_post"] {
                let request = try await tests.signIn.request([("response_mode", mode)] + Self.wish)
                let message: JSONValue = [
                    "session": [
                        "sessionId": .string(tests.session.id), "sessionToken": .string(tests.session.token),
                    ]
                ]
                let answer = try await ChildProcess.run(
                    "curl",
                    [
                        "-sf", "-H", "Authorization: Bearer \(server.administratorToken)", "--json", message.text,
                        "\(server.issuer)/v2/oidc/auth_requests/\(request)",
                    ])
                #expect(answer.status == 0)
                let url = try server.text(JSONValue(parsing: Array(answer.output.utf8)), "callbackUrl")
                guard mode == "form_post" else {
                    try tests.expectIsComplete(#require(TestSignIn.members(of: url)["id_token"]))
                    continue
                }
                let page = try await ChildProcess.run("curl", ["-sf", url])
                #expect(page.status == 0)
                try tests.expectIsComplete(tests.field("id_token", page.output))
            }
        }
    }
}
