internal import Crypto
internal import FoundationEssentials
internal import HTTP
internal import Model
internal import Platform

/// The examples of the demo, made through the service's own API.
struct DemoData: Sendable {
    let baseURL: String
    let administratorToken: String
    let organizationID: String
    let projectID: String
    let machine: Machine
    let jwtMachine: Machine
    let keyID: String
    let keyFile: String
    let privateKeyFile: String
    let personalAccessToken: String
    let apiClientID: String
    let apiClientSecret: String
    let browserClientID: String
    let person: Person
    let sample: Sample

    /// The sample application, registered.
    struct Sample: Sendable {
        let url: String
        let client: SampleProvider.Client
    }

    /// A human user with a password.
    struct Person: Sendable {
        let id: String
        let loginName: String
        let password: String
    }

    struct Machine: Sendable {
        let id: String
        let name: String
        let secret: String
    }

    /// - Parameters:
    ///   - folder: where the key file goes.
    ///   - sampleURL: where the sample application will be.
    static func create(
        _ service: Service, administratorToken: Secret<String>, folder: String, externalURL: String, sampleURL: String
    ) async throws -> DemoData {
        let api = DemoClient(service: service, token: administratorToken.exposed)
        let organization = service.instance.defaultOrganizationID.rawValue
        let project = try await api.text(
            "zitadel.project.v2.ProjectService/CreateProject", "projectId",
            ["organizationId": .string(organization), "name": "Demo", "projectRoleAssertion": true])
        for role in ["reader", "writer"] {
            _ = try await api.call(
                "zitadel.project.v2.ProjectService/AddProjectRole",
                ["projectId": .string(project), "roleKey": .string(role), "displayName": .string(role.capitalized)])
        }
        let machine = try await addMachine(api, "demo-service", organization, "ACCESS_TOKEN_TYPE_BEARER")
        let jwtMachine = try await addMachine(api, "demo-jwt-service", organization, "ACCESS_TOKEN_TYPE_JWT")
        let person = try await addPerson(api, organization)
        for user in [machine.id, jwtMachine.id, person.id] {
            _ = try await api.call(
                "zitadel.authorization.v2.AuthorizationService/CreateAuthorization",
                [
                    "userId": .string(user), "projectId": .string(project),
                    "organizationId": .string(organization), "roleKeys": ["reader"],
                ])
        }
        let key = try await addKey(api, machine, folder)
        let token = try await api.text(
            "zitadel.user.v2.UserService/AddPersonalAccessToken", "token",
            ["userId": .string(machine.id), "expirationDate": "2099-01-01T00:00:00Z"])
        let clients = try await addApplications(api, project, externalURL)
        return DemoData(
            baseURL: externalURL, administratorToken: administratorToken.exposed, organizationID: organization,
            projectID: project, machine: machine, jwtMachine: jwtMachine, keyID: key.id, keyFile: key.json,
            privateKeyFile: key.pem, personalAccessToken: token, apiClientID: clients.api.id,
            apiClientSecret: clients.api.secret, browserClientID: clients.browser,
            person: person, sample: try await addSample(api, project, sampleURL))
    }

    private static func addPerson(_ api: DemoClient, _ organization: String) async throws -> Person {
        // The letters and signs in front are what the policy asks for.
        let password = "Demo-1-" + SecureRandom.alphanumeric(12)
        let id = try await api.text(
            "zitadel.user.v2.UserService/CreateUser", "id",
            [
                "organizationId": .string(organization), "username": "demo-user",
                "human": [
                    "profile": ["givenName": "Demo", "familyName": "User"],
                    "email": ["email": "demo-user@example.com", "isVerified": true],
                    "password": ["password": .string(password)],
                ],
            ])
        return Person(id: id, loginName: "demo-user", password: password)
    }

    private static func addMachine(
        _ api: DemoClient, _ name: String, _ organization: String, _ type: String
    ) async throws -> Machine {
        let id = try await api.text(
            "zitadel.user.v2.UserService/CreateUser", "id",
            [
                "organizationId": .string(organization), "username": .string(name),
                "machine": ["name": .string(name), "accessTokenType": .string(type)],
            ])
        let secret = try await api.text(
            "zitadel.user.v2.UserService/AddSecret", "clientSecret", ["userId": .string(id)])
        return Machine(id: id, name: name, secret: secret)
    }

