internal import HTTP
internal import Model
internal import Platform
internal import TestSupport
internal import Testing

@Suite("Metadata of users")
struct UsersMetadataTests {
    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
    }

    private func set(_ entries: JSONValue, of user: String = "robot", as caller: String = "root") async throws
        -> TestResponse
    {
        try await fixture.call("SetUserMetadata", ["userId": .string(user), "metadata": entries], as: caller)
    }

    private func keys(_ message: JSONObject = [:], as caller: String = "root") async throws -> [String?] {
        var message = message
        message["userId"] = "robot"
        let response = try await fixture.call("ListUserMetadata", .object(message), as: caller)
        expect(response, .ok)
        return try response.json["metadata"]?.arrayValue?.map { $0["key"]?.stringValue } ?? []
    }

    @Test func `entries are set, replaced, removed by an empty value and read back`() async throws {
        let first = try await set([["key": "team", "value": "ZGV2"], ["key": "old", "value": "eA=="]])
        #expect(try first.json == ["setDate": "2026-01-05T10:00:00Z"])
        fixture.api.clock.advance(by: .minutes(1))
        let second = try await set([
            ["key": "team", "value": "b3Bz"], ["key": "old", "value": ""], ["key": "unknown", "value": ""],
        ])
        #expect(try second.json == ["setDate": "2026-01-05T10:01:00Z"])
        let list = try await fixture.api.rest(.post, "/v2/users/robot/metadata/search", [:])
        #expect(
            try list.json == [
                "pagination": ["totalResult": "1", "appliedLimit": "100"],
                "metadata": [
                    [
                        "creationDate": "2026-01-05T10:00:00Z", "changeDate": "2026-01-05T10:01:00Z", "key": "team",
                        "value": "b3Bz",
                    ]
                ],
            ])
        #expect(
            try await fixture.history(of: "robot")
                == ["user.metadata.set", "user.metadata.set", "user.metadata.set", "user.metadata.removed"])
    }

    @Test func `equal values change nothing`() async throws {
        expect(try await set([["key": "team", "value": "ZGV2"]]), .ok)
        fixture.api.clock.advance(by: .minutes(1))
        #expect(try await set([["key": "team", "value": "ZGV2"]]).json == ["setDate": "2026-01-05T10:00:00Z"])
        #expect(try await fixture.history(of: "robot") == ["user.metadata.set"])
    }

    @Test func `a value holds 500 000 bytes and not one more`() async throws {
        let value = Base64.encode([UInt8](repeating: 7, count: 500_000))
        expect(try await set([["key": "k", "value": .string(value)]]), .ok)
        let larger = Base64.encode([UInt8](repeating: 7, count: 500_001))
        expect(
            try await set([["key": "k", "value": .string(larger)]]), .badRequest,
            containing: "invalid Metadata.Value: value length must be at most 500000 bytes")
    }

    @Test func `keys are filtered, sorted by age and paged`() async throws {
        for key in ["team", "tea", "Tea"] {
            expect(try await set([["key": .string(key), "value": "eA=="]]), .ok)
            fixture.api.clock.advance(by: .minutes(1))
        }
        #expect(try await keys() == ["Tea", "tea", "team"])
        #expect(try await keys(["pagination": ["asc": true, "limit": 2]]) == ["team", "tea"])
        #expect(try await keys(["filters": [["keyFilter": ["key": "tea"]]]]) == ["tea"])
        #expect(
            try await keys([
                "filters": [
                    ["keyFilter": ["key": "te", "method": "TEXT_FILTER_METHOD_STARTS_WITH"]],
                    ["keyFilter": ["key": "m", "method": "TEXT_FILTER_METHOD_ENDS_WITH"]],
                ]
            ]) == ["team"])
    }

    @Test func `several keys go at once, all or none`() async throws {
        expect(try await set([["key": "a", "value": "eA=="], ["key": "b", "value": "eA=="]]), .ok)
        expect(
            try await fixture.call("DeleteUserMetadata", ["userId": "robot", "keys": ["a", "gone"]]), .notFound,
            containing: "One or more keys do not exist (META-2nnds)")
        #expect(try await keys(["pagination": ["asc": true]]) == ["a", "b"])
        let response = try await fixture.api.rest(.delete, "/v2/users/robot/metadata?keys=a&keys=b")
        #expect(try response.json == ["deletionDate": "2026-01-05T10:00:00Z"])
        #expect(try await keys() == [])
    }

    @Test(
        arguments: [
            ("SetUserMetadata", ["userId": "robot"], HTTPStatus.badRequest, "Metadata list is empty (META-9mm2d)"),
            (
                "SetUserMetadata", ["userId": "gone", "metadata": [["key": "k", "value": "eA=="]]], .badRequest,
                "User could not be found (COMMAND-uXHNj)"
            ),
            (
                "SetUserMetadata", ["userId": "robot", "metadata": [["value": "eA=="]]], .badRequest,
                "invalid Metadata.Key"
            ),
            ("SetUserMetadata", [:], .badRequest, "invalid SetUserMetadataRequest.UserId"),
            ("DeleteUserMetadata", ["userId": "robot"], .badRequest, "META-9mm2d"),
            ("DeleteUserMetadata", ["userId": "gone", "keys": ["k"]], .badRequest, "COMMAND-uXHNj"),
            ("DeleteUserMetadata", ["keys": ["k"]], .badRequest, "COMMAND-uXHNj"),
            (
                "DeleteUserMetadata", ["userId": "robot", "keys": [""]], .badRequest,
                "DeleteUserMetadataRequest.Keys[0]"
            ),
            ("DeleteUserMetadata", ["userId": "robot", "keys": ["k"]], .notFound, "META-2nnds"),
            (
                "ListUserMetadata", ["userId": "robot", "filters": [[:]]], .badRequest,
                "invalid MetadataSearchFilter.Filter: value is required"
            ),
            (
                "ListUserMetadata", ["userId": "robot", "pagination": ["limit": 1001]], .badRequest, "QUERY-4M0fs"
            ),
        ] as [(String, JSONValue, HTTPStatus, String)])
    func `a wrong call is refused`(
        method: String, message: JSONValue, status: HTTPStatus, text: String
    ) async throws {
        expect(try await fixture.call(method, message), status, containing: text)
    }

    @Test(arguments: ["other-owner", "nobody", "robot"])
    func `others and the user itself change nothing`(user: String) async throws {
        let entries: JSONValue = [["key": "k", "value": "eA=="]]
        expect(try await set(entries), .ok)
        expect(try await set(entries, as: user), .notFound, containing: "AUTHZ-cdgFk")
        expect(
            try await fixture.call("DeleteUserMetadata", ["userId": "robot", "keys": ["k"]], as: user), .notFound,
            containing: "AUTHZ-cdgFk")
    }

    @Test(arguments: [("acme-owner", 1), ("robot", 1), ("other-owner", 0), ("nobody", 0)])
    func `only what the caller may see is shown and counted`(user: String, count: Int) async throws {
        expect(try await set([["key": "k", "value": "eA=="]]), .ok)
        let response = try await fixture.call("ListUserMetadata", ["userId": "robot"], as: user)
        #expect(try response.json["metadata"]?.arrayValue?.count ?? 0 == count)
        #expect(try response.json["pagination"]?["totalResult"] == (count == 0 ? nil : "1"))
        #expect(try await fixture.call("ListUserMetadata", ["userId": "gone"], as: user).json["metadata"] == nil)
    }
}
