internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: tokens of applications that are no more")
struct KnownFlawApplicationTests {
    private static let applications = "zitadel.application.v2.ApplicationService"
    private static let projects = "zitadel.project.v2.ProjectService"
    private static let organizations = "zitadel.org.v2.OrganizationService"

    let server: TestServer
    let tenant: String
    /// Of an application of the tenant.
    let signIn: TestSignIn
    /// Of the other organization, as its user is.
    let api: TestServer.TestApplication
    let session: TestSession
    let user: String

    init() async throws {
        server = try await TestServer()
        tenant = try await server.addOrganization("Tenant")
        let project = try await server.addProject("Shop", organization: tenant)
        signIn = TestSignIn(server, try await server.addClient("web", project: project))
        api = try await server.addAPI("api", project: try await server.addProject("p"))
        user = try await server.addPerson("road")
        session = try await server.signIn(user)
        try await server.call(
            "zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator",
            ["userId": .string(user), "roles": ["IAM_OWNER"], "resource": ["instance": true]])
    }

    /// Deactivates, activates or deletes the application, its project or its organization.
    private func call(_ method: String) async throws {
        let project: JSONObject = ["projectId": .string(signIn.client.projectID)]
        switch method {
        case let name where name.hasSuffix("Application"):
            var message = project
            message.append("applicationId", .string(signIn.client.id))
            try await server.call("\(Self.applications)/\(name)", .object(message))
        case let name where name.hasSuffix("Project"):
            try await server.call("\(Self.projects)/\(name)", .object(project))
        default:
            try await server.call("\(Self.organizations)/\(method)", ["organizationId": .string(tenant)])
        }
    }

    private func choose(_ type: String) async throws {
        try await server.call(
            "\(Self.applications)/UpdateApplication",
            [
                "projectId": .string(signIn.client.projectID), "applicationId": .string(signIn.client.id),
                "oidcConfiguration": ["accessTokenType": .string(type)],
            ])
    }

    private func tokens() async throws -> JSONValue {
        let scopes = ["zitadel", api.projectID].map { "urn:zitadel:iam:org:project:id:\($0):aud" }
        return try await signIn.tokens(
            [("scope", "openid offline_access \(scopes.joined(separator: " "))")], session: session)
    }

    /// Whether a token works at introspection, userinfo and the API, which all agree.
    private func works(_ token: String) async throws -> Bool {
        let introspected = try await server.introspect(token, by: api).json["active"] == true
        let userInfo = try await server.get("/oidc/v1/userinfo", token: token)
        let call = try await server.tryCall(
            "zitadel.user.v2.UserService/SetUserMetadata",
            ["userId": .string(user), "metadata": [["key": "k", "value": "dg=="]]], token: token)
        #expect(introspected == (userInfo.status == .ok) && introspected == (call.status == .ok))
        #expect(introspected || (userInfo.status == .unauthorized && call.status == .unauthorized))
        return introspected
    }

    @Test(
        arguments: ["OIDC_TOKEN_TYPE_BEARER", "OIDC_TOKEN_TYPE_JWT"],
        [
            "DeactivateApplication ReactivateApplication", "DeactivateProject ActivateProject",
            "DeactivateOrganization ActivateOrganization", "DeleteApplication", "DeleteProject", "DeleteOrganization",
        ])
    func `CVE-2024-47060: what an application was given ends with it, its project and its organization`(
        type: String, calls: String
    ) async throws {
        try await choose(type)
        let tokens = try await tokens()
        let (access, refresh) = (try server.text(tokens, "access_token"), try server.text(tokens, "refresh_token"))
        #expect(try await works(access))
        let calls = calls.split(separator: " ").map(String.init)
        try await call(calls[0])
        #expect(try await !works(access))
        #expect(try await signIn.refresh(refresh).json["error"] == "invalid_client")
        guard calls.count > 1 else { return }
        try await call(calls[1])
        #expect(try await works(access))
        #expect(try await signIn.refresh(refresh).status == .ok)
    }

    @Test func `CVE-2024-47060: the ID token of an inactive application is exchanged for nothing`() async throws {
        let exchanging = try await server.addClient(
            "exchanging", project: api.projectID,
            [
                "applicationType": "OIDC_APP_TYPE_WEB", "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST",
                "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_TOKEN_EXCHANGE"],
            ])
        let idToken = try await server.text(tokens(), "id_token")
        func exchange() async throws -> TestResponse {
            try await server.post(
                "/oauth/v2/token",
                [
                    ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", idToken),
                    ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"),
                ] + exchanging.credentials)
        }
        #expect(try await exchange().status == .ok)
        try await call("DeactivateApplication")
        #expect(try await exchange().json["error_description"] == "subject_token invalid")
    }

    @Test func `the tokens of a machine user that is its own client need no application`() async throws {
        let machine = try await server.addMachine("svc", organization: tenant)
        let token = try await server.accessToken(
            machine, scope: "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud")
        try await call("DeleteProject")
        #expect(try await server.introspect(token, by: api).json["active"] == true)
    }
}
