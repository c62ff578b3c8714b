internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

private typealias Fixture = AdministratorsFixture

/// A resource, its kind in the store, roles that may be given there, and ones that may not.
private let resources: [(JSONValue, AdministratedResource, [Role], [String])] = [
    (Fixture.instance, .instance, [.iamOwnerViewer, .iamUserManager], ["ORG_OWNER", "PROJECT_OWNER"]),
    (Fixture.organization, .organization("acme"), [.orgUserManager], ["IAM_OWNER", "PROJECT_OWNER"]),
    (Fixture.project, .project("p"), [.projectOwner, .projectGrantOwner], ["ORG_OWNER", "IAM_OWNER"]),
    (Fixture.grant, .projectGrant("g"), [.projectGrantOwner], ["PROJECT_OWNER", "ORG_OWNER"]),
]

@Suite("InternalPermissionService: changes")
struct AdministratorsChangeTests {
    private let fixture: Fixture

    init() async throws {
        fixture = try await Fixture()
    }

    @Test(arguments: resources.indices)
    func `roles are given, replaced and taken`(index: Int) async throws {
        let (resource, stored, roles, _) = resources[index]
        let names = roles.map(\.rawValue)
        let created = try await fixture.call("CreateAdministrator", "nobody", over: resource, names)
        #expect(created.status == .ok)
        #expect(try created.json == ["creationDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.roles(of: "nobody", over: stored) == roles)
        fixture.api.clock.advance(by: .minutes(1))
        let other = stored.rolePrefix + "OWNER_VIEWER"
        let new = names == [other] ? [stored.rolePrefix + "OWNER"] : [other]
        let updated = try await fixture.call("UpdateAdministrator", "nobody", over: resource, new)
        #expect(try updated.json == ["changeDate": "2026-01-05T10:01:00Z"])
        #expect(try await fixture.roles(of: "nobody", over: stored)?.map(\.rawValue) == new)
        let deleted = try await fixture.call("DeleteAdministrator", "nobody", over: resource)
        #expect(try deleted.json == ["deletionDate": "2026-01-05T10:01:00Z"])
        #expect(try await fixture.roles(of: "nobody", over: stored) == nil)
        let again = try await fixture.call("DeleteAdministrator", "nobody", over: resource)
        #expect(again.status == .ok)
        #expect(try again.json == [:])
    }

    @Test(arguments: resources.indices, ["CreateAdministrator", "UpdateAdministrator"])
    func `only roles of the resource's kind are given`(index: Int, method: String) async throws {
        let (resource, stored, _, wrong) = resources[index]
        for role in wrong + ["\(stored.rolePrefix)KING", "SELF_MANAGEMENT_GLOBAL"] {
            let response = try await fixture.call(method, "nobody", over: resource, [role])
            #expect(response.status == .badRequest)
            let id = method == "CreateAdministrator" ? "INSTANCE-4m0fS" : "INSTANCE-3m9fs"
            #expect(response.text.contains("Errors.Instance.MemberInvalid (\(id))"))
        }
        #expect(try await fixture.roles(of: "nobody", over: stored) == nil)
    }

    @Test func `the same roles in any order change nothing`() async throws {
        try await fixture.make("nobody", "ORG_OWNER", "ORG_USER_MANAGER", over: Fixture.organization)
        fixture.api.clock.advance(by: .minutes(1))
        let response = try await fixture.call(
            "UpdateAdministrator", "nobody", over: Fixture.organization, ["ORG_USER_MANAGER", "ORG_OWNER"])
        #expect(try response.json == ["changeDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.history("organization") == ["org.member.added"])
    }

