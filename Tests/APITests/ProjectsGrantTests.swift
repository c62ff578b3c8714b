internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ProjectService: grants")
struct ProjectsGrantTests {
    static let grant: JSONValue = ["projectId": "p1", "grantedOrganizationId": "other"]

    let fixture: ProjectsFixture

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1", roles: ["reader", "writer"])
    }

    private func roles(_ keys: JSONValue) throws -> JSONValue {
        var object = try #require(Self.grant.objectValue)
        object["roleKeys"] = keys
        return .object(object)
    }

    @Test func `a grant is listed as it was created`() async throws {
        let created = try await fixture.reply(
            "ProjectService/CreateProjectGrant", try roles(["writer", "reader", "writer"]), as: "acme-owner")
        #expect(created == ["creationDate": "2026-01-05T10:00:00Z"])
        #expect(
            try await fixture.reply("ProjectService/ListProjectGrants", as: "acme-owner") == [
                "pagination": ["totalResult": "1", "appliedLimit": "100"],
                "projectGrants": [
                    [
                        "organizationId": "acme", "creationDate": "2026-01-05T10:00:00Z",
                        "changeDate": "2026-01-05T10:00:00Z", "grantedOrganizationId": "other",
                        "grantedOrganizationName": "other", "grantedRoleKeys": ["reader", "writer"],
                        "projectId": "p1", "projectName": "Project p1", "state": "PROJECT_GRANT_STATE_ACTIVE",
                    ]
                ],
            ])
    }

    @Test(
        arguments: [
            (["projectId": "no", "grantedOrganizationId": "other"], HTTPStatus.badRequest, "COMMAND-4M0fs"),
            (["projectId": "p1", "grantedOrganizationId": "no"], .badRequest, "COMMAND-3m9gg"),
            (["projectId": "p1", "grantedOrganizationId": "acme"], .badRequest, "PROJECT-0wNgr"),
            (["projectId": "p1", "grantedOrganizationId": "other", "roleKeys": ["x"]], .badRequest, "COMMAND-6m9gd"),
            (["projectId": "p1", "grantedOrganizationId": "other", "roleKeys": [""]], .badRequest, ""),
            (["projectId": "p1"], .badRequest, ""),
        ] as [(JSONValue, HTTPStatus, String)])
    func `a wrong grant is refused`(message: JSONValue, status: HTTPStatus, id: String) async throws {
        let response = try await fixture.call("ProjectService/CreateProjectGrant", message)
        #expect(response.status == status)
        #expect(try response.errorID == id)
        #expect(try await fixture.reply("ProjectService/ListProjectGrants")["projectGrants"] == nil)
    }

    @Test func `an organization holds one grant of a project`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        let response = try await fixture.call("ProjectService/CreateProjectGrant", Self.grant)
        #expect(response.status == .conflict)
        #expect(try response.message == "Errors.Project.Grant.AlreadyExists (V3-DKcYh)")
    }

    @Test(
        arguments: [
            ("UpdateProjectGrant", "p1", HTTPStatus.notFound, "PROJECT-D8JxR"),
            ("DeactivateProjectGrant", "p1", .notFound, "PROJECT-D8JxR"),
            ("ActivateProjectGrant", "p1", .notFound, "PROJECT-D8JxR"),
            ("UpdateProjectGrant", "no", .badRequest, "COMMAND-4M0fs"),
            ("DeactivateProjectGrant", "no", .badRequest, "COMMAND-4M0fs"),
        ])
    func `an unknown grant is refused`(
        method: String, project: String, status: HTTPStatus, id: String
    ) async throws {
        let response = try await fixture.call(
            "ProjectService/\(method)", ["projectId": .string(project), "grantedOrganizationId": "other"])
        #expect(response.status == status)
        #expect(try response.errorID == id)
    }

    @Test func `shrinking a grant takes the roles out of the authorizations under it`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader", "writer"])
        _ = try await fixture.authorize("nobody", on: "p1", by: "other", roles: ["reader", "writer"])
        _ = try await fixture.authorize("acme-owner", on: "p1", by: "acme", roles: ["writer"])
        fixture.api.clock.advance(by: .seconds(1))
        let reply = try await fixture.reply("ProjectService/UpdateProjectGrant", try roles(["reader"]))
        #expect(reply == ["changeDate": "2026-01-05T10:00:01Z"])
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == ["reader"])
        #expect(try await fixture.effectiveRoles(of: "acme-owner", in: "p1") == ["writer"])
        let list = try await fixture.reply(
            "AuthorizationService/ListAuthorizations",
            ["sortingColumn": "AUTHORIZATION_FIELD_NAME_CHANGED_DATE", "pagination": ["asc": true]])
        #expect(list.each("authorizations", "changeDate") == ["2026-01-05T10:00:00Z", "2026-01-05T10:00:01Z"])
    }

    @Test func `the same roles in another order change nothing`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader", "writer"])
        fixture.api.clock.advance(by: .seconds(1))
        let reply = try await fixture.reply("ProjectService/UpdateProjectGrant", try roles(["writer", "reader"]))
        #expect(reply == ["changeDate": "2026-01-05T10:00:00Z"])
    }

    @Test func `a role that the project lacks leaves the grant as it was`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        let response = try await fixture.call("ProjectService/UpdateProjectGrant", try roles(["writer", "nothing"]))
        #expect(try response.errorID == "COMMAND-6m9gd")
        let grants = try await fixture.reply("ProjectService/ListProjectGrants")
        #expect(grants["projectGrants"]?[0]?["grantedRoleKeys"] == ["reader"])
    }

    @Test func `deleting a grant deletes the authorizations under it, and again succeeds`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        _ = try await fixture.authorize("nobody", on: "p1", by: "other", roles: ["reader"])
        let kept = try await fixture.authorize("nobody", on: "p1", roles: ["reader"])
        let deleted = try await fixture.reply("ProjectService/DeleteProjectGrant", Self.grant)
        #expect(deleted == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.reply("ProjectService/DeleteProjectGrant", Self.grant) == [:])
        let list = try await fixture.reply("AuthorizationService/ListAuthorizations")
        #expect(list.each("authorizations", "id") == [kept])
    }

    @Test func `a deactivated grant gives no roles until it is activated`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        _ = try await fixture.authorize("nobody", on: "p1", by: "other", roles: ["reader"])
        for (method, state, roles) in [
            ("DeactivateProjectGrant", "INACTIVE", []), ("DeactivateProjectGrant", "INACTIVE", []),
            ("ActivateProjectGrant", "ACTIVE", ["reader"]),
        ] as [(String, String, [String])] {
            try await fixture.reply("ProjectService/\(method)", Self.grant)
            let grants = try await fixture.reply("ProjectService/ListProjectGrants")
            #expect(grants["projectGrants"]?[0]?["state"] == .string("PROJECT_GRANT_STATE_\(state)"))
            #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == roles)
        }
    }

    @Test(arguments: ["ProjectService/DeactivateProject", "AuthorizationService/DeactivateAuthorization"])
    func `nothing that is inactive gives a role`(method: String) async throws {
        let id = try await fixture.authorize("nobody", on: "p1", roles: ["reader"])
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == ["reader"])
        try await fixture.reply(method, method.hasPrefix("P") ? ["projectId": "p1"] : ["id": .string(id)])
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == [])
    }

    @Test(
        arguments: [
            ([:], ["p2", "p1"]),
            (["filters": [["projectNameFilter": ["projectName": "Project p1"]]]], ["p1"]),
            (["filters": [["roleKeyFilter": ["key": "writer"]]]], ["p1"]),
            (["filters": [["inProjectIdsFilter": ["ids": ["p2", "p3"]]]]], ["p2"]),
            (["filters": [["organizationIdFilter": ["id": "acme"]]]], ["p2", "p1"]),
            (["filters": [["organizationIdFilter": ["id": "other"]]]], []),
            (["filters": [["grantedOrganizationIdFilter": ["id": "other"]]]], ["p2", "p1"]),
            (["sortingColumn": "PROJECT_GRANT_FIELD_NAME_PROJECT_ID", "pagination": ["asc": true]], ["p1", "p2"]),
            (["sortingColumn": "PROJECT_GRANT_FIELD_NAME_CHANGE_DATE", "pagination": ["limit": 1]], ["p2"]),
        ] as [(JSONValue, [String])], ["acme-owner", "other-owner", "root"])
    func `grants are filtered and sorted, for owner and receiver`(
        row: (message: JSONValue, expected: [String]), user: String
    ) async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader", "writer"])
        fixture.api.clock.advance(by: .seconds(1))
        try await fixture.addProject("p2")
        try await fixture.addGrant(of: "p2", roles: [])
        let reply = try await fixture.reply("ProjectService/ListProjectGrants", row.message, as: user)
        #expect(reply.each("projectGrants", "projectId") == row.expected)
    }

    @Test(arguments: [[:], ["organizationIdFilter": [:]], ["unknown": 1]] as [JSONValue])
    func `a wrong filter is refused`(filter: JSONValue) async throws {
        let response = try await fixture.call("ProjectService/ListProjectGrants", ["filters": [filter]])
        #expect(response.status == .badRequest)
    }
}
