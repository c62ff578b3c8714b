internal import Foundation
internal import Platform
internal import TestSupport
internal import Testing

@Suite("What a running service tells its operators", .serialized)
struct ObservabilityTests {
    private static let requests = "alcazar_http_request_duration_seconds_count"
    private static let trace = "0af7651916cd43dd8448eb211c80319c"
    private static let span = "b7ad6b7169203331"

    private func started(_ level: String) async throws -> (alcazar: AlcazarProcess, token: String) {
        let settings = LifeTests.firstInstance.merging(["ALCAZAR_LOG_LEVEL": level]) { $1 }
        let alcazar = try AlcazarProcess(settings: settings)
        try await alcazar.start()
        let token = try String(contentsOfFile: "\(alcazar.folder)/root.pat", encoding: .utf8)
        return (alcazar, token.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func scrape(_ alcazar: AlcazarProcess) async throws -> PrometheusText {
        try PrometheusText(parsing: String(decoding: await alcazar.get("/debug/metrics").body, as: UTF8.self))
    }

    /// The user's identifier and a new secret.
    private func client(_ alcazar: AlcazarProcess, _ token: String) async throws -> (id: String, secret: String) {
        let info = try await alcazar.get("/oidc/v1/userinfo", token: token).json
        let id = try #require(info["sub"]?.stringValue)
        let added = try await alcazar.call(
            "zitadel.user.v2.UserService/AddSecret", ["userId": .string(id)], token: token)
        return (id, try #require(try added.json["clientSecret"]?.stringValue))
    }

    /// What an endpoint refuses with 400. Foundation's client does not come back from a 401 that asks for Basic.
    private static func twoMethods(_ secret: String) -> [(String, String)] {
        [("token", secret), ("client_id", "root"), ("client_secret", secret), ("client_assertion", secret)]
    }

    private func form(_ pairs: [(String, String)]) -> String {
        pairs.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.joined(separator: "&")
    }

    @Test func `after known requests the counters say exactly these`() async throws {
        let (alcazar, token) = try await started("info")
        let (_, secret) = try await client(alcazar, token)
        let before = try await scrape(alcazar)
        for _ in 0..<3 { _ = try await alcazar.get("/oidc/v1/userinfo", token: token) }
        for _ in 0..<2 { _ = try await alcazar.get("/oidc/v1/userinfo", token: "x\(token)") }
        _ = try await alcazar.get("/nothing/here?code=1")
        for grant in ["client_credentials", "client_credentials", "password"] {
            _ = try await alcazar.form(
                "/oauth/v2/token",
                form([
                    ("grant_type", grant), ("client_id", "root"), ("client_secret", secret), ("scope", "openid"),
                ]))
        }
        _ = try await alcazar.form("/oauth/v2/introspect", form(Self.twoMethods(secret)))
        let after = try await scrape(alcazar)

        func grown(_ name: String, _ labels: [String: String]) -> Double? {
            after.value(name, labels).map { $0 - (before.value(name, labels) ?? 0) }
        }
        func answered(_ route: String, _ status: String) -> Double? {
            grown(Self.requests, ["route": route, "status": status])
        }
        #expect(answered("userinfo", "200") == 3)
        #expect(answered("userinfo", "401") == 2)
        #expect(answered("unmatched", "404") == 1)
        #expect(answered("token", "200") == 2)
        #expect(answered("token", "400") == 1)
        #expect(answered("introspect", "400") == 1)
        #expect(answered("metrics", "200") == 1)
        let total = after.samples(Self.requests).map(\.value).reduce(0, +)
        #expect(total - before.samples(Self.requests).map(\.value).reduce(0, +) == 11)
        let tokens = "alcazar_token_requests_total"
        #expect(grown(tokens, ["grant_type": "client_credentials", "outcome": "issued"]) == 2)
        #expect(grown(tokens, ["grant_type": "other", "outcome": "unsupported_grant_type"]) == 1)
        #expect(grown("alcazar_introspections_total", ["outcome": "refused"]) == 1)
        #expect(after.value("alcazar_http_requests_in_flight") == 1)
        #expect(try #require(after.value("alcazar_http_connections")) >= 1)
        #expect(after.values(of: "loop", in: "alcazar_event_loop_turn_duration_seconds_count") == ["0", "1"])
        #expect(after.values(of: "version", in: "alcazar_build_info").count == 1)
        #expect(alcazar.end(SIGTERM) == 0)
    }

    @Test func `the lines of a request have its id, its trace, its route and who it came from`() async throws {
        let (alcazar, token) = try await started("debug")
        let (id, secret) = try await client(alcazar, token)
        let answer = try await alcazar.get(
            "/oidc/v1/userinfo", token: token, fields: ["traceparent": "00-\(Self.trace)-\(Self.span)-01"])
        let issued = try await alcazar.form(
            "/oauth/v2/token",
            form([
                ("grant_type", "client_credentials"), ("client_id", "root"), ("client_secret", secret),
                ("scope", "openid"),
            ]))
        let refused = try await alcazar.form(
            "/oauth/v2/introspect", form(Self.twoMethods(secret)))
        #expect(alcazar.end(SIGTERM) == 0)

        let lines = try alcazar.logged.split(separator: "\n").map { try JSONValue(parsing: $0.utf8) }
        func line(_ message: String, of answer: AlcazarProcess.Answer) throws -> JSONValue {
            let requestID = try #require(answer.requestID)
            return try #require(
                lines.first { $0["message"] == .string(message) && $0["requestId"] == .string(requestID) })
        }
        let first = try line("request answered", of: answer)
        #expect(first["traceId"] == .string(Self.trace))
        #expect(first["spanId"] == .string(Self.span))
        #expect(first["route"] == "userinfo")
        #expect(first["userId"] == .string(id))
        let second = try line("request answered", of: issued)
        #expect(second["traceId"] == nil)
        #expect(second["clientId"] == "root")
        #expect(second["userId"] == .string(id))
        #expect(try line("oauth request refused", of: refused)["error"] == "invalid_request")
        #expect(try line("request answered", of: refused)["clientId"] == nil)
    }

    @Test func `at level debug nothing secret of any flow stands in the log`() async throws {
        let (alcazar, token) = try await started("debug")
        let (id, secret) = try await client(alcazar, token)
        let file = try JSONValue(parsing: Data(contentsOf: URL(filePath: "\(alcazar.folder)/root.json")))
        let assertion = try TestKey(file: file).assertion(
            at: WallClock.system.now(), audience: .string("http://localhost:8080"))
        let credentials = [("client_id", "root"), ("client_secret", secret)]
        let grants = [
            [("grant_type", "client_credentials"), ("scope", "openid")] + credentials,
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion),
                ("scope", "openid"),
            ],
        ]
        var secrets = [token, secret, assertion]
        for grant in grants {
            let answer = try await alcazar.form("/oauth/v2/token", form(grant))
            #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
            secrets += try ["access_token", "id_token"].map { try #require(try answer.json[$0]?.stringValue) }
        }
        for secret in secrets {
            _ = try await alcazar.get("/oidc/v1/userinfo", token: secret)
            _ = try await alcazar.form("/oauth/v2/introspect", form(Self.twoMethods(secret)))
            for name in ["traceparent", "tracestate", "X-Request-Id", "Cookie", "x-zitadel-orgid", "X-Forwarded-For"] {
                _ = try await alcazar.get(
                    "/v2/users/\(id)?access_token=\(secret)", token: token, fields: [name: secret])
            }
            _ = try await alcazar.get("/\(secret)")
        }
        _ = try await alcazar.form("/oauth/v2/revoke", form([("token", secrets[3])] + credentials))
        #expect(alcazar.end(SIGTERM) == 0)

        let log = alcazar.logged
        #expect(log.split(separator: "\n").filter { $0.contains("request answered") }.count > 60)
        // The header of a signed token is no secret, its claims and its signature are.
        let parts = secrets.flatMap { $0.split(separator: ".").suffix(2) }
        #expect(parts.filter { log.contains($0) } == [])
        let key = try #require(file["key"]?.stringValue).split(separator: "\n").filter { $0.count == 64 }
        #expect(key.count > 20)
        #expect(key.filter { log.contains($0) } == [])
    }
}