    private static func addKey(
        _ api: DemoClient, _ machine: Machine, _ folder: String
    ) async throws -> (id: String, json: String, pem: String) {
        let content = try await api.text(
            "zitadel.user.v2.UserService/AddKey", "keyContent",
            ["userId": .string(machine.id), "expirationDate": "2099-01-01T00:00:00Z"])
        guard let bytes = Base64.decode(content), let id = try JSONValue(parsing: bytes)["keyId"]?.stringValue,
            let pem = try JSONValue(parsing: bytes)["key"]?.stringValue
        else { throw StartError("the key file cannot be read") }
        let path = "\(folder)/demo-service"
        try PrivateFile.write(String(decoding: bytes, as: UTF8.self), to: "\(path).json")
        try PrivateFile.write(pem, to: "\(path).pem")
        return (id, "\(path).json", "\(path).pem")
    }

    private static func addApplications(
        _ api: DemoClient, _ project: String, _ externalURL: String
    ) async throws -> (api: (id: String, secret: String), browser: String) {
        let service = "zitadel.application.v2.ApplicationService/CreateApplication"
        let backend = try await api.call(
            service,
            [
                "projectId": .string(project), "name": "Demo API",
                "apiConfiguration": ["authMethodType": "API_AUTH_METHOD_TYPE_BASIC"],
            ])
        let browser = try await api.call(
            service,
            [
                "projectId": .string(project), "name": "Demo browser application",
                "oidcConfiguration": [
                    "redirectUris": [.string("\(externalURL)/callback")],
                    "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                    "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
                    "applicationType": "OIDC_APP_TYPE_USER_AGENT", "authMethodType": "OIDC_AUTH_METHOD_TYPE_NONE",
                    "developmentMode": true,
                ],
            ])
        guard let id = backend["apiConfiguration"]?["clientId"]?.stringValue,
            let secret = backend["apiConfiguration"]?["clientSecret"]?.stringValue,
            let browserID = browser["oidcConfiguration"]?["clientId"]?.stringValue
        else { throw StartError("the demo's applications were not made") }
        return ((id, secret), browserID)
    }
}

extension DemoData {
    /// Registers the sample application: confidential, with codes and refresh tokens.
    private static func addSample(_ api: DemoClient, _ project: String, _ url: String) async throws -> Sample {
        let made = try await api.call(
            "zitadel.application.v2.ApplicationService/CreateApplication",
            [
                "projectId": .string(project), "name": "Sample application",
                "oidcConfiguration": [
                    "redirectUris": [.string(url + SampleApplication.callbackPath)],
                    "postLogoutRedirectUris": [.string(url + SampleApplication.signedOutPath)],
                    "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                    "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"],
                    "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_BASIC",
                    "idTokenUserinfoAssertion": true,
                ],
            ])
        guard let id = made["oidcConfiguration"]?["clientId"]?.stringValue,
            let secret = made["oidcConfiguration"]?["clientSecret"]?.stringValue
        else { throw StartError("the sample application was not registered") }
        return Sample(url: url, client: .init(id: id, secret: Secret(secret)))
    }
}

/// Calls the administration API in process.
private struct DemoClient {
    let service: Service
    let token: String

    func call(_ method: String, _ message: JSONValue) async throws -> JSONValue {
        let request = HTTPRequest(
            .post, "/\(method)",
            fields: ["Authorization": "Bearer \(token)", "Content-Type": "application/json"], body: message.utf8)
        let response = await service.router.respond(to: request)
        let body = await response.collectBody()
        guard response.status == .ok else {
            throw StartError("\(method) answered \(String(decoding: body, as: UTF8.self))")
        }
        return try JSONValue(parsing: body)
    }

    func text(_ method: String, _ member: String, _ message: JSONValue) async throws -> String {
        guard let text = try await call(method, message)[member]?.stringValue else {
            throw StartError("\(method) answered without \(member)")
        }
        return text
    }
}
