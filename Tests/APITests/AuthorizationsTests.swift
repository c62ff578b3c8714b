internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("AuthorizationService: authorizations")
struct AuthorizationsTests {
    let fixture: ProjectsFixture

    /// `p1` of acme, of which other may give `reader`.
    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1", roles: ["reader", "writer"])
        try await fixture.addProject("p2")
        try await fixture.addGrant(of: "p1", roles: ["reader"])
    }

    @Test func `an authorization is listed as it was created`() async throws {
        try await fixture.reply(
            "ProjectService/UpdateProjectRole", ["projectId": "p1", "roleKey": "reader", "group": "Staff"])
        let created = try await fixture.reply(
            "AuthorizationService/CreateAuthorization",
            ["userId": "nobody", "projectId": "p1", "organizationId": "other", "roleKeys": ["reader"]],
            as: "other-owner")
        let id = try #require(created["id"]?.stringValue)
        #expect(created["creationDate"] == "2026-01-05T10:00:00Z")
        #expect(
            try await fixture.reply("AuthorizationService/ListAuthorizations", as: "other-owner") == [
                "pagination": ["totalResult": "1", "appliedLimit": "100"],
                "authorizations": [
                    [
                        "id": .string(id), "creationDate": "2026-01-05T10:00:00Z",
                        "changeDate": "2026-01-05T10:00:00Z",
                        "project": ["id": "p1", "name": "Project p1", "organizationId": "acme"],
                        "organization": ["id": "other", "name": "other"],
                        "user": [
                            "id": "nobody", "preferredLoginName": "nobody", "displayName": "nobody",
                            "organizationId": "acme",
                        ],
                        "state": "STATE_ACTIVE",
                        "roles": [["key": "reader", "displayName": "Role reader", "group": "Staff"]],
                    ]
                ],
            ])
    }

    @Test(
        arguments: [
            ("", "p1", "acme", [], HTTPStatus.badRequest, ""),
            ("nobody", "", "acme", [], .badRequest, ""),
            ("nobody", "p1", "", [], .badRequest, ""),
            ("nobody", "p1", "acme", ["reader", "reader"], .badRequest, ""),
            ("nobody", "p1", "acme", [""], .badRequest, ""),
            (" ", "p1", "acme", [], .badRequest, "COMMAND-kVfMa"),
            ("unknown", "p1", "acme", ["reader"], .badRequest, "COMMAND-4f8sg"),
            ("nobody", "unknown", "acme", [], .badRequest, "COMMAND-3n77S"),
            ("nobody", "p1", "unknown", [], .badRequest, "COMMAND-3m9gg"),
            ("nobody", "p2", "other", [], .badRequest, "COMMAND-4m9ff"),
            ("nobody", "p1", "acme", ["unknown"], .badRequest, "COMMAND-mm9F4"),
            ("nobody", "p1", "other", ["reader", "writer"], .badRequest, "COMMAND-mm9F4"),
            ("taken", "p1", "acme", ["writer"], .conflict, "V3-DKcYh"),
        ] as [(String, String, String, [String], HTTPStatus, String)])
    func `a wrong authorization is refused`(
        user: String, project: String, organization: String, roles: [String], status: HTTPStatus, id: String
    ) async throws {
        try await fixture.addUser("taken")
        _ = try await fixture.authorize("taken", on: "p1", roles: ["reader"])
        let response = try await fixture.call(
            "AuthorizationService/CreateAuthorization",
            [
                "userId": .string(user), "projectId": .string(project), "organizationId": .string(organization),
                "roleKeys": .array(roles.map { .string($0) }),
            ])
        #expect(response.status == status)
        #expect(try response.errorID == id)
        let list = try await fixture.reply("AuthorizationService/ListAuthorizations")
        #expect(list.each("authorizations", "id").count == 1)
    }

    @Test func `of many authorizations of one user exactly one is created`() async throws {
        let fixture = fixture
        let statuses = try await withThrowingTaskGroup(of: HTTPStatus.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await fixture.call(
                        "AuthorizationService/CreateAuthorization",
                        ["userId": "nobody", "projectId": "p1", "organizationId": "acme", "roleKeys": ["reader"]]
                    ).status
                }
            }
            return try await group.reduce(into: [HTTPStatus]()) { $0.append($1) }
        }
        #expect(statuses.count { $0 == .ok } == 1)
        #expect(statuses.count { $0 == .conflict } == 49)
    }

    @Test func `an update replaces the roles`() async throws {
        let id = try await fixture.authorize("nobody", on: "p1", roles: ["reader"])
        fixture.api.clock.advance(by: .seconds(1))
        let writer: JSONValue = ["id": .string(id), "roleKeys": ["writer"]]
        let changed = try await fixture.reply("AuthorizationService/UpdateAuthorization", writer)
        #expect(changed == ["changeDate": "2026-01-05T10:00:01Z"])
        fixture.api.clock.advance(by: .seconds(1))
        #expect(try await fixture.reply("AuthorizationService/UpdateAuthorization", writer) == changed)
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == ["writer"])
    }

    @Test func `an update cannot give what the grant lacks`() async throws {
        let id = try await fixture.authorize("nobody", on: "p1", by: "other", roles: ["reader"])
        for user in ["other-owner", "acme-owner", "root"] {
            let response = try await fixture.call(
                "AuthorizationService/UpdateAuthorization", ["id": .string(id), "roleKeys": ["writer"]], as: user)
            #expect(try response.errorID == "COMMAND-mm9F4")
        }
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == ["reader"])
    }

    @Test(
        arguments: [
            ("UpdateAuthorization", "COMMAND-3M9sd"), ("DeactivateAuthorization", "COMMAND-3M9sd"),
            ("ActivateAuthorization", "COMMAND-Lp0gs"),
        ])
    func `an unknown authorization is not found`(method: String, id: String) async throws {
        let response = try await fixture.call("AuthorizationService/\(method)", ["id": "unknown"])
        #expect(response.status == .notFound)
        #expect(try response.message == "Errors.UserGrant.NotFound (\(id))")
    }

    @Test func `deactivating and activating again is idempotent`() async throws {
        let id = JSONValue.string(try await fixture.authorize("nobody", on: "p1", roles: ["reader"]))
        var dates: [JSONValue?] = []
        for method in ["Deactivate", "Deactivate", "Activate", "Activate"] {
            fixture.api.clock.advance(by: .seconds(1))
            let reply = try await fixture.reply("AuthorizationService/\(method)Authorization", ["id": id])
            dates.append(reply["changeDate"])
            let list = try await fixture.reply("AuthorizationService/ListAuthorizations")
            let state = method == "Activate" ? "STATE_ACTIVE" : "STATE_INACTIVE"
            #expect(list.each("authorizations", "state") == [state])
            #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1").isEmpty == (method != "Activate"))
        }
        #expect(
            dates == [
                "2026-01-05T10:00:01Z", "2026-01-05T10:00:01Z", "2026-01-05T10:00:03Z", "2026-01-05T10:00:03Z",
            ])
    }

    @Test func `deleting is idempotent`() async throws {
        let id = JSONValue.string(try await fixture.authorize("nobody", on: "p1", roles: ["reader"]))
        let deleted = try await fixture.reply("AuthorizationService/DeleteAuthorization", ["id": id])
        #expect(deleted == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.reply("AuthorizationService/DeleteAuthorization", ["id": id]) == [:])
        #expect(try await fixture.effectiveRoles(of: "nobody", in: "p1") == [])
    }
}
