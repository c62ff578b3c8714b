internal import Foundation
internal import HTTP
internal import Platform
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Logout by the whole program")
struct LogoutTests {
    private static let settings = [
        "ALCAZAR_FIRSTINSTANCE_ORG_HUMAN_USERNAME": "minnie",
        "ALCAZAR_FIRSTINSTANCE_ORG_HUMAN_PASSWORD": "Secr3t-P4ssword!",
        "ALCAZAR_FIRSTINSTANCE_ORG_HUMAN_PASSWORDCHANGEREQUIRED": "false",
        "ALCAZAR_FIRSTINSTANCE_ORG_LOGINCLIENT_MACHINE_USERNAME": "login",
        "ALCAZAR_FIRSTINSTANCE_ORG_LOGINCLIENT_MACHINE_NAME": "Login",
        "ALCAZAR_FIRSTINSTANCE_ORG_LOGINCLIENT_PAT_EXPIRATIONDATE": "2099-01-01T00:00:00Z",
        "ALCAZAR_FIRSTINSTANCE_LOGINCLIENTPATPATH": "login.pat",
        "ALCAZAR_OUTBOUND_ALLOWEDHOSTS": "127.0.0.1",
    ].merging(LifeTests.firstInstance) { first, _ in first }

    private let alcazar: AlcazarProcess
    private let root: String
    private let loginClient: String

    init() async throws {
        let alcazar = try AlcazarProcess(settings: Self.settings)
        try await alcazar.start()
        self.alcazar = alcazar
        func secret(_ name: String) throws -> String {
            try String(contentsOfFile: "\(alcazar.folder)/\(name)", encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        root = try secret("root.pat")
        loginClient = try secret("login.pat")
    }

    private func call(_ method: String, _ message: JSONValue, token: String? = nil) async throws -> JSONValue {
        let answer = try await alcazar.call("zitadel.\(method)", message, token: token ?? root)
        try #require(answer.status == 200, "\(method): \(String(decoding: answer.body, as: UTF8.self))")
        return try answer.json
    }

    /// Signs a session in to an application that listens at an address.
    private func signIn(_ session: JSONValue, toListenerAt address: String, project: JSONValue) async throws {
        let created = try await call(
            "application.v2.ApplicationService/CreateApplication",
            [
                "projectId": project, "name": .string(address),
                "oidcConfiguration": [
                    "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"], "grantTypes": ["OIDC_GRANT_TYPE_DEVICE_CODE"],
                    "applicationType": "OIDC_APP_TYPE_NATIVE", "authMethodType": "OIDC_AUTH_METHOD_TYPE_NONE",
                    "backChannelLogoutUri": .string(address),
                ],
            ])
        let client = try #require(created["oidcConfiguration"]?["clientId"]?.stringValue)
        let begun = try await alcazar.form("/oauth/v2/device_authorization", "client_id=\(client)&scope=openid").json
        let service = "oidc.v2.OIDCService"
        let found = try await call(
            "\(service)/GetDeviceAuthorizationRequest", ["userCode": begun["user_code"] ?? .null], token: loginClient)
        _ = try await call(
            "\(service)/AuthorizeOrDenyDeviceAuthorization",
            [
                "deviceAuthorizationId": found["deviceAuthorizationRequest"]?["id"] ?? .null,
                "session": [
                    "sessionId": session["sessionId"] ?? .null, "sessionToken": session["sessionToken"] ?? .null,
                ],
            ], token: loginClient)
        let code = try #require(begun["device_code"]?.stringValue)
        let tokens = try await alcazar.form(
            "/oauth/v2/token",
            "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=\(client)&device_code=\(code)")
        try #require(tokens.status == 200)
    }

    @Test func `applications hear that a session has ended, and who does not answer is listed`() async throws {
        let listener = try await Listener()
        let project =
            try await call(
                "project.v2.ProjectService/CreateProject",
                ["organizationId": organization(), "name": "p"])["projectId"] ?? .null
        let session = try await call(
            "session.v2.SessionService/CreateSession",
            ["checks": ["user": ["loginName": loginName()], "password": ["password": "Secr3t-P4ssword!"]]],
            token: loginClient)
        try await signIn(session, toListenerAt: listener.address, project: project)
        try await signIn(session, toListenerAt: "http://127.0.0.1:1/logout", project: project)
        _ = try await call(
            "session.v2.SessionService/DeleteSession", ["sessionId": session["sessionId"] ?? .null])
        let token = try JWTParts(try await listener.heard())
        #expect(token.header["typ"] == "logout+jwt")
        #expect(token.claims["sid"] == session["sessionId"])
        // What has arrived is forgotten a moment after the answer, and what has not is noted as late.
        var lines: [Substring] = []
        for _ in 0..<200 where lines.count != 1 || !lines[0].contains("was not reached") {
            let listed = try await AlcazarProcess.run(["messages"], in: alcazar.folder, settings: Self.settings)
            lines = listed.output.split(separator: "\n").filter { $0.contains("  logout  ") }
        }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("was not reached") == true)
        #expect(lines.first?.contains("waiting") == true)
        #expect(alcazar.end(SIGTERM) == 0)
        await listener.stop()
    }

    private func user() async throws -> JSONValue {
        let found = try await call(
            "user.v2.UserService/ListUsers", ["queries": [["typeQuery": ["type": "TYPE_HUMAN"]]]])
        return try #require(found["result"]?[0])
    }

    private func loginName() async throws -> JSONValue { try await user()["preferredLoginName"] ?? .null }

    private func organization() async throws -> JSONValue {
        try await user()["details"]?["resourceOwner"] ?? .null
    }

    /// An application on 127.0.0.1.
    private final class Listener: Sendable {
        let address: String
        private let server: HTTPServer
        private let tokens: AsyncStream<String>

        init() async throws {
            let (tokens, continuation) = AsyncStream<String>.makeStream()
            self.tokens = tokens
            let route = Route(.post, "/logout", "logout") { request in
                continuation.yield((try? Form(parsing: request.body))?["logout_token"] ?? "")
                return .empty(.ok)
            }
            var configuration = HTTPConfiguration(listen: [try #require(ListenAddress("127.0.0.1:0"))])
            configuration.timeouts.linger = .milliseconds(200)
            configuration.timeouts.drain = .milliseconds(100)
            server = HTTPServer(
                configuration: configuration, router: Router(routes: [route]) { _, _ in .empty(.notFound) }, tls: nil,
                log: .none, metrics: Metrics())
            try await server.start()
            address = "http://\(try #require(server.addresses.first))/logout"
        }

        /// The first logout token, which comes within seconds.
        func heard() async throws -> String {
            try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask { [tokens] in await tokens.first { _ in true } }
                group.addTask {
                    try await Task.sleep(for: .seconds(30))
                    return nil
                }
                defer { group.cancelAll() }
                return try #require(try await group.next() ?? nil)
            }
        }

        func stop() async { await server.shutdown() }
    }
}
