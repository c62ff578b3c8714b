internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

/// CVE-2026-4282: whatever one endpoint gives is shown at every other.
@Suite("Flaws that real identity servers had: one kind of token for another")
struct KnownFlawTokenKindTests {
    enum Kind: String, CaseIterable, Sendable {
        case accessToken, accessTokenJWT, idToken, refreshToken, personalAccessToken, sessionToken, deviceCode
        case assertion
    }

    enum Place: String, CaseIterable, Sendable {
        case introspection, userInfo, refresh, code, device, jwtBearer, exchange, exchangeOfIDToken, api
    }

    /// Where each kind is good.
    static let places: [Kind: Set<Place>] = [
        .accessToken: [.introspection, .userInfo, .exchange], .accessTokenJWT: [.introspection, .userInfo, .exchange],
        .idToken: [.exchangeOfIDToken], .refreshToken: [.refresh],
        .personalAccessToken: [.introspection, .userInfo, .exchange, .api], .sessionToken: [.api],
        .deviceCode: [.device], .assertion: [.jwtBearer],
    ]

    @Test(arguments: Kind.allCases)
    func `each kind of token is good in its places and in no other`(kind: Kind) async throws {
        let world = try await World()
        let token = try await world.token(kind)
        // Where it is good comes last, because there it may be used up.
        let own = Self.places[kind] ?? []
        for place in Place.allCases.filter({ !own.contains($0) }) + own {
            #expect(try await world.isGood(token, at: place) == own.contains(place), "\(place)")
        }
    }

    private struct World {
        private static let exchange = "urn:ietf:params:oauth:grant-type:token-exchange"
        private static let tokenType = "urn:ietf:params:oauth:token-type:"

        let device: DeviceFixture
        let api: TestServer.TestApplication
        /// Of Minnie's.
        let tokens: JSONValue
        let client: TestServer.TestClient

        init() async throws {
            device = try await DeviceFixture()
            let server = device.server
            api = try await server.addAPI("api", project: device.client.projectID)
            client = try await server.addClient(
                "client", project: device.client.projectID,
                [
                    "grantTypes": [
                        "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN",
                        "OIDC_GRANT_TYPE_DEVICE_CODE", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE",
                    ]
                ])
            tokens = try await server.deviceTokens(
                client, scope: "openid offline_access urn:zitadel:iam:org:project:id:1:aud",
                session: "session-of-minnie", token: device.sessionToken, by: device.loginClient
            ).json
        }

        private var server: TestServer { device.server }

        func token(_ kind: Kind) async throws -> String {
            switch kind {
            case .accessToken: return try server.text(tokens, "access_token")
            case .idToken: return try server.text(tokens, "id_token")
            case .refreshToken: return try server.text(tokens, "refresh_token")
            case .personalAccessToken: return server.administratorToken
            case .sessionToken: return device.sessionToken
            case .assertion: return try TestKey(file: server.administratorKeyFile).assertion(at: server.clock.now)
            case .accessTokenJWT:
                let exchanged = try await exchange(
                    server.text(tokens, "access_token"), "access_token",
                    [("requested_token_type", Self.tokenType + "jwt")])
                return try server.text(exchanged.json, "access_token")
            case .deviceCode:
                let begun = try await device.begin(client)
                _ = try await device.approve(begun)
                return begun.deviceCode
            }
        }

        func isGood(_ token: String, at place: Place) async throws -> Bool {
            switch place {
            case .introspection: return try await server.introspect(token, by: api).json["active"] == true
            case .userInfo: return try await server.get("/oidc/v1/userinfo", token: token).status != .unauthorized
            case .refresh: return try await grant("refresh_token", [("refresh_token", token)])
            case .code:
                return try await grant(
                    "authorization_code", [("code", token), ("redirect_uri", "https://app.example/callback")])
            case .device: return try await grant(DeviceFixture.grant, [("device_code", token)])
            case .jwtBearer:
                return try await grant(
                    "urn:ietf:params:oauth:grant-type:jwt-bearer", [("assertion", token), ("scope", "openid")])
            case .exchange: return try await exchange(token, "access_token").status == .ok
            case .exchangeOfIDToken: return try await exchange(token, "id_token").status == .ok
            case .api:
                return try await server.tryCall(
                    "zitadel.user.v2.UserService/GetUserByID", ["userId": "minnie"], token: token
                ).status == .ok
            }
        }

        private func grant(_ type: String, _ form: [(String, String)]) async throws -> Bool {
            try await server.post("/oauth/v2/token", client.credentials + [("grant_type", type)] + form).status == .ok
        }

        private func exchange(
            _ token: String, _ type: String, _ more: [(String, String)] = []
        ) async throws -> TestResponse {
            try await server.post(
                "/oauth/v2/token",
                client.credentials + [
                    ("grant_type", Self.exchange), ("subject_token", token),
                    ("subject_token_type", Self.tokenType + type),
                ] + more)
        }
    }
}
