internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Migrations")
struct MigratorTests {
    static let first = Migration(1, "first", Array("CREATE TABLE one (id TEXT PRIMARY KEY);".utf8))
    static let second = Migration(
        2, "second", Array("CREATE TABLE two (id TEXT PRIMARY KEY); INSERT INTO two (id) VALUES ('x');".utf8))
    static let now = Timestamp(milliseconds: 5)

    private func open(_ place: StorePlace) throws -> Database {
        try Database(place.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
    }

    @Test(arguments: StoreEngine.allCases)
    func `each migration is applied once, in order`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try open(place)
        #expect(try await database.migrate([Self.first], at: Self.now).map(\.name) == ["first"])
        #expect(try await database.migrate([Self.first, Self.second], at: Self.now).map(\.name) == ["second"])
        #expect(try await database.migrate([Self.first, Self.second], at: Self.now).isEmpty)
    }

    @Test(arguments: StoreEngine.allCases)
    func `an edited migration is refused`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try open(place)
        _ = try await database.migrate([Self.first], at: Self.now)
        let edited = Migration(1, "first", Array("CREATE TABLE one (id TEXT PRIMARY KEY); ".utf8))
        await #expect(throws: MigrationError.changed(version: 1, name: "first")) {
            try await database.migrate([edited, Self.second], at: Self.now)
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `a newer schema is refused`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try open(place)
        _ = try await database.migrate([Self.first, Self.second], at: Self.now)
        await #expect(throws: MigrationError.newerSchema(found: 2, known: 1)) {
            try await database.migrate([Self.first], at: Self.now)
        }
    }

    @Test(
        arguments: StoreEngine.allCases,
        [
            "CREATE TABLE two (id TEXT PRIMARY KEY); INSERT INTO two (id) VALUES ('x'), ('x');",
            "CREATE TABLE two (id TEXT PRIMARY KEY); nonsense;", "CREATE TABLE two (id TEXT); COMMIT;",
        ])
    func `a failed migration leaves the store as it was`(engine: StoreEngine, script: String) async throws {
        let place = try await StorePlace(engine)
        let database = try open(place)
        let error = await #expect(throws: MigrationError.self) {
            try await database.migrate([Self.first, Migration(2, "bad", Array(script.utf8))], at: Self.now)
        }
        #expect(error?.description.hasPrefix("migration 2 (bad) failed and was undone") == true)
        #expect(try await database.migrate([Self.first, Self.second], at: Self.now).map(\.name) == ["second"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `several processes may start at once`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<10 {
                group.addTask {
                    // A database of its own, as another process would have.
                    let database = try open(place)
                    return try await database.migrate([Self.first, Self.second], at: Self.now).map(\.name)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == ["first", "second"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `the schema of the service can be made`(engine: StoreEngine) async throws {
        let place = try await StorePlace(engine)
        let database = try open(place)
        #expect(try await database.migrate(at: Self.now).map(\.version) == Migration.all.map(\.version))
        #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
        #expect(try await database.integrityCheck() == [])
    }
}
