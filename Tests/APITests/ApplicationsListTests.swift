internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("ApplicationService: ListApplications")
struct ApplicationsListTests {
    let fixture: ProjectsFixture

    /// `b` (API) and `a` (OpenID Connect, inactive) in acme's `p1`, `c` in other's `p2`.
    init() async throws {
        fixture = try await ProjectsFixture()
        try await fixture.addProject("p1")
        try await fixture.addProject("p2", in: "other")
        try await fixture.addApplication("b", to: "p1")
        fixture.api.clock.advance(by: .seconds(1))
        try await fixture.addApplication("a", to: "p1", ApplicationsTests.code, kind: "oidcConfiguration")
        try await fixture.addApplication("c", to: "p2")
        try await fixture.reply("ApplicationService/DeactivateApplication", ["applicationId": "a", "projectId": "p1"])
    }

    private func ids(_ message: JSONValue, as user: String = "root") async throws -> [String] {
        try await fixture.reply("ApplicationService/ListApplications", message, as: user)
            .each("applications", "applicationId")
    }

    @Test(
        arguments: [
            ("root", ["c", "b", "a"]), ("acme-owner", ["b", "a"]), ("other-owner", ["c"]), ("nobody", []),
        ] as [(String, [String])])
    func `everybody sees and counts only what they may see`(user: String, expected: [String]) async throws {
        let reply = try await fixture.reply("ApplicationService/ListApplications", as: user)
        #expect(reply.each("applications", "applicationId") == expected)
        #expect(reply["pagination"]?["totalResult"]?.stringValue ?? "0" == String(expected.count))
    }

    @Test(
        arguments: [
            (["projectIdFilter": ["projectId": "p1"]], ["b", "a"]),
            (["nameFilter": ["name": "application B", "method": 1]], ["b"]),
            (["stateFilter": "APPLICATION_STATE_ACTIVE"], ["c", "b"]),
            (["stateFilter": "APPLICATION_STATE_INACTIVE"], ["a"]),
            (["stateFilter": "APPLICATION_STATE_REMOVED"], []),
            (["typeFilter": "APPLICATION_TYPE_OIDC"], ["a"]),
            (["typeFilter": "APPLICATION_TYPE_API"], ["c", "b"]),
            (["typeFilter": "APPLICATION_TYPE_SAML"], []),
            (["clientIdFilter": ["clientId": "1"]], []),
            (["entityIdFilter": ["entityId": "https://sp.example"]], []),
        ] as [(JSONValue, [String])])
    func `applications are filtered`(filter: JSONValue, expected: [String]) async throws {
        #expect(try await ids(["filters": [filter]]) == expected)
    }

    @Test func `an application is found by its client identifier`() async throws {
        let read = try await fixture.reply("ApplicationService/GetApplication", ["applicationId": "b"])
        let clientID = try #require(read["application"]?["apiConfiguration"]?["clientId"])
        #expect(try await ids(["filters": [["clientIdFilter": ["clientId": clientID]]]]) == ["b"])
    }

    @Test(
        arguments: [
            ("APPLICATION_SORT_BY_ID", ["a", "b", "c"]), ("APPLICATION_SORT_BY_NAME", ["a", "b", "c"]),
            ("APPLICATION_SORT_BY_STATE", ["b", "c", "a"]), ("APPLICATION_SORT_BY_CREATION_DATE", ["b", "a", "c"]),
            ("APPLICATION_SORT_BY_CHANGE_DATE", ["b", "a", "c"]),
        ])
    func `rows come in the order asked for`(column: String, expected: [String]) async throws {
        let ascending: JSONValue = ["sortingColumn": .string(column), "pagination": ["asc": true]]
        #expect(try await ids(ascending) == expected)
        #expect(try await ids(["sortingColumn": .string(column)]) == expected.reversed())
    }

    @Test(
        arguments: [
            ["filters": [[:]]], ["filters": [["typeFilter": "APPLICATION_TYPE_UNSPECIFIED"]]],
            ["filters": [["projectIdFilter": ["projectId": ""]]]], ["pagination": ["limit": "1001"]],
        ] as [JSONValue])
    func `a wrong list is refused`(message: JSONValue) async throws {
        #expect(try await fixture.call("ApplicationService/ListApplications", message).status == .badRequest)
    }
}
