internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Composed queries")
struct QueryTests {
    static let filters: [(owner: String?, expected: [String])] = [
        (nil, ["a", "b", "c"]), ("x", ["a", "c"]), ("y", ["b"]), ("z", []),
    ]

    @Test func `parts number their own parameters`() {
        var query = SQLQuery("SELECT id FROM codes WHERE owner = $1", "o")
        query.append(" AND expires_at > $2 AND expires_at < $1", 20, 10)
        query.append(" AND id IN", list: ["a", "b"])
        query.append(" ORDER BY id")
        query.append(" LIMIT $1 OFFSET $2", 5, 0)
        #expect(
            query.text.description
                == "SELECT id FROM codes WHERE owner = $1 AND expires_at > $3 AND expires_at < $2"
                + " AND id IN ($4, $5) ORDER BY id LIMIT $6 OFFSET $7")
        #expect(
            query.values == [
                .text("o"), .integer(20), .integer(10), .text("a"), .text("b"), .integer(5), .integer(0),
            ])
    }

    @Test(arguments: StoreEngine.allCases, filters)
    func `a filter is there or not`(engine: StoreEngine, filter: (owner: String?, expected: [String])) async throws {
        let store = try await Store(engine)
        for (id, owner) in [("a", "x"), ("b", "y"), ("c", "x")] { try await store.insertCode(id, owner: owner) }
        let found = try await store.database.read { (tx) throws(DomainError) in
            var query = SQLQuery("SELECT id FROM codes WHERE expires_at > $1", 0)
            if let owner = filter.owner { query.append(" AND owner = $1", owner) }
            query.append(" ORDER BY id LIMIT $1 OFFSET $2", 100, 0)
            return try tx.all(query) { (row) throws(DomainError) in try row.text("id") }
        }
        #expect(found == filter.expected)
    }
}
