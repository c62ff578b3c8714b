internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: secrets in the log")
struct KnownFlawLogTests {
    private static let users = "zitadel.user.v2.UserService"
    private static let applications = "zitadel.application.v2.ApplicationService"
    private static let expiry: JSONValue = "2030-01-01T00:00:00Z"

    let server: TestServer
    let machine: TestServer.TestMachine

    init() async throws {
        server = try await TestServer()
        machine = try await server.addMachine("svc")
    }

    /// Everything that the administration API ever hands out once.
    private func secrets() async throws -> [String] {
        let own = [machine.secret, server.administratorToken] + (try privateLines(server.administratorKeyFile))
        let user = try await userSecrets()
        let application = try await applicationSecrets()
        let management = try await managementSecrets()
        return own + user + application + management
    }

    private func userSecrets() async throws -> [String] {
        let user: JSONValue = ["userId": .string(machine.id), "expirationDate": Self.expiry]
        let secret = try await server.call("\(Self.users)/AddSecret", user)
        let token = try await server.call("\(Self.users)/AddPersonalAccessToken", user)
        let key = try await server.call("\(Self.users)/AddKey", user)
        return [try server.text(secret, "clientSecret"), try server.text(token, "token")]
            + (try privateLines(key, "keyContent"))
    }

    private func applicationSecrets() async throws -> [String] {
        let api = try await server.addAPI("api", project: try await server.addProject("p"))
        let second = try await server.call(
            "\(Self.applications)/GenerateClientSecret",
            ["applicationId": .string(api.id), "projectId": .string(api.projectID)])
        let signing = try await server.call(
            "\(Self.applications)/CreateApplication",
            [
                "projectId": .string(api.projectID), "name": "signing",
                "apiConfiguration": ["authMethodType": "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"],
            ])
        let key = try await server.call(
            "\(Self.applications)/CreateApplicationKey",
            ["applicationId": try #require(signing["applicationId"]), "projectId": .string(api.projectID)])
        let web = try await server.call(
            "\(Self.applications)/CreateApplication",
            [
                "projectId": .string(api.projectID), "name": "web",
                "oidcConfiguration": [
                    "redirectUris": ["https://app.example/callback"],
                    "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                    "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
                    "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_BASIC",
                ],
            ])
        let webSecret = try server.text(try #require(web["oidcConfiguration"]), "clientSecret")
        return [api.secret, try server.text(second, "clientSecret"), webSecret]
            + (try privateLines(key, "keyDetails"))
    }

    /// Of the older API.
    private func managementSecrets() async throws -> [String] {
        let path = "/management/v1/users/\(machine.id)"
        let secret = try await send(.put, "\(path)/secret", [:])
        let token = try await send(.post, "\(path)/pats", ["expirationDate": Self.expiry])
        let key = try await send(.post, "\(path)/keys", ["type": "KEY_TYPE_JSON"])
        return [try server.text(secret, "clientSecret"), try server.text(token, "token")]
            + (try privateLines(key, "keyDetails"))
    }

    private func send(_ method: HTTPMethod, _ path: String, _ message: JSONValue) async throws -> JSONValue {
        let response = try await server.send(
            HTTPRequest(
                method, path, fields: ["Authorization": "Bearer \(server.administratorToken)"], body: message.utf8))
        try #require(response.status == .ok, "\(response.text)")
        return try response.json
    }

    /// The lines of the private key in a key file, of which any one would be too much.
    private func privateLines(_ answer: JSONValue, _ member: String) throws -> [String] {
        try privateLines(server.keyFile(answer, member))
    }

    private func privateLines(_ file: JSONValue) throws -> [String] {
        try server.text(file, "key").split(separator: "\n").map(String.init).filter { $0.count == 64 }
    }

    /// Puts a secret wherever a careless client might.
    private func misplace(_ secret: String) async throws {
        _ = try await server.get("/oidc/v1/userinfo?access_token=\(secret)", token: "x\(secret)")
        _ = try await server.get("/v2/users/\(secret)", token: server.administratorToken)
        _ = try await server.get("/oauth/v2/\(secret)")
        for name in ["grant_type", "client_id", "token", "assertion", "scope", secret] {
            for path in ["/oauth/v2/token", "/oauth/v2/introspect", "/oauth/v2/revoke"] {
                _ = try await server.post(
                    path,
                    [
                        (name, secret), ("grant_type", "client_credentials"), ("client_id", "svc"),
                        ("client_secret", secret), ("scope", "openid"),
                    ].filter { $0.0 != name || $0.1 == secret })
            }
        }
        for member in ["userId", "username", "organizationId", "machine", secret] {
            let message = JSONObject(dictionaryLiteral: (member, .string(secret)))
            _ = try await server.tryCall("\(Self.users)/CreateUser", .object(message))
            _ = try await server.tryCall("\(Self.users)/GetUserByID", .object(message), token: secret)
        }
    }

    @Test func `CVE-2025-62513, CVE-2025-62705: nothing that is handed out once ever stands in the log`() async throws {
        let secrets = try await secrets()
        #expect(secrets.count > 40)
        #expect(secrets.allSatisfy { $0.utf8.count > 48 })
        let opaque = try await server.accessToken(try await server.addMachine("opaque"), scope: "openid")
        let jwt = try await server.accessToken(
            try await server.addMachine("jwt", accessTokenType: "ACCESS_TOKEN_TYPE_JWT"), scope: "openid")
        let assertion = try TestKey(file: server.administratorKeyFile).assertion(at: server.clock.now)
        let all = secrets + [opaque, jwt, assertion]
        for secret in all where !secret.contains("/") && !secret.contains("+") { try await misplace(secret) }
        try await server.setDiskWritable(false)
        for secret in [machine.secret, opaque] { try await misplace(secret) }
        #expect(server.log.lines.count > 100)
        let log = server.log.lines.joined()
        for secret in all { #expect(!log.contains(secret)) }
    }
}
