internal import HTTP
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("What the OAuth endpoints count")
struct OAuthMetricsTests {
    private static let jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    private static let errors: Set = [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type",
        "invalid_scope", "invalid_target", "invalid_token", "insufficient_scope", "server_error",
        "temporarily_unavailable", "authorization_pending", "slow_down", "access_denied", "expired_token",
    ]

    let server: TestServer
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
    }

    private func counted() async throws -> PrometheusText {
        try PrometheusText(parsing: try await server.get("/debug/metrics").text)
    }

    private func token(_ grant: String?, _ more: [(String, String)]) async throws {
        _ = try await server.post("/oauth/v2/token", (grant.map { [("grant_type", $0)] } ?? []) + more)
    }

    /// What is not zero, as `grant outcome`.
    private func tokenRequests(_ text: PrometheusText) -> [String: Double] {
        let samples = text.samples("alcazar_token_requests_total").filter { $0.value != 0 }
        return Dictionary(
            uniqueKeysWithValues: samples.map {
                ("\($0.labels["grant_type"] ?? "") \($0.labels["outcome"] ?? "")", $0.value)
            })
    }

    @Test func `token requests are counted by grant and outcome`() async throws {
        let right = [("client_id", machine.clientID), ("client_secret", machine.secret), ("scope", "openid")]
        for _ in 0..<3 { try await token("client_credentials", right) }
        try await token("client_credentials", [("client_id", "svc"), ("client_secret", "wrong"), ("scope", "openid")])
        try await token("client_credentials", [("client_id", "svc"), ("client_secret", machine.secret)])
        try await token("client_credentials", [])
        let key = try TestKey(file: server.administratorKeyFile)
        try await token(
            Self.jwtBearer, [("assertion", try key.assertion(at: server.clock.now)), ("scope", "openid")])
        for _ in 0..<2 { try await token(Self.jwtBearer, [("assertion", "a.b.c"), ("scope", "openid")]) }
        try await token("password", right)
        try await token(nil, right)
        let counts = tokenRequests(try await counted())
        #expect(
            counts == [
                "client_credentials issued": 3, "client_credentials invalid_client": 2,
                "client_credentials invalid_scope": 1, "\(Self.jwtBearer) issued": 1,
                "\(Self.jwtBearer) invalid_grant": 2, "other unsupported_grant_type": 1, "other invalid_request": 1,
            ])
    }

    @Test func `introspections are counted by outcome`() async throws {
        let token = try await server.accessToken(
            machine, scope: "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud")
        for _ in 0..<2 { _ = try await server.introspect(token, by: api) }
        for text in ["nonsense", try await server.accessToken(machine, scope: "openid"), "x\(token)"] {
            _ = try await server.introspect(text, by: api)
        }
        _ = try await server.introspect("", by: api)
        _ = try await server.post("/oauth/v2/introspect", [("token", token)])
        _ = try await server.post("/oauth/v2/introspect", [("token", token)], authorization: "Basic eDp5")
        let text = try await counted()
        let name = "alcazar_introspections_total"
        #expect(text.value(name, ["outcome": "active"]) == 2)
        #expect(text.value(name, ["outcome": "inactive"]) == 3)
        #expect(text.value(name, ["outcome": "refused"]) == 3)
        #expect(text.value(name, ["outcome": "failed"]) == 0)
        #expect(text.value("alcazar_client_authentication_failures_total", ["route": "introspect"]) == 2)
    }

    @Test func `failed client authentications are counted by route`() async throws {
        for (path, count) in [("token", 1), ("introspect", 2), ("revoke", 3), ("device_authorization", 4)] {
            for _ in 0..<count {
                _ = try await server.post(
                    "/oauth/v2/\(path)",
                    [
                        ("grant_type", "client_credentials"), ("client_id", "svc"), ("client_secret", "wrong"),
                        ("token", "t"), ("scope", "openid"),
                    ])
            }
        }
        let text = try await counted()
        let name = "alcazar_client_authentication_failures_total"
        #expect(text.value(name, ["route": "token"]) == 1)
        #expect(text.value(name, ["route": "introspect"]) == 2)
        #expect(text.value(name, ["route": "revoke"]) == 3)
        #expect(text.value(name, ["route": "device-authorization"]) == 4)
        #expect(text.samples(name).count == 4)
    }

    @Test func `what fails for our fault is told apart from what is refused`() async throws {
        await server.database.close()
        _ = try await server.token(machine, scope: "openid")
        _ = try await server.introspect("nonsense", by: api)
        let text = try await counted()
        #expect(tokenRequests(text) == ["client_credentials temporarily_unavailable": 1])
        #expect(text.value("alcazar_introspections_total", ["outcome": "failed"]) == 1)
        #expect(text.value("alcazar_introspections_total", ["outcome": "refused"]) == 0)
    }

    @Test func `all label values are there from the start, and no request adds one`() async throws {
        let before = try await counted()
        for word in ["s3cret", "issued", "\"\n", "urn:x"] {
            try await token(word, [("client_id", word), ("client_secret", word), ("scope", word)])
            _ = try await server.introspect(word, by: api)
        }
        let after = try await counted()
        for text in [before, after] {
            let name = "alcazar_token_requests_total"
            #expect(
                text.values(of: "grant_type", in: name).isSuperset(of: [
                    "client_credentials", Self.jwtBearer, "authorization_code", "refresh_token", "other",
                ]))
            #expect(text.values(of: "outcome", in: name) == Self.errors.union(["issued"]))
            #expect(
                text.values(of: "outcome", in: "alcazar_introspections_total")
                    == ["active", "inactive", "refused", "failed"])
        }
    }
}
