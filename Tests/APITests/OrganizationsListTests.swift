internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("OrganizationService/ListOrganizations")
struct OrganizationsListTests {
    let fixture: OrganizationsFixture

    init() async throws {
        fixture = try await OrganizationsFixture()
        for (name, id) in [("Beta 100%", "b"), ("alpha", "a")] {
            fixture.api.clock.advance(by: .minutes(1))
            try await fixture.add(name, id: id)
        }
        _ = try await fixture.call("AddOrganizationDomain", ["organizationId": "a", "domain": "Alpha.example"])
    }

    @Test(
        arguments: [
            ([:], ["acme", "other", "Beta 100%", "alpha"]),
            (["nameQuery": ["name": "alpha"]], ["alpha"]),
            (["nameQuery": ["name": "ALPHA"]], []),
            (["nameQuery": ["name": "ALPHA", "method": "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"]], ["alpha"]),
            (["nameQuery": ["name": "a", "method": "TEXT_QUERY_METHOD_STARTS_WITH"]], ["acme", "alpha"]),
            (["nameQuery": ["name": "%", "method": "TEXT_FILTER_METHOD_CONTAINS"]], ["Beta 100%"]),
            (["domainQuery": ["domain": "alpha.example"]], ["alpha"]),
            (["domainQuery": ["domain": "alpha.localhost"]], ["alpha"]),
            (["domainQuery": ["domain": "localhost", "method": 6]], ["acme", "other", "Beta 100%", "alpha"]),
            (["stateQuery": ["state": "ORGANIZATION_STATE_ACTIVE"]], ["acme", "other", "Beta 100%", "alpha"]),
            (["stateQuery": ["state": "ORGANIZATION_STATE_REMOVED"]], []),
            (["idQuery": ["id": "b"]], ["Beta 100%"]),
            (["defaultQuery": [:]], ["other"]),
        ] as [(JSONObject, [String])])
    func `a query narrows the list`(query: JSONObject, names: [String]) async throws {
        try await fixture.setInstance(defaultOrganization: "other", projectIn: "other")
        let search: JSONObject = query.isEmpty ? [:] : ["queries": [.object(query)]]
        #expect(try await fixture.names(.object(search)) == names)
    }

    @Test func `queries are combined`() async throws {
        let queries: JSONValue = [
            ["nameQuery": ["name": "a", "method": "TEXT_QUERY_METHOD_STARTS_WITH"]], ["idQuery": ["id": "a"]],
        ]
        #expect(try await fixture.names(["queries": queries]) == ["alpha"])
    }

    @Test(
        arguments: [
            ([:], ["a", "b", "other", "acme"]), (["query": ["asc": true]], ["acme", "other", "b", "a"]),
            (
                ["query": ["asc": true], "sortingColumn": "ORGANIZATION_FIELD_NAME_NAME"],
                ["acme", "a", "b", "other"]
            ),
            (["query": ["offset": "1", "limit": 2]], ["b", "other"]), (["query": ["offset": 9]], []),
        ] as [(JSONValue, [String])])
    func `the list is sorted and cut into pages, with the number of all rows`(
        message: JSONValue, ids: [String]
    ) async throws {
        let json = try await fixture.call("ListOrganizations", message).json
        #expect((json["result"]?.arrayValue ?? []).map { $0["id"]?.stringValue } == ids)
        #expect(json["details"] == ["totalResult": "4", "timestamp": "2026-01-05T10:02:00Z"])
        #expect(json["sortingColumn"] == message["sortingColumn"])
    }

    @Test func `administrators of an organization see and count their own only, others nothing`() async throws {
        let own = try await fixture.api.rest(.post, "/v2/organizations/_search", [:], as: "other-owner")
        #expect(try own.json["result"]?.arrayValue?.map { $0["id"] } == ["other"])
        #expect(try own.json["details"]?["totalResult"] == "1")
        let foreign = try await fixture.call(
            "ListOrganizations", ["queries": [["idQuery": ["id": "acme"]]]], as: "other-owner")
        #expect(try foreign.json["result"] == nil)
        let none = try await fixture.call("ListOrganizations", as: "nobody")
        #expect(none.status == .ok)
        #expect(try none.json["result"] == nil)
        #expect(try none.json["details"]?["totalResult"] == nil)
    }

    @Test(
        arguments: [
            (["query": ["limit": 1001]], "QUERY-4M0fs"),
            (["queries": [[:]]], "SearchQuery.Query: value is required"),
            (["queries": [["nameQuery": [:]]]], "OrganizationNameQuery.Name: value length"),
            (["queries": [["idQuery": ["id": "1"], "defaultQuery": [:]]]], "oneof"),
        ] as [(JSONValue, String)])
    func `a wrong call is refused`(message: JSONValue, text: String) async throws {
        let response = try await fixture.call("ListOrganizations", message)
        #expect(response.status == .badRequest)
        #expect(response.text.contains(text))
    }
}
