internal import HTTP
internal import JOSE
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

/// An application with a site of its own, which sends the browser to the service and keeps what comes back.
struct RelyingParty: Sendable {
    let server: TestServer
    let origin: String
    let projectID: String
    let clientID: String
    let secret: String
    private let inbox: Inbox

    /// What reached the application at its redirect URI.
    struct Answer: Sendable {
        let method: HTTPMethod
        let parameters: Form

        subscript(_ name: String) -> String? { parameters[name] }
    }

    /// The answers that have arrived, by their state.
    private final class Inbox: Sendable {
        let answers = Mutex<[String: Answer]>([:])
    }

    /// Runs a body with an application that is registered at the service.
    /// - Parameter organization: that owns it; `nil` for the one whose people sign in.
    static func open(
        at server: TestServer, named name: String = "Shop", of organization: String? = nil, _ change: JSONObject = [:],
        _ body: (RelyingParty) async throws -> Void
    ) async throws {
        let inbox = Inbox()
        try await TestSite.serve(routes(inbox)) { site in
            let project = try await server.addProject(name, organization: organization)
            var configuration: JSONObject = [
                "redirectUris": [.string("\(site.origin)/callback")],
                "postLogoutRedirectUris": [.string("\(site.origin)/bye")],
                "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"],
                "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_BASIC",
            ]
            for member in change.members { configuration[member.name] = member.value }
            let made = try await server.call(
                "zitadel.application.v2.ApplicationService/CreateApplication",
                ["projectId": .string(project), "name": .string(name), "oidcConfiguration": .object(configuration)])
            let registered = made["oidcConfiguration"] ?? .null
            try await body(
                RelyingParty(
                    server: server, origin: site.origin, projectID: project,
                    clientID: server.text(registered, "clientId"),
                    secret: registered["clientSecret"]?.stringValue ?? "", inbox: inbox))
        }
    }

    private static func routes(_ inbox: Inbox) -> [Route] {
        let receive: @Sendable (HTTPRequest) -> HTTPResponse = { request in
            // What cannot be read never arrives, and the test says what it waited for.
            let form = try? request.method == .post ? Form(parsing: request.body) : Form(query: request.query)
            if let form, let state = form["state"] {
                inbox.answers.withLock { $0[state] = Answer(method: request.method, parameters: form) }
            }
            return .html(.ok, "<title>Shop</title><h1>Back at the shop</h1>")
        }
        return [
            Route(.get, "/callback", "callback") { receive($0) },
            Route(.post, "/callback", "callback_post") { receive($0) },
            Route(.get, "/bye", "bye") { _ in .html(.ok, "<title>Shop</title><h1>Bye</h1>") },
        ]
    }
}

extension RelyingParty {
    /// A request of this application.
    struct Request: Sendable {
        let state = "state-\(UInt64.random(in: 0...UInt64.max))"
        let nonce = "nonce-\(UInt64.random(in: 0...UInt64.max))"
        fileprivate let more: [(name: String, value: String)]
    }

    /// Sends the browser to the service.
    /// - Parameter more: parameters besides the usual ones, or instead of them.
    func ask(_ browser: Browser, _ more: [(name: String, value: String)] = []) async throws -> Request {
        let request = Request(more: more)
        try await browser.open(url(of: request))
        return request
    }

    private func url(of request: Request) -> String {
        var parameters: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", "\(origin)/callback"),
            ("scope", "openid profile email"), ("state", request.state), ("nonce", request.nonce),
        ]
        parameters.removeAll { parameter in request.more.contains { $0.name == parameter.name } }
        return "\(server.issuer)/oauth/v2/authorize?\(Form(parameters + request.more).encoded)"
    }

    /// What comes back for a request, which is waited for.
    func answer(to request: Request, _ browser: Browser) async throws -> Answer {
        try await browser.wait(for: "the answer at \(origin)") { received(request) }
    }

    func received(_ request: Request) -> Answer? {
        inbox.answers.withLock { $0[request.state] }
    }

    /// The tokens for the code of an answer.
    func redeem(_ answer: Answer) async throws -> TestResponse {
        try await token([
            ("grant_type", "authorization_code"), ("code", try #require(answer["code"])),
            ("redirect_uri", "\(origin)/callback"),
        ])
    }

    func token(_ form: [(String, String)]) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/token", form, authorization: "Basic \(Base64.encode("\(clientID):\(secret)".utf8))")
    }

    /// The claims of the ID token that a request has led to, verified as an application must (OpenID Connect Core
    /// §3.1.3.7).
    func identity(_ request: Request, _ browser: Browser) async throws -> Identity {
        let answer = try await answer(to: request, browser)
        #expect(answer["iss"] == server.issuer)
        let tokens = try await redeem(answer)
        try #require(tokens.status == .ok, "\(tokens.text)")
        let json = try tokens.json
        let idToken = try server.text(json, "id_token")
        let keys = try JWKSet(await server.get("/oauth/v2/keys").json)
        let policy = JWTClaimPolicy(
            type: .jwt, issuers: [server.issuer], audience: .contains([clientID]), requiresIssuedAt: true)
        let verified = try JWTVerifier(policy).verify(idToken, at: server.clock.now, key: keys.key)
        #expect(verified.claims["nonce"] == .string(request.nonce))
        return Identity(
            claims: verified.claims, idToken: idToken, accessToken: try server.text(json, "access_token"))
    }

    struct Identity: Sendable {
        let claims: JWTClaims
        let idToken: String
        let accessToken: String

        /// When the person has signed in, in seconds.
        var authenticatedAt: Int64 {
            get throws { try #require(claims["auth_time"]?.integerValue) }
        }
    }
}
