internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

/// The whole service with a person, `minnie`, and an identity provider of the instance on a real socket.
struct IntentsFixture: Sendable {
    static let users = "zitadel.user.v2.UserService"
    static let success = "https://app.example/ok?a=1"
    static let failure = "https://app.example/failed#top"

    let server: TestServer
    let provider: TestProvider
    /// The provider's identifier.
    let idp: String

    /// - Parameters:
    ///   - providerTimeout: for what the provider is waited at the most.
    ///   - settings: of the provider, over those of a usual one.
    static func run(
        clock: TestClock = TestClock(), providerTimeout: Duration = .seconds(120), _ settings: JSONObject = [:],
        _ body: (IntentsFixture) async throws -> Void
    ) async throws {
        try await TestProvider.serve(clock: clock) { provider in
            let server = try await TestServer(
                allowedHosts: ["localhost"], clock: clock, providerTimeout: providerTimeout)
            try await server.addHuman("minnie")
            let idp = try await server.addOpenIDProvider(provider, settings)
            try await body(IntentsFixture(server: server, provider: provider, idp: idp))
        }
    }

    func call(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> TestResponse {
        try await server.tryCall("\(Self.users)/\(method)", message, token: token)
    }

    /// Tries to begin a sign-in.
    func tryStart(_ idp: String? = nil, hint: String? = nil) async throws -> TestResponse {
        var urls: JSONObject = ["successUrl": .string(Self.success), "failureUrl": .string(Self.failure)]
        if let hint { urls["loginHint"] = .string(hint) }
        return try await call(
            "StartIdentityProviderIntent", ["idpId": .string(idp ?? self.idp), "urls": .object(urls)])
    }

    /// Begins a sign-in.
    /// - Returns: where the browser is sent.
    func start(_ idp: String? = nil, hint: String? = nil) async throws -> String {
        let answer = try await tryStart(idp, hint: hint)
        try #require(answer.status == .ok, "\(answer.text)")
        return try server.text(answer.json, "authUrl")
    }

    /// Brings an answer of the provider back.
    func callback(_ query: [(String, String)], at idp: String? = nil) async throws -> TestResponse {
        let form = Form(query.map { (name: $0.0, value: $0.1) })
        return try await server.get("/idps/callback/\(idp ?? self.idp)?\(form.encoded)")
    }

    /// Where a browser is sent that goes to the provider and comes back.
    func roundTrip(_ idp: String? = nil, adding more: [(String, String)] = []) async throws -> String {
        let answer = try await callback(provider.answer(to: start(idp)) + more, at: idp)
        try #require(answer.status == .found, "\(answer.text)")
        return try #require(answer.fields["Location"])
    }

    /// A success, as the client sees it.
    struct Success: Sendable {
        let id: String
        let token: String
        let user: String?
    }

    func succeed(_ idp: String? = nil) async throws -> Success {
        let location = try await roundTrip(idp)
        try #require(location.hasPrefix(Self.success + "&id="), "\(location)")
        let members = try TestSignIn.members(of: location)
        return Success(
            id: try #require(members["id"]), token: try #require(members["token"]), user: members["user"])
    }

    /// The error and its description with which a browser is sent to the client.
    func failure() async throws -> (code: String, description: String) {
        let location = try await roundTrip()
        try #require(location.hasPrefix("https://app.example/failed?id=") && location.hasSuffix("#top"), "\(location)")
        let members = try TestSignIn.members(of: String(location.dropLast("#top".count)))
        return (try #require(members["error"]), try #require(members["error_description"]))
    }

    func retrieve(_ id: String, _ token: String) async throws -> TestResponse {
        try await call(
            "RetrieveIdentityProviderIntent", ["idpIntentId": .string(id), "idpIntentToken": .string(token)])
    }

    func link(_ user: String, externalID: String = "ext-42") async throws {
        try await server.call(
            "\(Self.users)/AddIDPLink",
            [
                "userId": .string(user),
                "idpLink": ["idpId": .string(idp), "userId": .string(externalID), "userName": "mini"],
            ])
    }

    /// Tries a success as the proof of a user in a new session.
    func createSession(_ success: Success, as user: String? = "minnie") async throws -> TestResponse {
        var checks: JSONObject = [
            "idpIntent": ["idpIntentId": .string(success.id), "idpIntentToken": .string(success.token)]
        ]
        if let user { checks["user"] = ["userId": .string(user)] }
        return try await server.tryCall(
            "zitadel.session.v2.SessionService/CreateSession", ["checks": .object(checks)])
    }

    /// What is stored of an intent.
    func stored(_ id: String) async throws -> StoredIntent? {
        try await server.database.read(.identityProviderIntent(IdentityProviderIntent.ID(id)))
    }
}
