internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("ProjectService: projects")
struct ProjectsTests {
    let fixture: ProjectsFixture

    init() async throws {
        fixture = try await ProjectsFixture()
    }

    @Test func `a project is read as it was created`() async throws {
        try await fixture.reply(
            "ProjectService/CreateProject",
            [
                "organizationId": "acme", "projectId": "p1", "name": " Rocket ", "projectRoleAssertion": true,
                "authorizationRequired": true, "projectAccessRequired": true,
                "privateLabelingSetting": "PRIVATE_LABELING_SETTING_ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY",
            ], as: "acme-owner")
        let reply = try await fixture.reply("ProjectService/GetProject", ["projectId": "p1"], as: "acme-owner")
        #expect(
            reply == [
                "project": [
                    "projectId": "p1", "organizationId": "acme", "creationDate": "2026-01-05T10:00:00Z",
                    "changeDate": "2026-01-05T10:00:00Z", "name": "Rocket", "state": "PROJECT_STATE_ACTIVE",
                    "projectRoleAssertion": true, "authorizationRequired": true, "projectAccessRequired": true,
                    "privateLabelingSetting": "PRIVATE_LABELING_SETTING_ALLOW_LOGIN_USER_RESOURCE_OWNER_POLICY",
                ]
            ])
    }

    @Test func `a project without an own identifier gets a number`() async throws {
        let reply = try await fixture.reply(
            "ProjectService/CreateProject", ["organizationId": "acme", "name": "Rocket"])
        let id = try #require(reply["projectId"]?.stringValue)
        #expect(Int64(id) != nil)
        #expect(reply["creationDate"] == "2026-01-05T10:00:00Z")
    }

    @Test(
        arguments: [
            (["organizationId": "acme", "name": ""], HTTPStatus.badRequest, ""),
            (["organizationId": "", "name": "Rocket"], .badRequest, ""),
            (["organizationId": "acme", "projectId": "", "name": "Rocket"], .badRequest, ""),
            (["organizationId": "acme", "name": .string(String(repeating: "x", count: 201))], .badRequest, ""),
            (["organizationId": "acme", "name": "  "], .badRequest, "PROJECT-IOVCC"),
            (["organizationId": "acme", "name": "project TAKEN"], .conflict, "V3-DKcYh"),
            (["organizationId": "acme", "name": "Rocket", "projectId": "taken"], .conflict, "V3-DKcYh"),
            (["organizationId": "nowhere", "name": "Rocket"], .badRequest, "COMMAND-QXPGs"),
            (["organizationId": "acme", "name": 7], .badRequest, ""),
        ] as [(JSONValue, HTTPStatus, String)])
    func `a wrong project is refused`(message: JSONValue, status: HTTPStatus, id: String) async throws {
        try await fixture.addProject("taken")
        let response = try await fixture.call("ProjectService/CreateProject", message)
        #expect(response.status == status)
        #expect(try response.errorID == id)
    }

    @Test func `two organizations may have projects of one name`() async throws {
        try await fixture.addProject("p1")
        let response = try await fixture.call(
            "ProjectService/CreateProject", ["organizationId": "other", "name": "Project p1"])
        #expect(response.status == .ok)
    }

    @Test func `of many projects of one name exactly one is created`() async throws {
        let fixture = fixture
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await fixture.call(
                        "ProjectService/CreateProject", ["organizationId": "acme", "name": "Rocket"]
                    ).status
                }
            }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
        #expect(statuses.count { $0 == .conflict } == 49)
    }

    @Test func `an update changes what is given and leaves the rest`() async throws {
        try await fixture.addProject("p1")
        fixture.api.clock.advance(by: .seconds(60))
        let reply = try await fixture.reply(
            "ProjectService/UpdateProject", ["projectId": "p1", "projectRoleAssertion": true])
        #expect(reply == ["changeDate": "2026-01-05T10:01:00Z"])
        let project = try await fixture.reply("ProjectService/GetProject", ["projectId": "p1"])["project"]
        #expect(project?["name"] == "Project p1")
        #expect(project?["projectRoleAssertion"] == true)
        #expect(project?["changeDate"] == "2026-01-05T10:01:00Z")
    }

    @Test func `an update with the same values changes nothing`() async throws {
        try await fixture.addProject("p1")
        fixture.api.clock.advance(by: .seconds(60))
        let reply = try await fixture.reply(
            "ProjectService/UpdateProject",
            ["projectId": "p1", "name": "Project p1", "projectRoleAssertion": false])
        #expect(reply == ["changeDate": "2026-01-05T10:00:00Z"])
    }

    @Test func `a project cannot take the name of another`() async throws {
        try await fixture.addProject("p1")
        try await fixture.addProject("p2")
        let response = try await fixture.call(
            "ProjectService/UpdateProject", ["projectId": "p2", "name": "PROJECT P1"])
        #expect(response.status == .conflict)
        #expect(try response.message == "Errors.Project.AlreadyExists (V3-DKcYh)")
    }

    @Test(
        arguments: [
            ("GetProject", "PROJECT-Gd2hh"), ("UpdateProject", "COMMAND-3M9sd"),
            ("DeactivateProject", "COMMAND-112M9"), ("ActivateProject", "COMMAND-3M9sd"),
        ])
    func `an unknown project is not found`(method: String, id: String) async throws {
        let response = try await fixture.call("ProjectService/\(method)", ["projectId": "unknown"])
        #expect(response.status == .notFound)
        #expect(try response.message == "Errors.Project.NotFound (\(id))")
    }

    @Test func `deactivating and activating again is idempotent`() async throws {
        try await fixture.addProject("p1")
        var dates: [JSONValue?] = []
        for method in ["DeactivateProject", "DeactivateProject", "ActivateProject", "ActivateProject"] {
            fixture.api.clock.advance(by: .seconds(1))
            dates.append(try await fixture.reply("ProjectService/\(method)", ["projectId": "p1"])["changeDate"])
            let project = try await fixture.reply("ProjectService/GetProject", ["projectId": "p1"])["project"]
            let state = method.hasPrefix("De") ? "INACTIVE" : "ACTIVE"
            #expect(project?["state"] == .string("PROJECT_STATE_\(state)"))
        }
        #expect(
            dates == [
                "2026-01-05T10:00:01Z", "2026-01-05T10:00:01Z", "2026-01-05T10:00:03Z", "2026-01-05T10:00:03Z",
            ])
    }

    @Test func `activation knows the field name of early revisions`() async throws {
        try await fixture.addProject("p1")
        try await fixture.reply("ProjectService/DeactivateProject", ["project_id": "p1"])
        try await fixture.reply("ProjectService/ActivateProject", ["id": "p1"])
        let project = try await fixture.reply("ProjectService/GetProject", ["projectId": "p1"])["project"]
        #expect(project?["state"] == "PROJECT_STATE_ACTIVE")
    }

    @Test func `deleting a project takes everything with it, and deleting it again succeeds`() async throws {
        try await fixture.addProject("p1", roles: ["reader"])
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        try await fixture.addApplication("a1", to: "p1")
        _ = try await fixture.authorize("nobody", on: "p1", roles: ["reader"])
        let reply = try await fixture.reply("ProjectService/DeleteProject", ["projectId": "p1"])
        #expect(reply == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.reply("ProjectService/DeleteProject", ["projectId": "p1"]) == [:])
        for list in [
            "ProjectService/ListProjects", "ProjectService/ListProjectGrants", "ApplicationService/ListApplications",
            "AuthorizationService/ListAuthorizations",
        ] {
            #expect(try await fixture.reply(list)["pagination"] == ["appliedLimit": "100"])
        }
    }

    @Test func `every change leaves its event`() async throws {
        try await fixture.addProject("p1")
        try await fixture.reply("ProjectService/UpdateProject", ["projectId": "p1", "name": "New"])
        try await fixture.reply("ProjectService/DeactivateProject", ["projectId": "p1"])
        try await fixture.reply("ProjectService/DeactivateProject", ["projectId": "p1"])
        try await fixture.reply("ProjectService/DeleteProject", ["projectId": "p1"])
        let types = try await fixture.api.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT type FROM events WHERE aggregate_id = 'p1' ORDER BY sequence") {
                (row) throws(DomainError) in try row.text("type")
            }
        }
        #expect(types == ["project.added", "project.changed", "project.deactivated", "project.removed"])
    }
}
