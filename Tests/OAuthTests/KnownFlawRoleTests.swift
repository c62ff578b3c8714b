internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Flaws that real identity servers had: roles that are no more")
struct KnownFlawRoleTests {
    private static let projects = "zitadel.project.v2.ProjectService"
    private static let organizations = "zitadel.org.v2.OrganizationService"

    let server: TestServer
    let tenant: String
    let machine: TestServer.TestMachine
    let api: TestServer.TestApplication
    let authorization: String

    /// A project of the default organization, granted to a tenant, which gave its machine user the role `deployer`.
    init() async throws {
        server = try await TestServer()
        tenant = try await server.addOrganization("Tenant")
        machine = try await server.addMachine("svc", organization: tenant, accessTokenType: "ACCESS_TOKEN_TYPE_JWT")
        api = try await server.addAPI("api", project: try await server.addProject("p"))
        try await server.call(
            "\(Self.projects)/AddProjectRole",
            ["projectId": .string(api.projectID), "roleKey": "deployer", "displayName": "Deployer"])
        try await server.call(
            "\(Self.projects)/CreateProjectGrant",
            [
                "projectId": .string(api.projectID), "grantedOrganizationId": .string(tenant),
                "roleKeys": ["deployer"],
            ])
        authorization = try await server.authorize(
            machine.id, "deployer", project: api.projectID, organization: tenant)
    }

    private var scope: String {
        "openid urn:zitadel:iam:org:project:id:\(api.projectID):aud urn:zitadel:iam:org:projects:roles"
    }

    /// The grant, the project and the authorization in the words of the methods that switch them off.
    private func message(_ method: String) -> JSONValue {
        switch method {
        case let name where name.hasSuffix("ProjectGrant"):
            ["projectId": .string(api.projectID), "grantedOrganizationId": .string(tenant)]
        case let name where name.hasSuffix("Authorization"): ["id": .string(authorization)]
        default: ["projectId": .string(api.projectID)]
        }
    }

    /// Where a role can be seen, with a token from before; `nil` stands for an answer that tells nothing at all.
    private func places(_ token: String) async throws -> [String: JSONValue?] {
        let claim = "urn:zitadel:iam:org:project:\(api.projectID):roles"
        let issued = try await server.token(machine, scope: scope).json
        let access = try JWTParts(server.text(issued, "access_token")).claims
        let identity = try JWTParts(server.text(issued, "id_token")).claims
        let userInfo = try await server.get("/oidc/v1/userinfo", token: token).json
        let introspection = try await server.introspect(token, by: api)
        return [
            "access token": access[claim], "ID token": identity[claim], "userinfo": userInfo[claim],
            "introspection": introspection.status == .ok ? try introspection.json[claim] : nil,
        ]
    }

    @Test(
        arguments: [
            ("DeactivateProjectGrant", "ActivateProjectGrant"), ("DeactivateProject", "ActivateProject"),
            ("DeactivateAuthorization", "ActivateAuthorization"),
        ])
    func `CVE-2024-46999, CVE-2024-47060: what is deactivated gives no role anywhere`(
        off: String, on: String
    ) async throws {
        let service =
            off.hasSuffix("Authorization") ? "zitadel.authorization.v2.AuthorizationService" : Self.projects
        let token = try await server.accessToken(machine, scope: scope)
        for (place, claim) in try await places(token) { #expect(claim?["deployer"] != nil, "\(place)") }
        try await server.call("\(service)/\(off)", message(off))
        for (place, claim) in try await places(token) { #expect(claim == nil, "\(place)") }
        try await server.call("\(service)/\(on)", message(on))
        for (place, claim) in try await places(token) { #expect(claim?["deployer"] != nil, "\(place)") }
    }

    @Test(arguments: ["UpdateProjectGrant", "DeleteProjectGrant", "RemoveProjectRole", "DeleteProject"])
    func `CVE-2024-46999: what is taken away gives no role anywhere`(method: String) async throws {
        let token = try await server.accessToken(machine, scope: scope)
        var message = try #require(message("ProjectGrant").objectValue)
        message["roleKey"] = "deployer"
        try await server.call("\(Self.projects)/\(method)", .object(message))
        for (place, claim) in try await places(token) { #expect(claim == nil, "\(place)") }
    }

    @Test func `CVE-2024-47060: roles that an inactive organization gave do not count`() async throws {
        let local = try await server.addMachine("local")
        _ = try await server.call(
            "zitadel.authorization.v2.AuthorizationService/CreateAuthorization",
            [
                "userId": .string(local.id), "projectId": .string(api.projectID), "organizationId": .string(tenant),
                "roleKeys": ["deployer"],
            ])
        let token = try await server.accessToken(local, scope: scope)
        let claim = "urn:zitadel:iam:org:project:roles"
        #expect(try await server.introspect(token, by: api).json[claim]?["deployer"] != nil)
        try await server.call("\(Self.organizations)/DeactivateOrganization", ["organizationId": .string(tenant)])
        let after = try await server.introspect(token, by: api).json
        #expect(after["active"] == true)
        #expect(after[claim] == nil)
    }

    @Test func `CVE-2024-47060: the applications of an inactive organization are no clients`() async throws {
        let owner = try await server.addOrganization("Owner")
        let foreign = try await server.addAPI(
            "foreign", project: try await server.addProject("foreign", organization: owner))
        let audience = "urn:zitadel:iam:org:project:id:\(foreign.projectID):aud"
        let token = try await server.accessToken(machine, scope: audience)
        #expect(try await server.introspect(token, by: foreign).json["active"] == true)
        try await server.call("\(Self.organizations)/DeactivateOrganization", ["organizationId": .string(owner)])
        #expect(try await server.introspect(token, by: foreign).status == .unauthorized)
        let revocation = try await server.post(
            "/oauth/v2/revoke", [("token", token)], authorization: foreign.authorization)
        #expect(revocation.status == .unauthorized)
    }
}
