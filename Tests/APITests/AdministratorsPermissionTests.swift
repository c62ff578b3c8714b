internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

private typealias Fixture = AdministratorsFixture

@Suite("InternalPermissionService: permissions")
struct AdministratorsPermissionTests {
    private let fixture: Fixture

    init() async throws {
        fixture = try await Fixture()
    }

    @Test(
        arguments: [
            ("root", Fixture.instance, "IAM_OWNER"), ("root", Fixture.organization, "ORG_OWNER"),
            ("root", Fixture.project, "PROJECT_OWNER"), ("root", Fixture.grant, "PROJECT_GRANT_OWNER"),
            ("acme-owner", Fixture.organization, "ORG_OWNER"), ("acme-owner", Fixture.project, "PROJECT_OWNER"),
            ("acme-owner", Fixture.grant, "PROJECT_GRANT_OWNER"),
            // The holder of a grant names the grant's administrators.
            ("other-owner", Fixture.grant, "PROJECT_GRANT_OWNER"),
        ])
    func `the resource's member permission is enough`(user: String, resource: JSONValue, role: String) async throws {
        let created = try await fixture.call("CreateAdministrator", "nobody", over: resource, [role], as: user)
        #expect(created.status == .ok)
        let deleted = try await fixture.call("DeleteAdministrator", "nobody", over: resource, as: user)
        #expect(deleted.status == .ok)
    }

    @Test(
        arguments: [
            ("acme-owner", Fixture.instance, "IAM_OWNER"), ("other-owner", Fixture.instance, "IAM_OWNER"),
            ("other-owner", Fixture.organization, "ORG_OWNER"), ("other-owner", Fixture.project, "PROJECT_OWNER"),
            ("nobody", Fixture.instance, "IAM_OWNER"), ("nobody", Fixture.organization, "ORG_OWNER"),
            ("nobody", Fixture.project, "PROJECT_OWNER"), ("nobody", Fixture.grant, "PROJECT_GRANT_OWNER"),
            // What does not exist looks like what is out of reach.
            ("acme-owner", ["organizationId": "9"], "ORG_OWNER"), ("acme-owner", ["projectId": "9"], "PROJECT_OWNER"),
            (
                "acme-owner", ["projectGrant": ["projectId": "9", "organizationId": "acme"]],
                "PROJECT_GRANT_OWNER"
            ),
        ] as [(String, JSONValue, String)],
        ["CreateAdministrator", "UpdateAdministrator", "DeleteAdministrator"])
    func `nobody gives roles out of his reach`(
        _ row: (user: String, resource: JSONValue, role: String), method: String
    ) async throws {
        let response = try await fixture.call(
            method, row.user, over: row.resource, method == "DeleteAdministrator" ? nil : [row.role], as: row.user)
        #expect(response.status == .notFound)
        #expect(response.text.contains("membership not found (AUTHZ-cdgFk)"))
        #expect(try await fixture.found() == ["acme-owner organization", "other-owner organization", "root instance"])
    }

    @Test(
        arguments: [
            ("IAM_OWNER_VIEWER", Fixture.instance, Fixture.instance, "IAM_OWNER"),
            ("IAM_ORG_MANAGER", Fixture.instance, Fixture.instance, "IAM_OWNER"),
            ("IAM_OWNER_VIEWER", Fixture.instance, Fixture.organization, "ORG_OWNER"),
            ("IAM_OWNER_VIEWER", Fixture.instance, ["projectId": "unknown"], "PROJECT_OWNER"),
            ("ORG_OWNER_VIEWER", Fixture.organization, Fixture.organization, "ORG_OWNER"),
            ("ORG_USER_MANAGER", Fixture.organization, Fixture.project, "PROJECT_OWNER"),
            ("PROJECT_OWNER_VIEWER", Fixture.project, Fixture.project, "PROJECT_OWNER"),
            ("PROJECT_GRANT_OWNER_VIEWER", Fixture.grant, Fixture.grant, "PROJECT_GRANT_OWNER"),
        ] as [(String, JSONValue, JSONValue, String)])
    func `an administrator without the permission is refused`(
        own: String, over resource: JSONValue, target: JSONValue, role: String
    ) async throws {
        try await fixture.make("nobody", own, over: resource)
        for method in ["CreateAdministrator", "UpdateAdministrator", "DeleteAdministrator"] {
            let response = try await fixture.call(
                method, "acme-owner", over: target, method == "DeleteAdministrator" ? nil : [role], as: "nobody")
            #expect(response.status == .forbidden)
            #expect(response.text.contains("AUTH-AWfge"))
        }
    }

    @Test func `who owns a project names the administrators of its grants, who owns a grant only those`() async throws {
        try await fixture.make("nobody", "PROJECT_OWNER", over: Fixture.project)
        let byProject = try await fixture.call(
            "CreateAdministrator", "nobody", over: Fixture.grant, ["PROJECT_GRANT_OWNER"], as: "nobody")
        #expect(byProject.status == .ok)
        _ = try await fixture.call("DeleteAdministrator", "nobody", over: Fixture.project)
        let byGrant = try await fixture.call(
            "CreateAdministrator", "nobody", over: Fixture.project, ["PROJECT_OWNER"], as: "nobody")
        #expect(byGrant.status == .notFound)
    }
}
