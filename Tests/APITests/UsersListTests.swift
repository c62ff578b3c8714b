internal import HTTP
internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("UserService/ListUsers")
struct UsersListTests {
    static let everybody = [
        "acme-owner", "donald", "minnie", "nobody", "other-owner", "other-robot", "robot", "root",
    ]

    let fixture: UsersFixture

    init() async throws {
        fixture = try await UsersFixture()
        let now = fixture.api.clock.now
        let donald = Human(
            givenName: "Donald", familyName: "duck", nickName: "don_1%", displayName: "D. Duck",
            email: "Donald@Duck.example", isEmailVerified: false, phone: "+41791234567")
        try await fixture.api.database.write { (tx) throws(DomainError) in
            try tx.insert(
                User(
                    id: "donald", organizationID: "acme", username: "Donald", kind: .human(donald),
                    tokensValidFrom: now, createdAt: now + .hours(1), changedAt: now))
        }
        try await fixture.setState(.locked, of: "donald")
        for (user, key, value) in [("robot", "team", "dev"), ("robot", "tier", "ops"), ("minnie", "team", "ops")] {
            try await fixture.api.database.write { (tx) throws(DomainError) in
                try tx.setMetadata(
                    key, Array(value.utf8), of: User.ID(user), sequence: 1, at: now, missing: .internalFault)
            }
        }
    }

    private func list(_ message: JSONValue, as user: String = "root") async throws -> [String] {
        let response = try await fixture.call("ListUsers", message, as: user)
        expect(response, .ok)
        return try response.json["result"]?.arrayValue?.compactMap { $0["userId"]?.stringValue } ?? []
    }

