package import Platform

extension TestServer {
    /// A machine user with a secret.
    package struct TestMachine: Sendable {
        package let id: String
        package let clientID: String
        package let secret: String
    }

    /// An API application with a secret.
    package struct TestApplication: Sendable {
        package let id: String
        package let projectID: String
        package let clientID: String
        package let secret: String

        package init(id: String, projectID: String, clientID: String, secret: String) {
            self.id = id
            self.projectID = projectID
            self.clientID = clientID
            self.secret = secret
        }

        package var authorization: String {
            "Basic " + Base64.encode("\(clientID):\(secret)".utf8)
        }
    }

    package func addMachine(
        _ name: String, organization: String? = nil, accessTokenType: String = "ACCESS_TOKEN_TYPE_BEARER"
    ) async throws -> TestMachine {
        let created = try await call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(organization ?? organizationID), "username": .string(name),
                "machine": ["name": .string(name), "accessTokenType": .string(accessTokenType)],
            ])
        let id = try text(created, "id")
        let secret = try await call("zitadel.user.v2.UserService/AddSecret", ["userId": .string(id)])
        return TestMachine(id: id, clientID: name, secret: try text(secret, "clientSecret"))
    }

    package func addOrganization(_ name: String) async throws -> String {
        try await text(
            call("zitadel.org.v2.OrganizationService/AddOrganization", ["name": .string(name)]), "organizationId")
    }

    package func addProject(_ name: String, organization: String? = nil) async throws -> String {
        try await text(
            call(
                "zitadel.project.v2.ProjectService/CreateProject",
                ["organizationId": .string(organization ?? organizationID), "name": .string(name)]), "projectId")
    }

    package func addAPI(_ name: String, project: String) async throws -> TestApplication {
        let created = try await call(
            "zitadel.application.v2.ApplicationService/CreateApplication",
            [
                "projectId": .string(project), "name": .string(name),
                "apiConfiguration": ["authMethodType": "API_AUTH_METHOD_TYPE_BASIC"],
            ])
        let configuration = created["apiConfiguration"] ?? .null
        return TestApplication(
            id: try text(created, "applicationId"), projectID: project,
            clientID: try text(configuration, "clientId"), secret: try text(configuration, "clientSecret"))
    }

    /// An API application that authenticates by signatures, with a key.
    package func addSigningAPI(_ name: String, project: String) async throws -> (id: String, key: TestKey) {
        let created = try await call(
            "zitadel.application.v2.ApplicationService/CreateApplication",
            [
                "projectId": .string(project), "name": .string(name),
                "apiConfiguration": ["authMethodType": "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT"],
            ])
        let id = try text(created, "applicationId")
        let key = try await call(
            "zitadel.application.v2.ApplicationService/CreateApplicationKey",
            ["applicationId": .string(id), "projectId": .string(project)])
        return (id, try TestKey(file: keyFile(key, "keyDetails")))
    }

    /// A key file in a member of an answer.
    package func keyFile(_ answer: JSONValue, _ member: String) throws -> JSONValue {
        guard let bytes = Base64.decode(try text(answer, member)) else {
            throw UnexpectedResponse(method: member, text: answer.text)
        }
        return try JSONValue(parsing: bytes)
    }

    /// Gives the user a role, which the project gets when it lacks it.
    package func authorize(_ user: String, _ role: String, project: String, organization: String? = nil) async throws
        -> String
    {
        _ = try await tryCall(
            "zitadel.project.v2.ProjectService/AddProjectRole",
            ["projectId": .string(project), "roleKey": .string(role), "displayName": .string(role)])
        return try await text(
            call(
                "zitadel.authorization.v2.AuthorizationService/CreateAuthorization",
                [
                    "userId": .string(user), "projectId": .string(project),
                    "organizationId": .string(organization ?? organizationID), "roleKeys": [.string(role)],
                ]), "id")
    }

    /// Asks for a token with the machine user's secret.
    package func token(_ machine: TestMachine, scope: String) async throws -> TestResponse {
        try await post(
            "/oauth/v2/token",
            [
                ("grant_type", "client_credentials"), ("client_id", machine.clientID),
                ("client_secret", machine.secret), ("scope", scope),
            ])
    }

    /// The access token of a request that must succeed.
    package func accessToken(_ machine: TestMachine, scope: String) async throws -> String {
        try await text(token(machine, scope: scope).json, "access_token")
    }

    package func introspect(_ token: String, by application: TestApplication) async throws -> TestResponse {
        try await post("/oauth/v2/introspect", [("token", token)], authorization: application.authorization)
    }

    /// A member of an answer that must be a text.
    package func text(_ answer: JSONValue, _ member: String) throws -> String {
        guard let text = answer[member]?.stringValue else {
            throw UnexpectedResponse(method: member, text: answer.text)
        }
        return text
    }
}
