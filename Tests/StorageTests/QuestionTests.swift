internal import Model
internal import Platform
internal import SQL
internal import SQLite
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Questions asked together")
struct QuestionTests {
    private func owner(of id: String, _ decoded: DecodeCount? = nil) -> Query<String?> {
        .first("SELECT owner FROM codes WHERE id = $1", id) { (row) throws(DomainError) in
            decoded?.increment()
            return try row.text("owner")
        }
    }

    private func codes(of owner: String) -> Query<[String]> {
        .all("SELECT id FROM codes WHERE owner = $1 ORDER BY id", owner) { (row) throws(DomainError) in
            try row.text("id")
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `each question gets its own answer`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        for (id, owner) in [("a", "x"), ("b", "y"), ("c", "x")] { try await store.insertCode(id, owner: owner) }
        let both = try await store.database.read(owner(of: "b").and(codes(of: "x")).map { "\($0 ?? "") \($1)" })
        #expect(both == "y [\"a\", \"c\"]")
        #expect(try await store.database.read(owner(of: "none")) == nil)
        #expect(try await store.database.read(codes(of: "none")) == [])
        #expect(try await store.database.read(Query(answer: 5).and(owner(of: "a"))) == (5, "x"))
    }

    @Test(arguments: StoreEngine.allCases)
    func `an answer includes every change that was acknowledged before`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        try await store.insertCode("a", owner: "0")
        for round in 1...50 {
            #expect(try await store.database.read(owner(of: "a")) == "\(round - 1)")
            #expect(try await store.database.read(owner(of: "a")) == "\(round - 1)")
            try await store.database.write { (tx) throws(DomainError) in
                try tx.execute("UPDATE codes SET owner = $1 WHERE id = 'a'", "\(round)")
            }
            #expect(try await store.database.read(owner(of: "a")) == "\(round)")
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `inside of a transaction a question sees the changes before it`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        let question = owner(of: "a")
        let seen = try await store.database.write { (tx) throws(DomainError) -> [String?] in
            let before = try tx.answer(to: question)
            try tx.insertCode("a", owner: "x")
            return [before, try tx.answer(to: question)]
        }
        #expect(seen == [nil, "x"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a question that cannot be answered fails, and the next one does not`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        let wrong: Query<[Int64]> = .all("SELECT id FROM codes") { (row) throws(DomainError) in try row.integer("id") }
        try await store.insertCode("a", owner: "x")
        await #expect(throws: DomainError.self) { try await store.database.read(wrong) }
        #expect(try await store.database.read(owner(of: "a")) == "x")
    }

    @Test func `SQLite answers again from memory while nothing was committed`() async throws {
        let store = try await Store(.sqlite)
        let decoded = DecodeCount()
        let question = owner(of: "a", decoded)
        try await store.insertCode("a", owner: "x")
        // A snapshot ends by itself after a while, so a few answers may be read anew.
        for _ in 0..<1000 { #expect(try await store.database.read(question) == "x") }
        #expect(decoded.value < 500)
        let before = decoded.value
        try await store.insertCode("b")
        #expect(try await store.database.read(question) == "x")
        #expect(decoded.value == before + 1)
    }
}

private final class DecodeCount: Sendable {
    private let count = Atomic<Int>(0)

    func increment() { count.wrappingAdd(1, ordering: .relaxed) }

    var value: Int { count.load(ordering: .relaxed) }
}
