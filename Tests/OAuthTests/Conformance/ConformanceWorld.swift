internal import HTTP
internal import JOSE
internal import Platform
internal import TestSupport
internal import Testing

/// The plans of the OpenID conformance suite that have the same modules.
enum BasicPlan: String, Sendable, CaseIterable, CustomTestStringConvertible {
    case basic, formPost

    var testDescription: String { rawValue }
}

/// What the modules need that run without a person: an application with a secret, somebody who is signed in, and a
/// browser that goes where it is sent.
struct ConformanceWorld: Sendable {
    static let scopes = "openid"

    let server: TestServer
    let project: String
    let client: TestServer.TestClient
    let user: String
    let session: TestSession
    /// Of the pages on which somebody signs in.
    private let loginClient: String

    init() async throws {
        server = try await TestServer()
        project = try await server.addProject("Conformance")
        client = try await Self.addClient("first", to: project, of: server, method: "BASIC")
        user = try await server.addPerson("road")
        session = try await server.signIn(user)
        loginClient = try await server.addAdministrator("login", role: "IAM_LOGIN_CLIENT")
    }

    /// An application as the plans describe it: the code flow, refresh tokens, and a secret.
    /// - Parameter method: `BASIC` or `POST`.
    static func addClient(
        _ name: String, to project: String, of server: TestServer, method: String
    ) async throws -> TestServer.TestClient {
        try await server.addClient(
            name, project: project,
            [
                "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"],
                "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": .string("OIDC_AUTH_METHOD_TYPE_\(method)"),
            ])
    }

    /// What an application gets at its redirect URI.
    struct Answer: Sendable {
        let method: HTTPMethod
        let redirectURI: String
        let members: [String: String]

        subscript(_ name: String) -> String? { members[name] }
    }

    /// The parameters of a request, in the order of the plans.
    func parameters(
        _ plan: BasicPlan, of client: TestServer.TestClient? = nil, _ changes: [(String, String?)] = []
    ) -> [(String, String)] {
        var form = [
            ("client_id", (client ?? self.client).clientID), ("redirect_uri", TestSignIn.redirectURI),
            ("scope", Self.scopes), ("state", "st-8xLOxBtZp8"), ("nonce", "n-0S6_WzA2Mj"), ("response_type", "code"),
        ]
        if plan == .formPost { form.append(("response_mode", "form_post")) }
        for (name, value) in changes {
            form.removeAll { $0.0 == name }
            if let value { form.append((name, value)) }
        }
        return form
    }

    /// Sends an authorization request, by GET.
    func send(_ form: [(String, String)]) async throws -> TestResponse {
        let query = Form(form.map { (name: $0.0, value: $0.1) }).encoded
        return try await server.get("/oauth/v2/authorize?\(query)")
    }

    /// Goes through the login with the session, to what the application gets.
    func answer(to response: TestResponse, session: TestSession? = nil) async throws -> Answer {
        let start = "\(server.issuer)/ui/v2/login/login?authRequest="
        let location = response.fields["Location"] ?? ""
        try #require(location.hasPrefix(start), "\(response.status) \(location) \(response.text)")
        let session = session ?? self.session
        let answered = try await server.call(
            "zitadel.oidc.v2.OIDCService/CreateCallback",
            [
                "authRequestId": .string(String(location.dropFirst(start.count))),
                "session": ["sessionId": .string(session.id), "sessionToken": .string(session.token)],
            ], token: loginClient)
        let url = try server.text(answered, "callbackUrl")
        guard url.hasPrefix("\(server.issuer)/") else { return try Self.answer(at: url) }
        return try Self.answer(posted: await server.get(String(url.dropFirst(server.issuer.count))))
    }

    /// What the application gets of a request that is refused.
    func refusal(of response: TestResponse, _ plan: BasicPlan) throws -> Answer {
        guard plan == .basic else { return try Self.answer(posted: response) }
        #expect(response.status == .seeOther)
        return try Self.answer(at: #require(response.fields["Location"], "\(response.text)"))
    }

    private static func answer(at url: String) throws -> Answer {
        // Nothing that these plans ask for comes in a fragment.
        #expect(!url.contains("#"))
        let uri = String(url.prefix { $0 != "?" })
        return Answer(method: .get, redirectURI: uri, members: try TestSignIn.members(of: url))
    }

    /// What a browser posts that gets the page.
    private static func answer(posted page: TestResponse) throws -> Answer {
        #expect(page.status == .ok)
        let text = page.text
        let form = try #require(text.firstMatch(of: #/<form [^>]*method="post" action="([^"]*)">/#), "\(text)")
        #expect(text.contains("document.forms[0].submit()"))
        let fields = text.matches(of: #/<input type="hidden" name="([^"]*)" value="([^"]*)">/#)
        return Answer(
            method: .post, redirectURI: unescaped(form.1),
            members: Dictionary(
                fields.map { (unescaped($0.1), unescaped($0.2)) }, uniquingKeysWith: { first, _ in first }))
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = String(text)
        for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            result = result.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character)
        }
        return result
    }
}

