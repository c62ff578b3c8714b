internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("AuthorizationService: ListAuthorizations")
struct AuthorizationsListTests {
    let fixture: ProjectsFixture
    /// nobody on `p1` by acme; other-owner on `p1` by other, under the grant; nobody on `p2`, inactive.
    let ids: [String]

    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1", roles: ["reader", "writer"])
        try await fixture.addProject("p2", roles: ["reader"])
        try await fixture.addGrant(of: "p1", roles: ["reader"])
        let own = try await fixture.authorize("nobody", on: "p1", roles: ["reader", "writer"])
        fixture.api.clock.advance(by: .seconds(1))
        let granted = try await fixture.authorize("other-owner", on: "p1", by: "other", roles: ["reader"])
        fixture.api.clock.advance(by: .seconds(1))
        let inactive = try await fixture.authorize("nobody", on: "p2", roles: ["reader"])
        try await fixture.reply("AuthorizationService/DeactivateAuthorization", ["id": .string(inactive)])
        ids = [own, granted, inactive]
    }

    /// The places of the listed authorizations in ``ids``.
    private func places(_ message: JSONValue, as user: String = "root") async throws -> [Int] {
        let reply = try await fixture.reply("AuthorizationService/ListAuthorizations", message, as: user)
        return try reply.each("authorizations", "id").map { try #require(ids.firstIndex(of: $0)) }
    }

    @Test(
        arguments: [
            ("root", [2, 1, 0]), ("acme-owner", [2, 1, 0]), ("other-owner", [1]), ("nobody", [2, 0]),
        ])
    func `everybody sees their own ones and what they administer`(user: String, expected: [Int]) async throws {
        let reply = try await fixture.reply("AuthorizationService/ListAuthorizations", as: user)
        #expect(reply.each("authorizations", "id") == expected.map { ids[$0] })
        #expect(reply["pagination"]?["totalResult"] == .string(String(expected.count)))
    }

    @Test(
        arguments: [
            (["inUserIds": ["ids": ["nobody"]]], [2, 0]),
            (["userId": ["id": "other-owner"]], [1]),
            (["organizationId": ["id": "other"]], [1]),
            (["userOrganizationId": ["id": "acme"]], [2, 0]),
            (["state": ["state": "STATE_INACTIVE"]], [2]),
            (["state": ["state": "STATE_ACTIVE"]], [1, 0]),
            (["userPreferredLoginName": ["loginName": "NOBODY", "method": 1]], [2, 0]),
            (["userDisplayName": ["displayName": "owner", "method": "TEXT_FILTER_METHOD_ENDS_WITH"]], [1]),
            (["projectId": ["id": "p2"]], [2]),
            (["projectName": ["name": "Project p1"]], [1, 0]),
            (["roleKey": ["key": "writer"]], [0]),
            (["authorizationIds": ["ids": []]], []),
            (["projectGrantId": ["id": "unknown"]], []),
        ] as [(JSONValue, [Int])])
    func `authorizations are filtered`(filter: JSONValue, expected: [Int]) async throws {
        #expect(try await places(["filters": [filter]]) == expected)
    }

    @Test func `authorizations are found by their identifiers and by their grant`() async throws {
        let listed: JSONValue = ["authorizationIds": ["ids": [.string(ids[0]), .string(ids[2])]]]
        #expect(try await places(["filters": [listed]]) == [2, 0])
        let grant = try await fixture.grantID(of: "p1")
        #expect(try await places(["filters": [["projectGrantId": ["id": .string(grant.rawValue)]]]]) == [1])
    }

    @Test(
        arguments: [
            ("AUTHORIZATION_FIELD_NAME_UNSPECIFIED", [0, 1, 2]), ("AUTHORIZATION_FIELD_NAME_CREATED_DATE", [0, 1, 2]),
            ("AUTHORIZATION_FIELD_NAME_CHANGED_DATE", [0, 1, 2]), ("AUTHORIZATION_FIELD_NAME_ID", [0, 1, 2]),
            ("AUTHORIZATION_FIELD_NAME_USER_ID", [0, 2, 1]), ("AUTHORIZATION_FIELD_NAME_PROJECT_ID", [0, 1, 2]),
            ("AUTHORIZATION_FIELD_NAME_ORGANIZATION_ID", [0, 2, 1]),
            ("AUTHORIZATION_FIELD_NAME_USER_ORGANIZATION_ID", [0, 2, 1]),
        ])
    func `rows come in the order asked for`(column: String, expected: [Int]) async throws {
        let ascending: JSONValue = ["sortingColumn": .string(column), "pagination": ["asc": true]]
        #expect(try await places(ascending) == expected)
        #expect(try await places(["sortingColumn": .string(column)]) == expected.reversed())
    }

    @Test(
        arguments: [
            ["filters": [[:]]], ["filters": [["state": ["state": "STATE_UNSPECIFIED"]]]],
            ["filters": [["userPreferredLoginName": ["loginName": ""]]]],
            ["filters": [["projectId": ["id": "p1"], "roleKey": ["key": "reader"]]]],
            ["pagination": ["limit": 1001]],
        ] as [JSONValue])
    func `a wrong list is refused`(message: JSONValue) async throws {
        #expect(try await fixture.call("AuthorizationService/ListAuthorizations", message).status == .badRequest)
    }
}
