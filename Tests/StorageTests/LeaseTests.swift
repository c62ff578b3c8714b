internal import Model
internal import Platform
internal import Storage
internal import TestSupport
internal import Testing

@Suite("What nodes share")
struct LeaseTests {
    @Test(arguments: StoreEngine.allCases)
    func `nodes that start at once get a number each`(engine: StoreEngine) async throws {
        let store = try await ServiceStore(engine)
        let numbers = try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await store.database.write { (tx) throws(DomainError) in try tx.countUp("starts") }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(numbers.sorted() == Array(1...20))
        #expect(try await store.database.write { (tx) throws(DomainError) in try tx.countUp("other") } == 1)
    }

    @Test(arguments: StoreEngine.allCases)
    func `of several nodes one runs a job, and the next when it has ended or died`(engine: StoreEngine) async throws {
        let store = try await ServiceStore(engine)
        let now = Timestamp(seconds: 1_767_607_200)
        let database = store.database
        let first = try await database.withLease("job", holder: "a", for: .minutes(5), at: now) {
            () throws(DomainError) in
            let second = try await database.withLease("job", holder: "b", for: .minutes(5), at: now) { "b" }
            #expect(second == nil)
            let other = try await database.withLease("other", holder: "b", for: .minutes(5), at: now) { "b" }
            #expect(other == "b")
            return "a"
        }
        #expect(first == "a")
        #expect(try await database.withLease("job", holder: "b", for: .minutes(5), at: now) { "b" } == "b")
        await #expect(throws: DomainError.internalFault) {
            try await database.withLease("job", holder: "a", for: .minutes(5), at: now) {
                () throws(DomainError) -> String in throw .internalFault
            }
        }
        #expect(try await database.withLease("job", holder: "b", for: .minutes(5), at: now) { "b" } == "b")
        try await database.write { (tx) throws(DomainError) in
            _ = try tx.takeLease("job", holder: "dead", until: now + .minutes(5), at: now)
        }
        let early = now + .minutes(5) - .milliseconds(1)
        #expect(try await database.withLease("job", holder: "b", for: .minutes(5), at: early) { "b" } == nil)
        let late = now + .minutes(5)
        #expect(try await database.withLease("job", holder: "b", for: .minutes(5), at: late) { "b" } == "b")
    }
}

/// An empty store with the schema of the service.
private struct ServiceStore {
    let place: StorePlace
    let database: Database

    init(_ engine: StoreEngine) async throws {
        place = try await StorePlace(engine)
        database = try Database(place.driver(), ids: IDGenerator(clock: Store.clock, node: 1), log: .none)
        _ = try await database.migrate(at: Store.clock.now())
    }
}
