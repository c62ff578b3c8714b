internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@testable internal import OAuth

@Suite("OpenID Connect Core §5.1: what claims say")
struct ClaimValueTests {
    private static let roles = "urn:zitadel:iam:org:project:roles"

    let fixture: IssuingFixture

    init() async throws {
        fixture = try await IssuingFixture(TestServer())
        try await fixture.addMinnie()
    }

    private var server: TestServer { fixture.server }

    private func addProject(_ name: String, asserts: Bool = false) async throws -> String {
        let created = try await server.call(
            "zitadel.project.v2.ProjectService/CreateProject",
            [
                "organizationId": .string(server.organizationID), "name": .string(name),
                "projectRoleAssertion": .bool(asserts),
            ])
        return try server.text(created, "projectId")
    }

    private func userInfo(_ scope: String, project: String) async throws -> JSONValue {
        let application = try await fixture.addApplication("app", project: project)
        return try await fixture.userInfo(
            fixture.issuer.issue(fixture.authorization(for: application, scope: "openid \(scope)")))
    }

    private func role(_ key: String) -> JSONValue {
        [key: .object(JSONObject(dictionaryLiteral: (server.organizationID, "zitadel.localhost")))]
    }

    @Test func `userinfo tells everything about a human in the documented shape`() async throws {
        let project = try await addProject("p", asserts: true)
        _ = try await server.authorize("minnie", "admin", project: project)
        let subject = try await fixture.subject("minnie")
        let scope = "profile email phone urn:zitadel:iam:user:metadata urn:zitadel:iam:user:resourceowner"
        #expect(
            try await userInfo(scope, project: project) == [
                "sub": "minnie", "name": "Minnie M.", "given_name": "Minnie", "family_name": "Mouse",
                "nickname": "Min", "gender": "female", "locale": "de",
                "updated_at": .integer(subject.user.changedAt.seconds), "preferred_username": "minnie",
                "email": "minnie@mouse.example", "email_verified": true, "phone_number": "+41791234567",
                "phone_number_verified": true, "urn:zitadel:iam:user:metadata": ["plan": "VmFsdWU"],
                "urn:zitadel:iam:user:resourceowner:id": .string(server.organizationID),
                "urn:zitadel:iam:user:resourceowner:name": "ZITADEL",
                "urn:zitadel:iam:user:resourceowner:primary_domain": "zitadel.localhost",
                "urn:zitadel:iam:org:project:\(project):roles": role("admin"), Self.roles: role("admin"),
            ])
    }

    @Test func `an address that was not proven says so`() async throws {
        try await server.call(
            "zitadel.user.v2.UserService/CreateUser",
            [
                "organizationId": .string(server.organizationID), "userId": "daisy", "username": "daisy",
                "human": [
                    "profile": ["givenName": "Daisy", "familyName": "Duck"],
                    "email": ["email": "daisy@duck.example", "returnCode": [:]],
                    "phone": ["phone": "+41791234568", "returnCode": [:]],
                ],
            ])
        let application = try await fixture.addApplication("app", project: try await addProject("p"))
        let answer = try await fixture.issuer.issue(
            fixture.authorization(of: "daisy", for: application, scope: "openid email phone"))
        let claims = try await fixture.userInfo(answer)
        #expect(claims["email_verified"] == false)
        #expect(claims["phone_number_verified"] == false)
    }

    @Test func `a project that asserts roles does so as soon as it is told to, and no longer`() async throws {
        let project = try await addProject("p")
        _ = try await server.authorize("minnie", "admin", project: project)
        let application = try await fixture.addApplication("app", project: project)
        let answer = try await fixture.issuer.issue(fixture.authorization(for: application, scope: "openid"))
        for asserts in [false, true, false] {
            try await server.call(
                "zitadel.project.v2.ProjectService/UpdateProject",
                ["projectId": .string(project), "projectRoleAssertion": .bool(asserts)])
            let claims = try await fixture.userInfo(answer)
            #expect(claims[Self.roles] == (asserts ? role("admin") : nil))
        }
    }

    @Test func `role scopes limit the roles, also of other projects in the audience`() async throws {
        let project = try await addProject("p", asserts: true)
        let other = try await addProject("other")
        try await server.call(
            "zitadel.project.v2.ProjectService/AddProjectRole",
            ["projectId": .string(project), "roleKey": "admin", "displayName": "Admin"])
        let authorization = try await server.authorize("minnie", "reader", project: project)
        try await server.call(
            "zitadel.authorization.v2.AuthorizationService/UpdateAuthorization",
            ["id": .string(authorization), "roleKeys": ["admin", "reader"]])
        _ = try await server.authorize("minnie", "reader", project: other)
        let claims = try await userInfo(
            "urn:zitadel:iam:org:project:role:reader urn:zitadel:iam:org:project:id:\(other):aud", project: project)
        #expect(claims[Self.roles] == role("reader"))
        #expect(claims["urn:zitadel:iam:org:project:\(project):roles"] == role("reader"))
        #expect(claims["urn:zitadel:iam:org:project:\(other):roles"] == role("reader"))
    }

    @Test func `all roles of the projects in the audience are told when they are asked for`() async throws {
        let project = try await addProject("p")
        let other = try await addProject("other")
        _ = try await server.authorize("minnie", "admin", project: project)
        _ = try await server.authorize("minnie", "reader", project: other)
        let claims = try await userInfo(
            "urn:zitadel:iam:org:projects:roles urn:zitadel:iam:org:project:id:\(other):aud", project: project)
        #expect(claims[Self.roles] == role("admin"))
        #expect(claims["urn:zitadel:iam:org:project:\(other):roles"] == role("reader"))
        let unaimed = try await userInfo("urn:zitadel:iam:org:project:id:\(other):aud", project: project)
        #expect(unaimed[Self.roles] == nil)
        #expect(unaimed["urn:zitadel:iam:org:project:\(other):roles"] == nil)
    }

    @Test func `roles that another organization gave can be left out`() async throws {
        let project = try await addProject("p", asserts: true)
        _ = try await server.authorize("minnie", "admin", project: project)
        let own = try await userInfo("urn:zitadel:iam:org:roles:id:\(server.organizationID)", project: project)
        #expect(own[Self.roles] == role("admin"))
        let foreign = try await userInfo("urn:zitadel:iam:org:roles:id:1", project: project)
        #expect(foreign[Self.roles] == nil)
    }
}