    static let filters: [(JSONValue, [String])] = [
        (["userNameQuery": ["userName": "Donald"]], ["donald"]),
        (["userNameQuery": ["userName": "donald"]], []),
        (["userNameQuery": ["userName": "donald", "method": "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"]], ["donald"]),
        (
            ["userNameQuery": ["userName": "other", "method": "TEXT_QUERY_METHOD_STARTS_WITH"]],
            ["other-owner", "other-robot"]
        ),
        (["loginNameQuery": ["loginName": "OWNER", "method": 7]], ["acme-owner", "other-owner"]),
        (["firstNameQuery": ["firstName": "Min", "method": "TEXT_QUERY_METHOD_CONTAINS"]], ["minnie"]),
        (["lastNameQuery": ["lastName": "DUCK", "method": "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"]], ["donald"]),
        (["nickNameQuery": ["nickName": "_1%", "method": "TEXT_QUERY_METHOD_ENDS_WITH"]], ["donald"]),
        (["nickNameQuery": ["nickName": "%", "method": "TEXT_QUERY_METHOD_STARTS_WITH"]], []),
        (["displayNameQuery": ["displayName": "Minnie Mouse"]], ["minnie"]),
        (
            ["emailQuery": ["emailAddress": "duck.example", "method": "TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE"]],
            ["donald"]
        ),
        // Nothing in a text is a pattern.
        (["nickNameQuery": ["nickName": "N_1", "method": 5]], ["donald"]),
        (["nickNameQuery": ["nickName": "d_n", "method": 5]], []),
        (["nickNameQuery": ["nickName": "n%1", "method": 5]], []),
        (["nickNameQuery": ["nickName": #"n\1"#, "method": 5]], []),
        (["nickNameQuery": ["nickName": "_1_", "method": 7]], []),
        (["emailQuery": ["emailAddress": "donald@D", "method": 3]], ["donald"]),
        (["emailQuery": ["emailAddress": "donald@D", "method": 2]], []),
        (["emailQuery": ["emailAddress": "onald", "method": 3]], []),
        (["phoneQuery": ["number": "+4179", "method": "TEXT_QUERY_METHOD_STARTS_WITH"]], ["donald"]),
        // Who has no number is like a machine user, whom no number is unlike.
        (["phoneQuery": ["number": ""]], []), (["phoneQuery": ["number": "", "method": 2]], ["donald"]),
        (["notQuery": ["query": ["phoneQuery": ["number": "+41780000000"]]]], ["donald"]),
        (["notQuery": ["query": ["phoneQuery": ["number": "+4179", "method": 2]]]], []),
        (["stateQuery": ["state": "USER_STATE_LOCKED"]], ["donald"]),
        (["stateQuery": ["state": "USER_STATE_DELETED"]], []),
        (["stateQuery": [:]], []),
        (["typeQuery": ["type": "TYPE_HUMAN"]], ["donald", "minnie"]),
        (["typeQuery": ["type": 2]], ["acme-owner", "nobody", "other-owner", "other-robot", "robot", "root"]),
        (["typeQuery": ["type": "TYPE_UNSPECIFIED"]], []),
        (["inUserIdsQuery": ["userIds": ["robot", "minnie", "gone"]]], ["minnie", "robot"]),
        (["inUserEmailsQuery": ["userEmails": ["Donald@Duck.example", "MINI@mouse.example"]]], ["donald"]),
        (["organizationIdQuery": ["organizationId": "other"]], ["other-owner", "other-robot"]),
        (["metadataKeyFilter": ["key": "te", "method": "TEXT_FILTER_METHOD_STARTS_WITH"]], ["minnie", "robot"]),
        (["metadataKeyFilter": ["key": "ea", "method": "TEXT_FILTER_METHOD_CONTAINS"]], ["minnie", "robot"]),
        (["metadataValueFilter": ["value": "b3Bz"]], ["minnie", "robot"]),
        (["metadataValueFilter": ["value": "b3Bz", "method": "BYTE_FILTER_METHOD_NOT_EQUALS"]], ["robot"]),
        // Key and value of one entry.
        (
            [
                "andQuery": [
                    "queries": [["metadataKeyFilter": ["key": "team"]], ["metadataValueFilter": ["value": "b3Bz"]]]
                ]
            ],
            ["minnie"]
        ),
        (
            [
                "orQuery": [
                    "queries": [
                        ["userNameQuery": ["userName": "robot"]], ["firstNameQuery": ["firstName": "Minnie"]],
                    ]
                ]
            ], ["minnie", "robot"]
        ),
        (["notQuery": ["query": ["typeQuery": ["type": "TYPE_MACHINE"]]]], ["donald", "minnie"]),
        // A machine has no e-mail address that could be another one.
        (["notQuery": ["query": ["emailQuery": ["emailAddress": "mini@mouse.example"]]]], ["donald"]),
        (["notQuery": ["query": ["emailQuery": ["emailAddress": "MINI", "method": 3]]]], ["donald"]),
        (["notQuery": ["query": ["emailQuery": ["emailAddress": "MINI@", "method": 5]]]], ["donald"]),
        (["notQuery": ["query": ["nickNameQuery": ["nickName": "n_1", "method": 5]]]], ["minnie"]),
        (["notQuery": ["query": ["inUserEmailsQuery": ["userEmails": ["mini@mouse.example"]]]]], ["donald"]),
    ]

    @Test(arguments: filters)
    func `each query selects its users`(query: JSONValue, expected: [String]) async throws {
        #expect(try await list(["queries": [query], "query": ["asc": true]]) == expected)
    }

    @Test func `queries of the list all hold, and those about metadata for one entry`() async throws {
        #expect(
            try await list([
                "queries": [
                    ["typeQuery": ["type": "TYPE_MACHINE"]], ["organizationIdQuery": ["organizationId": "acme"]],
                    ["metadataKeyFilter": ["key": "team"]], ["metadataValueFilter": ["value": "b3Bz"]],
                ]
            ]) == [])
        #expect(
            try await list([
                "queries": [["metadataKeyFilter": ["key": "tier"]], ["metadataValueFilter": ["value": "b3Bz"]]]
            ]) == ["robot"])
    }

    @Test(
        arguments: [
            ("root", everybody), ("acme-owner", ["acme-owner", "donald", "minnie", "nobody", "robot", "root"]),
            ("other-owner", ["other-owner", "other-robot"]), ("robot", ["robot"]), ("nobody", ["nobody"]),
        ])
    func `only what the caller may see is shown and counted`(user: String, expected: [String]) async throws {
        let response = try await fixture.call("ListUsers", ["query": ["asc": true]], as: user)
        #expect(try response.json["result"]?.arrayValue?.map { $0["userId"]?.stringValue } == expected)
        #expect(try response.json["details"]?["totalResult"] == .string("\(expected.count)"))
        let all = try await list(["queries": [["inUserIdsQuery": ["userIds": ["other-robot"]]]]], as: user)
        #expect(all == (expected.contains("other-robot") ? ["other-robot"] : []))
    }

    @Test func `an alternative cannot widen what is visible`() async throws {
        let any: JSONValue = [
            "queries": [
                [
                    "orQuery": [
                        "queries": [["typeQuery": ["type": 1]], ["notQuery": ["query": ["typeQuery": ["type": 1]]]]]
                    ]
                ]
            ]
        ]
        #expect(try await list(any, as: "nobody") == ["nobody"])
    }

    @Test func `the page is cut, the count is not, and the order is by identifier downwards`() async throws {
        let response = try await fixture.api.rest(
            .post, "/v2/users", ["query": ["offset": "1", "limit": 2]], as: "root")
        #expect(
            try response.json["result"]?.arrayValue?.map { $0["userId"]?.stringValue } == ["robot", "other-robot"])
        #expect(
            try response.json["details"] == ["totalResult": "8", "timestamp": "2026-01-05T10:00:00Z"])
    }

    @Test(
        arguments: [
            ("USER_FIELD_NAME_USER_NAME", everybody), ("USER_FIELD_NAME_UNSPECIFIED", everybody),
            (
                "USER_FIELD_NAME_FIRST_NAME",
                ["donald", "minnie"] + everybody.filter { !["donald", "minnie"].contains($0) }
            ),
            (
                "USER_FIELD_NAME_LAST_NAME",
                ["donald", "minnie"] + everybody.filter { !["donald", "minnie"].contains($0) }
            ),
            (
                "USER_FIELD_NAME_NICK_NAME",
                ["minnie", "donald"] + everybody.filter { !["donald", "minnie"].contains($0) }
            ),
            (
                "USER_FIELD_NAME_DISPLAY_NAME",
                ["donald", "minnie"] + everybody.filter { !["donald", "minnie"].contains($0) }
            ),
            ("USER_FIELD_NAME_EMAIL", ["donald", "minnie"] + everybody.filter { !["donald", "minnie"].contains($0) }),
            ("USER_FIELD_NAME_STATE", everybody.filter { $0 != "donald" } + ["donald"]),
            ("USER_FIELD_NAME_TYPE", ["donald", "minnie"] + everybody.filter { !["donald", "minnie"].contains($0) }),
            ("USER_FIELD_NAME_CREATION_DATE", everybody.filter { $0 != "donald" } + ["donald"]),
        ] as [(String, [String])])
    func `each column sorts, both ways`(column: String, expected: [String]) async throws {
        let ascending: JSONValue = ["sortingColumn": .string(column), "query": ["asc": true]]
        #expect(try await list(ascending) == expected)
        #expect(try await list(["sortingColumn": .string(column)]) == expected.reversed())
        for offset in 0...expected.count {
            for (isAscending, all) in [(true, expected), (false, expected.reversed())] {
                let response = try await fixture.call(
                    "ListUsers",
                    [
                        "sortingColumn": .string(column),
                        "query": ["asc": .bool(isAscending), "offset": .integer(Int64(offset)), "limit": 3],
                    ])
                let page = try response.json["result"]?.arrayValue?.compactMap { $0["userId"]?.stringValue } ?? []
                #expect(page == Array(all.dropFirst(offset).prefix(3)), "from \(offset)")
                #expect(try response.json["details"]?["totalResult"] == .string("\(all.count)"))
            }
        }
    }

    /// A query inside `levels` negations.
    private static func nested(_ levels: Int) -> JSONValue {
        (0..<levels).reduce(["typeQuery": ["type": 1]]) { inner, _ in ["notQuery": ["query": inner]] }
    }

    private static func nestedLists(_ levels: Int) -> JSONValue {
        (0..<levels).reduce(["typeQuery": ["type": 1]]) { inner, _ in ["orQuery": ["queries": [inner]]] }
    }

    @Test func `queries nest twenty levels deep`() async throws {
        #expect(try await list(["queries": [Self.nested(20)], "query": ["asc": true]]) == ["donald", "minnie"])
        #expect(try await list(["queries": [Self.nestedLists(20)], "query": ["asc": true]]) == ["donald", "minnie"])
        for query in [21, 26, 60].flatMap({ [Self.nested($0), Self.nestedLists($0)] }) {
            expect(
                try await fixture.call("ListUsers", ["queries": [query]]), .badRequest,
                containing: "Too many query nesting levels (Max 20) (USER-zsQ97)")
        }
        expect(
            try await fixture.call("ListUsers", ["queries": [Self.nestedLists(70)]]), .badRequest,
            containing: "nested too deeply")
    }

    @Test func `the longest search that is accepted is answered`() async throws {
        let names = (0..<499).map { JSONValue.object(["userNameQuery": ["userName": .string("u\($0)"), "method": 4]]) }
        #expect(try await list(["queries": [["orQuery": ["queries": .array(names)]]]]) == [])
        let ids = JSONValue.array((0..<5000).map { .string("u\($0)") })
        #expect(try await list(["queries": [["inUserIdsQuery": ["userIds": ids]]]]) == [])
    }

    @Test(
        arguments: [
            (["queries": [[:]]], "invalid SearchQuery.Query: value is required"),
            (["queries": [["userNameQuery": ["userName": "x"], "typeQuery": [:]]]], "oneof"),
            (["queries": [["userNameQuery": [:]]]], "invalid UserNameQuery.UserName: value length must be between"),
            (["queries": [["orQuery": [:]]]], "invalid OrQuery.Queries: value must contain at least 1 item(s)"),
            (["queries": [["andQuery": ["queries": []]]]], "invalid AndQuery.Queries"),
            (["queries": [["notQuery": [:]]]], "invalid NotQuery.Query: value is required"),
            (["queries": [["inUserIdsQuery": [:]]]], "UserIds: value must contain at least 1 item(s)"),
            (["queries": [["stateQuery": ["state": 9]]]], "value must be one of the defined enum values"),
            (["queries": [["phoneQuery": ["number": "123456789012345678901"]]]], "at most 20 runes"),
            (["sortingColumn": 10], "value must be one of the defined enum values"),
            (["query": ["limit": 1001]], "Limit exceeded (QUERY-4M0fs)"),
            (["queries": .array(.init(repeating: ["typeQuery": ["type": 1]], count: 501))], "too many queries"),
            (
                ["queries": [["inUserIdsQuery": ["userIds": .array(.init(repeating: "x", count: 5001))]]]],
                "too many values"
            ),
        ] as [(JSONValue, String)])
    func `a wrong search is refused`(message: JSONValue, text: String) async throws {
        expect(try await fixture.call("ListUsers", message), .badRequest, containing: text)
    }
}
