internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Constraints")
struct ConstraintTests {
    static let conflict = DomainError(.alreadyExists, "TEST-Conflict", "conflict")
    static let missing = DomainError(.notFound, "TEST-Missing", "missing")

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statement: SQLText
        let error: DomainError
        let isLogged: Bool
    }

    static let rows: [Row] = [
        Row(
            testDescription: "a primary key that exists",
            statement: "INSERT INTO codes (id, owner, expires_at) VALUES ('a', 'x', 1)", error: conflict,
            isLogged: false),
        Row(
            testDescription: "a reference to nothing", statement: "INSERT INTO samples (id, code_id) VALUES (9, 'z')",
            error: missing, isLogged: false),
        Row(
            testDescription: "a row that is referred to", statement: "DELETE FROM codes WHERE id = 'a'",
            error: missing, isLogged: false),
        Row(
            testDescription: "a null", statement: "INSERT INTO codes (id, expires_at) VALUES ('b', 1)",
            error: .internalFault, isLogged: true),
        Row(
            testDescription: "a check", statement: "INSERT INTO samples (id, word) VALUES (9, 'forbidden')",
            error: .internalFault, isLogged: true),
        Row(
            testDescription: "no such table", statement: "DELETE FROM nothing", error: .internalFault, isLogged: true),
    ]

    @Test(arguments: StoreEngine.allCases, rows)
    func `a refused change is the error that the statement names`(engine: StoreEngine, row: Row) async throws {
        let lines = LogLines()
        let store = try await Store(engine, log: lines.log)
        try await store.database.write { (tx) throws(DomainError) in
            try tx.insertCode("a")
            try tx.execute("INSERT INTO samples (id, code_id) VALUES (1, 'a')")
        }
        await #expect(throws: row.error) {
            try await store.database.write { (tx) throws(DomainError) in
                try tx.execute(row.statement, conflict: Self.conflict, missing: Self.missing)
            }
        }
        #expect(lines.all.count == (row.isLogged ? 1 : 0))
    }

    @Test(arguments: StoreEngine.allCases)
    func `without a name for it a conflict is an internal error`(engine: StoreEngine) async throws {
        let lines = LogLines()
        let store = try await Store(engine, log: lines.log)
        try await store.insertCode("a")
        await #expect(throws: DomainError.internalFault) {
            try await store.database.write { (tx) throws(DomainError) in
                try tx.execute(
                    "INSERT INTO codes (id, owner, expires_at) VALUES ($1, $2, 1)", "a", "hidden-value")
            }
        }
        #expect(lines.all.count == 1)
        #expect(lines.all.allSatisfy { $0.contains("constraint.unique") && !$0.contains("hidden-value") })
    }

    @Test(
        arguments: StoreEngine.allCases,
        [
            ("SELECT id FROM codes WHERE id = $1", 0), ("SELECT id FROM codes", 1),
            ("SELECT id FROM codes WHERE id = $2", 1),
        ]
            as [(SQLText, Int)])
    func `values and parameters must match`(engine: StoreEngine, row: (SQLText, Int)) async throws {
        let store = try await Store(engine)
        await #expect(throws: DomainError.internalFault) {
            try await store.database.read { (tx) throws(DomainError) in
                row.1 == 0 ? try tx.execute(row.0) : try tx.execute(row.0, "a")
            }
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `a change tells how many rows it touched`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        for id in ["a", "b", "c"] { try await store.insertCode(id) }
        let counts = try await store.database.write { (tx) throws(DomainError) in
            [
                try tx.execute("UPDATE codes SET owner = $1 WHERE id <> $2", "x", "a"),
                try tx.execute("UPDATE codes SET owner = $1 WHERE id = $2", "x", "z"),
                try tx.execute("DELETE FROM codes"),
                try tx.execute("DELETE FROM codes"),
            ]
        }
        #expect(counts == [2, 0, 3, 0])
    }

    @Test(arguments: StoreEngine.allCases)
    func `the first row of a change with RETURNING does not cut the change short`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        for id in ["a", "b", "c"] { try await store.insertCode(id) }
        _ = try await store.database.write { (tx) throws(DomainError) in
            try tx.first("UPDATE codes SET owner = 'new' RETURNING id") { (row) throws(DomainError) in
                try row.text("id")
            }
        }
        let owners = try await store.database.read { (tx) throws(DomainError) in
            try tx.all("SELECT owner FROM codes") { (row) throws(DomainError) in try row.text("owner") }
        }
        #expect(owners == ["new", "new", "new"])
    }
}