    @Test func `every change is in the history of the resource`() async throws {
        for resource in [Fixture.instance, Fixture.organization, Fixture.project, Fixture.grant] {
            let prefix = try #require(resources.first { $0.0 == resource }).1.rolePrefix
            _ = try await fixture.call("CreateAdministrator", "nobody", over: resource, ["\(prefix)OWNER_VIEWER"])
            _ = try await fixture.call("DeleteAdministrator", "nobody", over: resource)
        }
        #expect(try await fixture.history("instance") == ["instance.member.added", "instance.member.removed"])
        #expect(try await fixture.history("organization") == ["org.member.added", "org.member.removed"])
        #expect(
            try await fixture.history("project") == [
                "project.member.added", "project.member.removed", "project.grant.member.added",
                "project.grant.member.removed",
            ])
    }

    @Test(
        arguments: [("DeleteAdministrator", nil), ("UpdateAdministrator", ["IAM_OWNER_VIEWER"])]
            as [(String, [String]?)])
    func `the last owner of the instance stays`(method: String, roles: [String]?) async throws {
        let refused = try await fixture.call(method, "root", over: Fixture.instance, roles)
        #expect(refused.status == .badRequest)
        #expect(try refused.json["code"] == "failed_precondition")
        #expect(refused.text.contains("The last IAM_OWNER of the instance must remain (INSTANCE-0wn3r)"))
        #expect(try await fixture.roles(of: "root", over: .instance) == [.iamOwner])
        try await fixture.make("acme-owner", "IAM_OWNER_VIEWER", over: Fixture.instance)
        #expect(try await fixture.call(method, "root", over: Fixture.instance, roles).status == .badRequest)
        _ = try await fixture.call("UpdateAdministrator", "acme-owner", over: Fixture.instance, ["IAM_OWNER"])
        #expect(try await fixture.call(method, "root", over: Fixture.instance, roles).status == .ok)
    }

    @Test func `of two owners who remove each other one stays`() async throws {
        try await fixture.make("acme-owner", "IAM_OWNER", over: Fixture.instance)
        let fixture = fixture
        async let first = fixture.call("DeleteAdministrator", "acme-owner", over: Fixture.instance)
        async let second = fixture.call("DeleteAdministrator", "root", over: Fixture.instance, as: "acme-owner")
        _ = try await (first, second)
        let owners = try await [
            fixture.roles(of: "root", over: .instance), fixture.roles(of: "acme-owner", over: .instance),
        ]
        #expect(owners.compactMap { $0 }.count == 1)
    }

    @Test func `of many who make the same administrator one succeeds`() async throws {
        let fixture = fixture
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await fixture.call(
                        "CreateAdministrator", "nobody", over: Fixture.project, ["PROJECT_OWNER"]
                    ).status == .ok
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1)
    }

    @Test(
        arguments: [
            (
                "CreateAdministrator", ["userId": "unknown", "resource": Fixture.instance, "roles": ["IAM_OWNER"]],
                HTTPStatus.badRequest, "Errors.User.NotFound (INSTA-GSXOn)"
            ),
            (
                "CreateAdministrator", ["userId": "root", "resource": Fixture.instance, "roles": ["IAM_OWNER"]],
                .conflict, "Errors.Instance.Member.AlreadyExists (INSTA-pFDwe)"
            ),
            (
                "CreateAdministrator", ["userId": "nobody", "resource": Fixture.instance], .badRequest,
                "INSTANCE-4m0fS"
            ),
            (
                "CreateAdministrator",
                ["userId": "nobody", "resource": Fixture.instance, "roles": ["IAM_OWNER", "IAM_OWNER"]], .badRequest,
                "repeated value must contain unique items"
            ),
            (
                "CreateAdministrator", ["userId": "nobody", "resource": ["instance": false], "roles": ["IAM_OWNER"]],
                .badRequest, "Instance: value must equal true"
            ),
            (
                "CreateAdministrator", ["userId": "nobody", "roles": ["IAM_OWNER"]], .badRequest,
                "Resource: value is required"
            ),
            (
                "CreateAdministrator", ["userId": "nobody", "resource": [:], "roles": ["IAM_OWNER"]], .badRequest,
                "Resource: value is required"
            ),
            (
                "CreateAdministrator",
                ["userId": "nobody", "resource": ["instance": true, "projectId": "p"], "roles": ["IAM_OWNER"]],
                .badRequest, "oneof"
            ),
            (
                "CreateAdministrator",
                ["userId": "nobody", "resource": ["organizationId": "9"], "roles": ["ORG_OWNER"]], .notFound,
                "Organisation not found"
            ),
            (
                "CreateAdministrator",
                ["userId": "nobody", "resource": ["projectId": "9"], "roles": ["PROJECT_OWNER"]],
                .notFound, "Errors.Project.NotFound"
            ),
            (
                "CreateAdministrator",
                [
                    "userId": "nobody", "resource": ["projectGrant": ["projectId": "p", "organizationId": "acme"]],
                    "roles": ["PROJECT_GRANT_OWNER"],
                ], .notFound, "Errors.Project.Grant.NotFound"
            ),
            (
                "UpdateAdministrator", ["userId": "nobody", "resource": Fixture.instance, "roles": ["IAM_OWNER"]],
                .notFound, "Errors.NotFound (INSTANCE-D8JxR)"
            ),
            ("UpdateAdministrator", ["userId": "root", "resource": Fixture.instance], .badRequest, "INSTANCE-LiaZi"),
            (
                "UpdateAdministrator", ["resource": Fixture.instance, "roles": ["IAM_OWNER"]], .badRequest,
                "UpdateAdministratorRequest.UserId"
            ),
            ("DeleteAdministrator", ["resource": Fixture.instance], .badRequest, "DeleteAdministratorRequest.UserId"),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        let response = try await fixture.call(method, message)
        #expect(response.status == status)
        #expect(response.text.contains(text))
        #expect(try await fixture.found() == ["acme-owner organization", "other-owner organization", "root instance"])
    }
}
