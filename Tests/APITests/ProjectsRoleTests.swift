internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ProjectService: roles")
struct ProjectsRoleTests {
    let fixture: ProjectsFixture

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1", roles: ["reader", "writer"])
    }

    @Test func `a role is listed as it was added`() async throws {
        fixture.api.clock.advance(by: .seconds(1))
        let added = try await fixture.reply(
            "ProjectService/AddProjectRole",
            ["projectId": "p1", "roleKey": "admin", "displayName": "Admin", "group": "Staff"], as: "acme-owner")
        #expect(added == ["creationDate": "2026-01-05T10:00:01Z"])
        let reply = try await fixture.reply(
            "ProjectService/ListProjectRoles",
            ["projectId": "p1", "filters": [["roleKeyFilter": ["key": "admin"]]]], as: "acme-owner")
        #expect(
            reply == [
                "pagination": ["totalResult": "1", "appliedLimit": "100"],
                "projectRoles": [
                    [
                        "projectId": "p1", "key": "admin", "creationDate": "2026-01-05T10:00:01Z",
                        "changeDate": "2026-01-05T10:00:01Z", "displayName": "Admin", "group": "Staff",
                    ]
                ],
            ])
    }

    @Test(
        arguments: [
            ("AddProjectRole", ["projectId": "p1", "roleKey": "", "displayName": "X"], HTTPStatus.badRequest, ""),
            ("AddProjectRole", ["projectId": "p1", "roleKey": "x", "displayName": ""], .badRequest, ""),
            ("AddProjectRole", ["projectId": "p1", "roleKey": "reader", "displayName": "X"], .conflict, "V3-DKcYh"),
            ("AddProjectRole", ["projectId": "no", "roleKey": "x", "displayName": "X"], .badRequest, "COMMAND-4M0fs"),
            ("UpdateProjectRole", ["projectId": "p1", "roleKey": "x", "displayName": "X"], .notFound, "COMMAND-vv8M9"),
            ("UpdateProjectRole", ["projectId": "p1", "roleKey": "reader", "displayName": ""], .badRequest, ""),
            ("UpdateProjectRole", ["projectId": "no", "roleKey": "x"], .badRequest, "COMMAND-4M0fs"),
            ("RemoveProjectRole", ["projectId": "p1", "roleKey": ""], .badRequest, ""),
            ("ListProjectRoles", [:], .badRequest, ""),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONValue, status: HTTPStatus, id: String
    ) async throws {
        let response = try await fixture.call("ProjectService/\(method)", message)
        #expect(response.status == status)
        #expect(try response.errorID == id)
    }

    @Test func `an update changes what is given`() async throws {
        fixture.api.clock.advance(by: .seconds(1))
        let group: JSONValue = ["projectId": "p1", "roleKey": "reader", "group": "Staff"]
        let changed = try await fixture.reply("ProjectService/UpdateProjectRole", group)
        fixture.api.clock.advance(by: .seconds(1))
        let repeated = try await fixture.reply("ProjectService/UpdateProjectRole", group)
        #expect(changed == ["changeDate": "2026-01-05T10:00:01Z"])
        #expect(repeated == changed)
        let roles = try await fixture.reply(
            "ProjectService/ListProjectRoles",
            ["projectId": "p1", "filters": [["roleKeyFilter": ["key": "reader"]]]])
        #expect(roles["projectRoles"]?[0]?["displayName"] == "Role reader")
        #expect(roles["projectRoles"]?[0]?["group"] == "Staff")
    }

    @Test func `removing a role takes it out of grants and authorizations`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader", "writer"])
        let own = try await fixture.authorize("nobody", on: "p1", roles: ["reader", "writer"])
        let granted = try await fixture.authorize("nobody", on: "p1", by: "other", roles: ["writer"])
        fixture.api.clock.advance(by: .seconds(1))
        let reply = try await fixture.reply(
            "ProjectService/RemoveProjectRole", ["projectId": "p1", "roleKey": "writer"])
        #expect(reply == ["removalDate": "2026-01-05T10:00:01Z"])
        let grants = try await fixture.reply("ProjectService/ListProjectGrants")
        #expect(grants["projectGrants"]?[0]?["grantedRoleKeys"] == ["reader"])
        #expect(grants["projectGrants"]?[0]?["changeDate"] == "2026-01-05T10:00:01Z")
        let list = try await fixture.reply(
            "AuthorizationService/ListAuthorizations",
            [
                "filters": [["authorizationIds": ["ids": [.string(own), .string(granted)]]]],
                "pagination": ["asc": true],
            ])
        #expect(list["authorizations"]?[0]?.each("roles", "key") == ["reader"])
        #expect(list["authorizations"]?[1]?.each("roles", "key") == [])
        #expect(list.each("authorizations", "changeDate") == ["2026-01-05T10:00:01Z", "2026-01-05T10:00:01Z"])
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == ["reader"])
    }

    @Test(arguments: [["projectId": "p1", "roleKey": "no"], ["projectId": "no", "roleKey": "reader"]] as [JSONValue])
    func `removing what is not there succeeds`(message: JSONValue) async throws {
        #expect(try await fixture.reply("ProjectService/RemoveProjectRole", message) == [:])
    }

    @Test(
        arguments: [
            (["sortingColumn": "PROJECT_ROLE_FIELD_NAME_KEY"], ["writer", "reader"]),
            (["sortingColumn": "PROJECT_ROLE_FIELD_NAME_KEY", "pagination": ["asc": true]], ["reader", "writer"]),
            (["pagination": ["asc": true, "limit": "1"]], ["reader"]),
            (["filters": [["displayNameFilter": ["displayName": "Role writer"]]]], ["writer"]),
            (
                ["filters": [["roleKeyFilter": ["key": "E", "method": 5]]], "pagination": ["asc": true]],
                ["reader", "writer"]
            ),
        ] as [(JSONValue, [String])])
    func `roles are filtered, sorted and cut into pages`(message: JSONValue, expected: [String]) async throws {
        var object = try #require(message.objectValue)
        object["projectId"] = "p1"
        let reply = try await fixture.reply("ProjectService/ListProjectRoles", .object(object), as: "acme-owner")
        #expect(reply.each("projectRoles", "key") == expected)
    }

    @Test func `a receiver sees the granted roles only`() async throws {
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        let reply = try await fixture.reply(
            "ProjectService/ListProjectRoles", ["projectId": "p1"], as: "other-owner")
        #expect(reply.each("projectRoles", "key") == ["reader"])
        #expect(reply["pagination"]?["totalResult"] == "1")
    }
}
