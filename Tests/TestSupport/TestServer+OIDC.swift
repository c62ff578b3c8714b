internal import App
package import Domain
internal import HTTP
internal import Model
package import Platform

extension TestServer {
    /// An OpenID Connect application.
    package struct TestClient: Sendable {
        package let id: String
        package let projectID: String
        package let clientID: String
        /// `nil` of a public one.
        package let secret: String?

        /// What it shows of itself in a form.
        package var credentials: [(String, String)] {
            [("client_id", clientID)] + (secret.map { [("client_secret", $0)] } ?? [])
        }
    }

    /// - Parameter settings: over a public native application with the code and the device grant.
    package func addClient(
        _ name: String, project: String, _ settings: JSONObject = [:]
    ) async throws -> TestClient {
        var configuration: JSONObject = [
            "redirectUris": ["https://app.example/callback"], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
            "grantTypes": [
                "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN", "OIDC_GRANT_TYPE_DEVICE_CODE",
            ],
            "applicationType": "OIDC_APP_TYPE_NATIVE", "authMethodType": "OIDC_AUTH_METHOD_TYPE_NONE",
        ]
        for member in settings.members { configuration[member.name] = member.value }
        let created = try await call(
            "zitadel.application.v2.ApplicationService/CreateApplication",
            ["projectId": .string(project), "name": .string(name), "oidcConfiguration": .object(configuration)])
        let answer = created["oidcConfiguration"] ?? .null
        return TestClient(
            id: try text(created, "applicationId"), projectID: project, clientID: try text(answer, "clientId"),
            secret: answer["clientSecret"]?.stringValue)
    }

    /// The personal access token of a machine user with a role in the instance.
    package func addAdministrator(_ name: String, role: String) async throws -> String {
        let machine = try await addMachine(name)
        try await call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            ["userId": .string(machine.id), "roles": [.string(role)], "resource": ["instance": true]])
        return try await text(
            call(
                "zitadel.user.v2.UserService/AddPersonalAccessToken",
                ["userId": .string(machine.id), "expirationDate": "2030-01-01T00:00:00Z"]), "token")
    }

    /// The commands behind the pages for devices.
    package var devices: Devices { service.devices }

    /// What the logout pages are made with.
    package var logouts: Logouts { service.logouts }

    /// Lets the user of a session, which holds its current token, approve a device's request.
    package func approve(
        _ userCode: String, session: String, token: String, by loginClient: String
    ) async throws -> TestResponse {
        let service = "zitadel.oidc.v2.OIDCService"
        let found = try await call(
            "\(service)/GetDeviceAuthorizationRequest", ["userCode": .string(userCode)], token: loginClient)
        return try await tryCall(
            "\(service)/AuthorizeOrDenyDeviceAuthorization",
            [
                "deviceAuthorizationId": found["deviceAuthorizationRequest"]?["id"] ?? .null,
                "session": ["sessionId": .string(session), "sessionToken": .string(token)],
            ], token: loginClient)
    }

    /// The tokens of a device of the client, whose request the user of the session approves.
    package func deviceTokens(
        _ client: TestClient, scope: String, session: String, token: String, by loginClient: String
    ) async throws -> TestResponse {
        let begun = try await post(
            "/oauth/v2/device_authorization", client.credentials + [("scope", scope)]
        ).json
        let approved = try await approve(
            text(begun, "user_code"), session: session, token: token, by: loginClient)
        guard approved.status == .ok else {
            throw UnexpectedResponse(method: "AuthorizeOrDenyDeviceAuthorization", text: approved.text)
        }
        return try await post(
            "/oauth/v2/token",
            client.credentials + [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", text(begun, "device_code")),
            ])
    }
}
