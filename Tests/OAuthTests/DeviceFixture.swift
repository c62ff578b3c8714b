internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

/// The whole service with a public application of devices, a person with a session, and a login client.
struct DeviceFixture: Sendable {
    static let grant = "urn:ietf:params:oauth:grant-type:device_code"
    static let service = "zitadel.oidc.v2.OIDCService"

    let server: TestServer
    let client: TestServer.TestClient
    let loginClient: String
    /// The current token of the session `session-of-minnie`.
    let sessionToken: String

    init() async throws {
        server = try await TestServer()
        client = try await server.addClient("tv", project: try await server.addProject("living room"))
        loginClient = try await server.addAdministrator("login", role: "IAM_LOGIN_CLIENT")
        try await server.addHuman("minnie")
        sessionToken = try await server.sessionToken(of: "minnie")
    }

    /// What a device shows and keeps.
    struct Begun: Sendable {
        let deviceCode: String
        let userCode: String
    }

    func begin(_ client: TestServer.TestClient? = nil, scope: String = "openid") async throws -> Begun {
        let answer = try await server.post(
            "/oauth/v2/device_authorization", (client ?? self.client).credentials + [("scope", scope)]
        ).json
        return Begun(
            deviceCode: try server.text(answer, "device_code"), userCode: try server.text(answer, "user_code"))
    }

    func poll(_ begun: Begun, as client: TestServer.TestClient? = nil) async throws -> TestResponse {
        try await server.post(
            "/oauth/v2/token",
            (client ?? self.client).credentials + [("grant_type", Self.grant), ("device_code", begun.deviceCode)])
    }

    /// The error of a poll; `nil` for tokens.
    func outcome(_ begun: Begun, as client: TestServer.TestClient? = nil) async throws -> String? {
        try await poll(begun, as: client).json["error"]?.stringValue
    }

    func approve(_ begun: Begun) async throws -> TestResponse {
        try await server.approve(
            begun.userCode, session: "session-of-minnie", token: sessionToken, by: loginClient)
    }

    func deny(_ begun: Begun) async throws {
        let found = try await server.call(
            "\(Self.service)/GetDeviceAuthorizationRequest", ["userCode": .string(begun.userCode)],
            token: loginClient)
        try await server.call(
            "\(Self.service)/AuthorizeOrDenyDeviceAuthorization",
            ["deviceAuthorizationId": found["deviceAuthorizationRequest"]?["id"] ?? .null, "deny": [:]],
            token: loginClient)
    }
}
