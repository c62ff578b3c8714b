internal import HTTP
internal import Platform
internal import TestSupport
internal import Testing

@Suite("OrganizationService: metadata")
struct OrganizationsMetadataTests {
    let fixture: OrganizationsFixture

    init() async throws {
        fixture = try await OrganizationsFixture()
    }

    private func set(_ entries: JSONValue) async throws -> TestResponse {
        try await fixture.call("SetOrganizationMetadata", ["organizationId": "acme", "metadata": entries])
    }

    private func list(_ message: JSONObject = [:]) async throws -> JSONValue {
        var message = message
        message["organizationId"] = "acme"
        message["pagination"] = ["asc": true]
        return try await fixture.call("ListOrganizationMetadata", .object(message)).json
    }

    @Test func `entries are set, replaced and listed`() async throws {
        let first = try await fixture.api.rest(
            .post, "/v2/organizations/acme/metadata",
            ["metadata": [["key": "size", "value": "MTA="], ["key": "plan", "value": "Z29sZA"]]])
        #expect(first.status == .ok)
        #expect(try first.json == ["setDate": "2026-01-05T10:00:00Z"])
        fixture.api.clock.advance(by: .minutes(1))
        #expect(try await set([["key": "plan", "value": "c2lsdmVy"]]).status == .ok)
        #expect(
            try await list() == [
                "pagination": ["totalResult": "2", "appliedLimit": "100"],
                "metadata": [
                    [
                        "key": "plan", "value": "c2lsdmVy", "creationDate": "2026-01-05T10:00:00Z",
                        "changeDate": "2026-01-05T10:01:00Z",
                    ],
                    [
                        "key": "size", "value": "MTA=", "creationDate": "2026-01-05T10:00:00Z",
                        "changeDate": "2026-01-05T10:00:00Z",
                    ],
                ],
            ])
        let filter: JSONValue = [["keyFilter": ["key": "SI", "method": "TEXT_FILTER_METHOD_STARTS_WITH_IGNORE_CASE"]]]
        #expect(try await list(["filters": filter])["metadata"]?.arrayValue?.map { $0["key"] } == ["size"])
        let other = try await fixture.call("ListOrganizationMetadata", ["organizationId": "other"])
        #expect(try other.json["metadata"] == nil)
    }

    @Test func `entries are removed, over REST by the query`() async throws {
        _ = try await set([
            ["key": "a", "value": "MQ=="], ["key": "b", "value": "MQ=="], ["key": "c", "value": "MQ=="],
        ])
        let response = try await fixture.api.rest(.delete, "/v2/organizations/acme/metadata?keys=a&keys=b")
        #expect(try response.json == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await list()["metadata"]?.arrayValue?.map { $0["key"] } == ["c"])
        let last = try await fixture.api.rest(.delete, "/v2/organizations/acme/metadata?keys=c")
        #expect(last.status == .ok)
        #expect(try await list()["metadata"] == nil)
    }

    @Test func `nothing is removed when one key does not exist`() async throws {
        _ = try await set([["key": "a", "value": "MQ=="]])
        let response = try await fixture.call(
            "DeleteOrganizationMetadata", ["organizationId": "acme", "keys": ["a", "b"]])
        #expect(response.status == .notFound)
        #expect(response.text.contains("META-2nnds"))
        #expect(try await list()["metadata"]?.arrayValue?.count == 1)
    }

    @Test(
        arguments: [
            (["metadata": []], HTTPStatus.badRequest, "Metadata list is empty (META-9mm2d)"),
            (["metadata": [["key": "", "value": "MQ=="]]], .badRequest, "invalid Metadata.Key"),
            (["metadata": [["key": "a"]]], .badRequest, "Metadata[0]: embedded message failed validation"),
            (["metadata": [["key": "a", "value": "?"]]], .badRequest, "bytes"),
            (["organizationId": "9", "metadata": [["key": "a", "value": "MQ=="]]], .notFound, "ORG-1MRds"),
        ] as [(JSONObject, HTTPStatus, String)])
    func `a wrong entry is refused`(message: JSONObject, status: HTTPStatus, text: String) async throws {
        var message = message
        message["organizationId"] = message["organizationId"] ?? "acme"
        let response = try await fixture.call("SetOrganizationMetadata", .object(message))
        #expect(response.status == status)
        #expect(response.text.contains(text))
    }

    @Test(
        arguments: [
            ("DeleteOrganizationMetadata", ["organizationId": "acme"], HTTPStatus.badRequest, "META-9mm2d"),
            ("DeleteOrganizationMetadata", ["organizationId": "9", "keys": ["a"]], .notFound, "ORG-1MRds"),
            ("ListOrganizationMetadata", ["organizationId": "9"], .notFound, "ORG-1MRds"),
            (
                "ListOrganizationMetadata", ["organizationId": "acme", "filters": [[:]]], .badRequest,
                "Filter: value is required"
            ),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        let response = try await fixture.call(method, message)
        #expect(response.status == status)
        #expect(response.text.contains(text))
    }
}
