internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Audit events, leases, clean-up")
struct RecordTests {
    private func makeDatabase(_ place: StorePlace) async throws -> Database {
        let database = try Database(
            place.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        _ = try await database.migrate(at: Store.clock.now())
        return database
    }

    @Test(arguments: StoreEngine.allCases)
    func `events of one object are numbered from one without a gap`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try await makeDatabase(place)
        let sequences = try await withThrowingTaskGroup(of: (String, Int64).self) { group in
            for number in 0..<60 {
                let id = number.isMultiple(of: 2) ? "even" : "odd"
                group.addTask {
                    let sequence = try await database.write { (tx) throws(DomainError) in
                        try tx.record(
                            AuditEvent(.user, id, organization: nil, "user.changed", payload: ["n": .integer(1)]),
                            by: "actor", at: Store.clock.now())
                    }
                    return (id, sequence)
                }
            }
            return try await group.reduce(into: [String: [Int64]]()) { $0[$1.0, default: []].append($1.1) }
        }
        #expect(sequences["even"]?.sorted() == Array(1...30))
        #expect(sequences["odd"]?.sorted() == Array(1...30))
    }

    @Test(arguments: StoreEngine.allCases)
    func `a lease has one holder until it ends`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try await makeDatabase(place)
        @Sendable func take(_ holder: String, until end: Int64, at now: Int64) async throws(DomainError) -> Bool {
            try await database.write { (tx) throws(DomainError) in
                try tx.takeLease(
                    "sweep", holder: holder, until: Timestamp(milliseconds: end), at: Timestamp(milliseconds: now))
            }
        }
        #expect(try await take("a", until: 100, at: 0))
        #expect(try await !take("b", until: 150, at: 50))
        #expect(try await take("a", until: 200, at: 90))
        #expect(try await !take("b", until: 250, at: 199))
        #expect(try await take("b", until: 300, at: 200))
        try await database.write { (tx) throws(DomainError) in try tx.releaseLease("sweep", holder: "a") }
        #expect(try await !take("a", until: 400, at: 250))
        try await database.write { (tx) throws(DomainError) in try tx.releaseLease("sweep", holder: "b") }
        #expect(try await take("a", until: 400, at: 250))
    }

    @Test(arguments: StoreEngine.allCases)
    func `of many that reach for a free lease one gets it`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try await makeDatabase(place)
        let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    try await database.write { (tx) throws(DomainError) in
                        try tx.takeLease(
                            "job", holder: "\(number)", until: Timestamp(milliseconds: 100),
                            at: Timestamp(milliseconds: 1))
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(winners == 1)
    }

    @Test(arguments: StoreEngine.allCases, [1, 7, 30, 1000])
    func `clean-up removes what has expired and nothing else`(engine: StoreEngine, batch: Int) async throws {
        let store = try await Store(engine)
        try await store.database.write { (tx) throws(DomainError) in
            for number in Int64(0)..<60 { try tx.insertCode("\(number)", expiresAt: number) }
        }
        let removed = try await store.database.sweep(
            "DELETE FROM codes WHERE id IN (SELECT id FROM codes WHERE expires_at <= $1 LIMIT $2)",
            at: Timestamp(milliseconds: 29), batch: batch)
        #expect(removed == 30)
        #expect(try await store.codes() == (30..<60).map(String.init))
    }
}
