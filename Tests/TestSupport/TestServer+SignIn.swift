internal import HTTP
internal import JOSE
package import Platform

/// An application's side of the authorization code flow, and a login page's.
package struct TestSignIn: Sendable {
    package static let redirectURI = "https://app.example/callback"
    /// RFC 7636 appendix B.
    package static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    package static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    package let server: TestServer
    package let client: TestServer.TestClient

    package init(_ server: TestServer, _ client: TestServer.TestClient) {
        self.server = server
        self.client = client
    }

    /// A service with a public application, and a person who has just proven the password.
    package static func ofRoad() async throws -> (TestServer, TestSignIn, user: String, session: TestSession) {
        let server = try await TestServer()
        let project = try await server.addProject("Shop")
        let client = try await server.addClient("web", project: project)
        let user = try await server.addPerson("road")
        return (server, TestSignIn(server, client), user, try await server.signIn(user))
    }

    /// The parameters of a request that is accepted, with changes: `nil` takes one away.
    package func parameters(_ changes: [(String, String?)] = []) -> [(String, String)] {
        var form = [
            ("client_id", client.clientID), ("redirect_uri", Self.redirectURI), ("response_type", "code"),
            ("scope", "openid profile email offline_access"), ("state", "st&ate=1"), ("nonce", "n-0S6"),
            ("code_challenge", Self.challenge), ("code_challenge_method", "S256"),
        ]
        for (name, value) in changes {
            form.removeAll { $0.0 == name }
            if let value { form.append((name, value)) }
        }
        return form
    }

    /// Sends an Authentication Request by GET.
    /// - Parameter loginClient: who may answer it besides those with the permission; `root` when it is `nil`.
    package func authorize(
        _ changes: [(String, String?)] = [], loginClient: String? = nil
    ) async throws -> TestResponse {
        try await authorize(form: parameters(changes), loginClient: loginClient)
    }

    package func authorize(form: [(String, String)], loginClient: String? = nil) async throws -> TestResponse {
        let query = Form(form.map { (name: $0.0, value: $0.1) }).encoded
        let answering = try loginClient ?? server.rootID
        return try await server.send(
            HTTPRequest(.get, "/oauth/v2/authorize?\(query)", fields: ["x-zitadel-login-client": answering]))
    }

    /// The identifier of an accepted request.
    package func request(
        _ changes: [(String, String?)] = [], loginClient: String? = nil
    ) async throws -> String {
        let response = try await authorize(changes, loginClient: loginClient)
        let start = "\(server.issuer)/ui/v2/login/login?authRequest="
        guard let location = response.fields["Location"], location.hasPrefix(start) else {
            throw TestServer.UnexpectedResponse(method: "authorize", text: "\(response.fields) \(response.text)")
        }
        return String(location.dropFirst(start.count))
    }

    /// Answers a request with a session of the user, as a login page does.
    package func answer(_ request: String, session: TestSession) async throws -> TestResponse {
        try await server.tryCall(
            "zitadel.oidc.v2.OIDCService/CreateCallback",
            [
                "authRequestId": .string(request),
                "session": ["sessionId": .string(session.id), "sessionToken": .string(session.token)],
            ])
    }

    /// Where the browser is sent after the user has signed in.
    package func callback(_ changes: [(String, String?)] = [], session: TestSession) async throws -> String {
        let response = try await answer(request(changes), session: session)
        guard response.status == .ok else {
            throw TestServer.UnexpectedResponse(method: "CreateCallback", text: response.text)
        }
        return try server.text(response.json, "callbackUrl")
    }

    /// The code of a sign-in.
    package func code(_ changes: [(String, String?)] = [], session: TestSession) async throws -> String {
        let url = try await callback(changes, session: session)
        guard let code = try Self.members(of: url)["code"] else {
            throw TestServer.UnexpectedResponse(method: "callback", text: url)
        }
        return code
    }

    /// Redeems a code, with changes of the form.
    package func redeem(_ code: String, _ changes: [(String, String?)] = []) async throws -> TestResponse {
        var form =
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.redirectURI),
                ("code_verifier", Self.verifier),
            ] + client.credentials
        for (name, value) in changes {
            form.removeAll { $0.0 == name }
            if let value { form.append((name, value)) }
        }
        return try await server.post("/oauth/v2/token", form)
    }

    package func refresh(_ token: String, _ changes: [(String, String?)] = []) async throws -> TestResponse {
        var form = [("grant_type", "refresh_token"), ("refresh_token", token)] + client.credentials
        for (name, value) in changes {
            form.removeAll { $0.0 == name }
            if let value { form.append((name, value)) }
        }
        return try await server.post("/oauth/v2/token", form)
    }

    /// The tokens of a whole flow.
    package func tokens(_ changes: [(String, String?)] = [], session: TestSession) async throws -> JSONValue {
        let response = try await redeem(code(changes, session: session))
        guard response.status == .ok else {
            throw TestServer.UnexpectedResponse(method: "token", text: response.text)
        }
        return try response.json
    }

    /// The members of a response in a query or a fragment.
    package static func members(of url: String) throws -> [String: String] {
        guard let mark = url.lastIndex(where: { $0 == "?" || $0 == "#" }) else { return [:] }
        let form = try Form(query: String(url[url.index(after: mark)...]))
        return Dictionary(form.pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

/// A session of a user, with the token that counts.
package struct TestSession: Sendable {
    package let id: String
    package let token: String

    package init(id: String, token: String) {
        self.id = id
        self.token = token
    }
}

extension TestServer {
    /// The administrator who was made with the store.
    package var rootID: String {
        get throws { try text(administratorKeyFile, "userId") }
    }

    /// A person with a password, made through the service.
    package func addPerson(
        _ name: String, password: String = "Secr3t-P4ssword!", organization: String? = nil
    ) async throws -> String {
        let created = try await call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(organization ?? organizationID), "username": .string(name),
                "human": [
                    "profile": [
                        "givenName": "Road", "familyName": "Runner", "nickName": "rr", "preferredLanguage": "en",
                    ],
                    "email": ["email": .string("\(name)@acme.example"), "isVerified": true],
                    "phone": ["phone": "+41791234567", "isVerified": true],
                    "password": ["password": .string(password), "changeRequired": false],
                ],
            ])
        return try text(created, "id")
    }

    /// A session in which a person has proven the password.
    /// - Parameter lifetime: after which it is over; `nil` for one without an end.
    package func signIn(
        _ user: String, password: String = "Secr3t-P4ssword!", lifetime: String? = nil
    ) async throws -> TestSession {
        var message: JSONObject = [
            "checks": ["user": ["userId": .string(user)], "password": ["password": .string(password)]]
        ]
        if let lifetime { message.append("lifetime", .string(lifetime)) }
        let made = try await call("zitadel.session.v2.SessionService/CreateSession", .object(message))
        return TestSession(id: try text(made, "sessionId"), token: try text(made, "sessionToken"))
    }
}
