internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ProjectService: ListProjects")
struct ProjectsListTests {
    let fixture: ProjectsFixture

    /// `a`, `b` and `c` belong to acme, `z` to other; `a` is granted to other.
    init() async throws {
        fixture = try await ProjectsFixture()
        for id in ["c", "a", "b"] {
            try await fixture.addProject(id, roles: ["reader"])
            fixture.api.clock.advance(by: .seconds(1))
        }
        try await fixture.addProject("z", in: "other")
        try await fixture.addGrant(of: "a", roles: ["reader"])
    }

    private func ids(_ message: JSONValue, as user: String = "acme-owner") async throws -> [String] {
        try await fixture.reply("ProjectService/ListProjects", message, as: user).each("projects", "projectId")
    }

    @Test func `a granted project is a row of its own for the receiver`() async throws {
        let reply = try await fixture.reply(
            "ProjectService/ListProjects", ["filters": [["inProjectIdsFilter": ["ids": ["a"]]]]], as: "other-owner")
        #expect(
            reply == [
                "pagination": ["totalResult": "1", "appliedLimit": "100"],
                "projects": [
                    [
                        "projectId": "a", "organizationId": "acme", "creationDate": "2026-01-05T10:00:01Z",
                        "changeDate": "2026-01-05T10:00:01Z", "name": "Project a", "state": "PROJECT_STATE_ACTIVE",
                        "grantedOrganizationId": "other", "grantedOrganizationName": "other",
                        "grantedState": "GRANTED_PROJECT_STATE_ACTIVE",
                    ]
                ],
            ])
    }

    @Test(
        arguments: [
            ("root", ["z", "b", "a", "a", "c"]), ("acme-owner", ["b", "a", "c"]), ("other-owner", ["z", "a"]),
            ("nobody", []),
        ] as [(String, [String])])
    func `everybody sees and counts only what they may see`(user: String, expected: [String]) async throws {
        let reply = try await fixture.reply("ProjectService/ListProjects", as: user)
        #expect(reply.each("projects", "projectId") == expected)
        let total = reply["pagination"]?["totalResult"]?.stringValue ?? "0"
        #expect(total == String(expected.count))
    }

    @Test(
        arguments: [
            (["organizationId": "other"], ["z", "a"]),
            (["organizationId": "other", "type": "TYPE_UNSPECIFIED"], ["z", "a"]),
            (["organizationId": "other", "type": "OWNED_OR_GRANTED"], ["z", "a"]),
            (["organizationId": "other", "type": "OWNED"], ["z"]),
            (["organizationId": "other", "type": "GRANTED"], ["a"]),
            (["organizationId": "acme", "type": 2], []),
        ] as [(JSONValue, [String])])
    func `the organization filter tells owned from granted`(filter: JSONValue, expected: [String]) async throws {
        #expect(try await ids(["filters": [["organizationIdFilter": filter]]], as: "root") == expected)
    }

    @Test(
        arguments: [
            (["projectName": "Project a"], ["a"]),
            (["projectName": "project A"], []),
            (["projectName": "project A", "method": "TEXT_FILTER_METHOD_EQUALS_IGNORE_CASE"], ["a"]),
            (["projectName": "Proj", "method": "TEXT_FILTER_METHOD_STARTS_WITH"], ["b", "a", "c"]),
            (["projectName": "CT B", "method": "TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE"], ["b"]),
            (["projectName": " c", "method": "TEXT_FILTER_METHOD_ENDS_WITH"], ["c"]),
            (["projectName": "%", "method": "TEXT_FILTER_METHOD_CONTAINS"], []),
        ] as [(JSONValue, [String])])
    func `names are compared as asked`(filter: JSONValue, expected: [String]) async throws {
        #expect(try await ids(["filters": [["projectNameFilter": filter]]]) == expected)
    }

    @Test func `all filters must hold`() async throws {
        let filters: JSONValue = [
            ["inProjectIdsFilter": ["ids": ["a", "b"]]], ["projectNameFilter": ["projectName": "Project b"]],
        ]
        #expect(try await ids(["filters": filters]) == ["b"])
    }

    @Test(
        arguments: [
            ("PROJECT_FIELD_NAME_UNSPECIFIED", ["c", "a", "b"]), ("PROJECT_FIELD_NAME_CREATION_DATE", ["c", "a", "b"]),
            ("PROJECT_FIELD_NAME_ID", ["a", "b", "c"]), ("PROJECT_FIELD_NAME_NAME", ["a", "b", "c"]),
            ("PROJECT_FIELD_NAME_CHANGE_DATE", ["a", "b", "c"]),
        ])
    func `rows come in the order asked for`(column: String, expected: [String]) async throws {
        fixture.api.clock.advance(by: .seconds(1))
        try await fixture.reply("ProjectService/DeactivateProject", ["projectId": "c"])
        let ascending: JSONValue = ["sortingColumn": .string(column), "pagination": ["asc": true]]
        #expect(try await ids(ascending) == expected)
        #expect(try await ids(["sortingColumn": .string(column)]) == expected.reversed())
    }

    @Test func `a page is a part, and the total counts all`() async throws {
        let reply = try await fixture.reply(
            "ProjectService/ListProjects", ["pagination": ["offset": "1", "limit": 1, "asc": true]], as: "acme-owner")
        #expect(reply.each("projects", "projectId") == ["a"])
        #expect(reply["pagination"] == ["totalResult": "3", "appliedLimit": "1"])
    }

    @Test(
        arguments: [
            (["pagination": ["limit": 1001]], "QUERY-4M0fs"),
            (["filters": [[:]]], ""),
            (["filters": [["inProjectIdsFilter": ["ids": []], "projectNameFilter": [:]]]], ""),
            (["filters": [["organizationIdFilter": [:]]]], ""),
        ] as [(JSONValue, String)])
    func `a wrong list is refused`(message: JSONValue, id: String) async throws {
        let response = try await fixture.call("ProjectService/ListProjects", message)
        #expect(response.status == .badRequest)
        #expect(try response.errorID == id)
    }

    @Test(arguments: [(1000, 20, HTTPStatus.ok), (1001, 1, .badRequest), (1, 21, .badRequest)])
    func `a search is bounded`(identifiers: Int, filters: Int, status: HTTPStatus) async throws {
        let filter: JSONValue = [
            "inProjectIdsFilter": ["ids": .array((0..<identifiers).map { .string("p\($0)") })]
        ]
        let response = try await fixture.call(
            "ProjectService/ListProjects",
            [
                "filters": .array(
                    [filter] + Array(repeating: ["projectNameFilter": ["projectName": "x"]], count: filters - 1))
            ])
        #expect(response.status == status)
    }

    @Test func `a receiver reads a granted project and no other one`() async throws {
        let granted = try await fixture.call("ProjectService/GetProject", ["projectId": "a"], as: "other-owner")
        #expect(granted.status == .ok)
        let foreign = try await fixture.call("ProjectService/GetProject", ["projectId": "b"], as: "other-owner")
        #expect(foreign.status == .notFound)
        #expect(try foreign.errorID == "AUTHZ-cdgFk")
    }
}