extension ConformanceWorld {
    /// A whole sign-in: request, answer, tokens, ID token.
    struct Identity: Sendable {
        let answer: Answer
        let tokens: JSONValue
        let header: JSONValue
        let claims: JWTClaims
        let accessToken: String
    }

    /// Signs in and verifies everything that every module verifies.
    func signIn(_ plan: BasicPlan, _ changes: [(String, String?)] = []) async throws -> Identity {
        let form = parameters(plan, changes)
        let answer = try await answer(to: send(form))
        return try await identity(answer, plan, form)
    }

    func identity(_ answer: Answer, _ plan: BasicPlan, _ form: [(String, String)]) async throws -> Identity {
        func sent(_ name: String) -> String? { form.first { $0.0 == name }?.1 }
        #expect(answer.method == (plan == .formPost ? .post : .get))
        #expect(answer.redirectURI == TestSignIn.redirectURI)
        #expect(answer["state"] == sent("state"))
        #expect(answer["iss"] == server.issuer)
        #expect(answer["error"] == nil)
        let response = try await redeem(#require(answer["code"]))
        try #require(response.status == .ok, "\(response.text)")
        #expect(response.fields["Cache-Control"] == "no-store")
        let tokens = try response.json
        #expect(tokens["token_type"] == "Bearer")
        #expect((tokens["expires_in"]?.integerValue ?? 0) > 0)
        let idToken = try server.text(tokens, "id_token")
        let claims = try await verified(idToken, for: client)
        #expect(claims["nonce"]?.stringValue == sent("nonce"))
        #expect(claims.subject == user)
        let accessToken = try server.text(tokens, "access_token")
        #expect(claims["at_hash"] == .string(SignatureAlgorithm.rs256.leftHalfHash(of: accessToken)))
        return Identity(
            answer: answer, tokens: tokens, header: try JWTParts(idToken).header, claims: claims,
            accessToken: accessToken)
    }

    /// The claims of an ID token, verified as an application must (OpenID Connect Core §3.1.3.7).
    func verified(_ idToken: String, for client: TestServer.TestClient) async throws -> JWTClaims {
        let keys = try JWKSet(await server.get("/oauth/v2/keys").json)
        let policy = JWTClaimPolicy(
            type: .jwt, issuers: [server.issuer], audience: .contains([client.clientID]), requiresIssuedAt: true)
        return try JWTVerifier(policy).verify(idToken, at: server.clock.now) { keys.key(for: $0) }.claims
    }

    /// Redeems a code with the secret in the header.
    func redeem(_ code: String, _ more: [(String, String)] = []) async throws -> TestResponse {
        try await token(
            [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", TestSignIn.redirectURI)] + more)
    }

    /// - Parameter client: which shows its secret in the header.
    func token(_ form: [(String, String)], by client: TestServer.TestClient? = nil) async throws -> TestResponse {
        let client = client ?? self.client
        return try await server.post(
            "/oauth/v2/token", form,
            authorization: "Basic \(Base64.encode("\(client.clientID):\(client.secret ?? "")".utf8))")
    }

    func userInfo(_ identity: Identity) async throws -> JSONValue {
        let response = try await server.get("/oidc/v1/userinfo", token: identity.accessToken)
        #expect(response.status == .ok)
        #expect(response.fields["Content-Type"] == "application/json")
        let claims = try response.json
        #expect(claims["sub"]?.stringValue == identity.claims.subject)
        return claims
    }
}
