internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Where a text occurs in another")
struct TextPositionTests {
    /// As PostgreSQL answers, which is asked too.
    static let positions: [(text: String?, part: String?, Int64?)] = [
        ("abc", "a", 1), ("abc", "c", 3), ("abc", "bc", 2), ("abc", "abc", 1), ("abc", "abcd", 0), ("abc", "ac", 0),
        ("abc", "", 1), ("", "", 1), ("", "a", 0), (nil, "a", nil), ("a", nil, nil), (nil, "", nil), ("", nil, nil),
        (nil, nil, nil), ("abc", "B", 0), ("aab", "ab", 2), ("abab", "ab", 1),
        // No character means anything else than itself.
        ("a%b", "%", 2), ("ab", "%", 0), ("a_b", "_", 2), ("ab", "a_", 0), ("a\\b", "\\", 2), ("a'b", "'b", 2),
        ("a\nb", "\n", 2), ("*?[a]", "[", 3),
        // Characters are counted, not bytes, and not what people see as one.
        ("äöü", "ü", 3), ("äöü", "öü", 2), ("字字a", "a", 3), ("a👩🏽‍🚀b", "b", 6), ("e\u{301}", "\u{301}", 2),
        ("\u{E9}", "e\u{301}", 0), ("ß", "ss", 0), ("\u{FEFF}a", "a", 2),
        ("\u{7F}\u{80}\u{7FF}\u{800}\u{10FFFF}x", "x", 6),
        (String(repeating: "ä", count: 100_000) + "x", "x", 100_001), (String(repeating: "a", count: 5000), "ab", 0),
    ]

    private func ask(_ query: SQLQuery, _ store: Store) async throws -> Int64? {
        try await store.database.read { (tx) throws(DomainError) in
            try tx.first(query) { (row) throws(DomainError) in try row.optionalInteger("position") } ?? nil
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `it is told in characters from one on, the same by each engine`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        for (text, part, expected) in Self.positions {
            let query = SQLQuery("SELECT strpos(CAST($1 AS TEXT), CAST($2 AS TEXT)) AS position", text, part)
            #expect(try await ask(query, store) == expected, "\(text ?? "null") \(part ?? "null")")
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `columns are looked through, and changes may ask for it`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        for (id, owner) in [("a", "Grace"), ("b", "Ada"), ("c", "Radia")] {
            try await store.insertCode(id, owner: owner)
        }
        try await store.database.write { (tx) throws(DomainError) in
            try tx.execute("DELETE FROM codes WHERE strpos(lower(owner), $1) > 0", "ad")
        }
        #expect(try await store.codes() == ["a"])
    }

    /// What the service neither writes nor asks for, but a damaged or edited file could have.
    static let damaged: [(StaticString, Int64?)] = [
        ("SELECT strpos(CAST(X'6100FF62' AS TEXT), 'b') AS position", 4),
        ("SELECT strpos(CAST(X'80808062' AS TEXT), 'b') AS position", 1),
        ("SELECT strpos(CAST(X'61C3' AS TEXT), CAST(X'C3' AS TEXT)) AS position", 2),
        ("SELECT strpos('a', CAST(X'6100' AS TEXT)) AS position", 0),
        ("SELECT strpos(X'', '') AS position", 1), ("SELECT strpos(X'', X'00') AS position", 0),
        ("SELECT strpos(1203, 20) AS position", 2), ("SELECT strpos(NULL, 1) AS position", nil),
    ]

    @Test(arguments: damaged.indices)
    func `SQLite answers too for what is no proper text`(index: Int) async throws {
        let (statement, expected) = Self.damaged[index]
        let store = try await Store(.sqlite)
        #expect(try await ask(SQLQuery(statement), store) == expected)
    }
}
