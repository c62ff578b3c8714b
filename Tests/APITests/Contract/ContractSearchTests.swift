internal import Platform
internal import TestSupport
internal import Testing

@Suite("UserService/ListUsers: every text query with every method")
struct ContractSearchTests {
    /// Texts in which other systems see more than characters.
    private static let texts = [
        "Anna", "anna", "ANNABELLE", "Joanna", "a%na", "a_na", #"a\na"#, "änna", "ÄNNA", "*", "'; --", "日本",
    ]
    private static let searched = [
        "anna", "ANNA", "a%na", "a_na", #"\n"#, "%", "_", "*", "ä", "Änn", "日", "'", "n", "nobody",
    ]

    /// Only ASCII letters are the same in upper and lower case.
    private static func fold(_ text: String) -> String {
        String(text.flatMap { $0.isASCII ? $0.lowercased() : String($0) })
    }

    /// What each method means, said once more and independently.
    private static let methods: [(name: String, holds: @Sendable (_ value: String, _ text: String) -> Bool)] = [
        ("EQUALS", { $0 == $1 }), ("EQUALS_IGNORE_CASE", { fold($0) == fold($1) }),
        ("STARTS_WITH", { $0.hasPrefix($1) }),
        ("STARTS_WITH_IGNORE_CASE", { fold($0).hasPrefix(fold($1)) }),
        ("CONTAINS", { $0.contains($1) }), ("CONTAINS_IGNORE_CASE", { fold($0).contains(fold($1)) }),
        ("ENDS_WITH", { $0.hasSuffix($1) }), ("ENDS_WITH_IGNORE_CASE", { fold($0).hasSuffix(fold($1)) }),
    ]

    private static let fixture = Task {
        let fixture = try await UsersFixture()
        for (index, text) in texts.enumerated() {
            let metadata: JSONValue = [["key": .string(text), "value": "AA=="]]
            try await fixture.addHuman(
                "p\(index)",
                [
                    "profile": [
                        "givenName": .string(text), "familyName": .string(text), "nickName": .string(text),
                        "displayName": .string(text),
                    ]
                ], password: nil)
            _ = try await fixture.call("SetUserMetadata", ["userId": .string("p\(index)"), "metadata": metadata])
        }
        return fixture
    }

    @Test(
        arguments: [
            ("firstNameQuery", "firstName"), ("lastNameQuery", "lastName"), ("nickNameQuery", "nickName"),
            ("displayNameQuery", "displayName"), ("metadataKeyFilter", "key"),
        ])
    func `no character means anything but itself`(query: String, member: String) async throws {
        let fixture = try await Self.fixture.value
        let prefix = query == "metadataKeyFilter" ? "TEXT_FILTER_METHOD" : "TEXT_QUERY_METHOD"
        let people = Self.texts.indices.map { JSONValue.string("p\($0)") }
        for (number, method) in Self.methods.enumerated() {
            for text in Self.searched {
                let expected = Self.texts.indices.filter { method.holds(Self.texts[$0], text) }.map { "p\($0)" }
                for name: JSONValue in [.string("\(prefix)_\(method.name)"), .integer(Int64(number))] {
                    let condition = FieldPath("\(query).\(member)")
                        .set(.string(text), in: FieldPath("\(query).method").set(name, in: [:]))
                    let response = try await fixture.call(
                        "ListUsers", ["queries": [["inUserIdsQuery": ["userIds": .array(people)]], condition]])
                    let found = try response.json["result"]?.arrayValue?.compactMap { $0["userId"]?.stringValue } ?? []
                    #expect(Set(found) == Set(expected), "\(method.name) \(text)")
                }
            }
        }
    }
}
