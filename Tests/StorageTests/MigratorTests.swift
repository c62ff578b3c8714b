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

    private func open(_ engine: Engine, _ directory: TemporaryDirectory) throws -> Database {
        try Database(engine.driver(in: directory), ids: IDGenerator(clock: Store.clock), log: .none)
    }

    @Test(arguments: Engine.allCases)
    func `each migration is applied once, in order`(engine: Engine) async throws {
        let directory = try TemporaryDirectory()
        let database = try open(engine, directory)
        #expect(try await database.migrate([Self.first], at: Self.now).map(\.name) == ["first"])
        #expect(try await database.migrate([Self.first, Self.second], at: Self.now).map(\.name) == ["second"])
        #expect(try await database.migrate([Self.first, Self.second], at: Self.now).isEmpty)
    }

    @Test(arguments: Engine.allCases)
    func `an edited migration is refused`(engine: Engine) async throws {
        let directory = try TemporaryDirectory()
        let database = try open(engine, directory)
        _ = try await database.migrate([Self.first], at: Self.now)
        let edited = Migration(1, "first", Array("CREATE TABLE one (id TEXT PRIMARY KEY); ".utf8))
        await #expect(throws: MigrationError.changed(version: 1, name: "first")) {
            try await database.migrate([edited, Self.second], at: Self.now)
        }
    }

    @Test(arguments: Engine.allCases)
    func `a newer schema is refused`(engine: Engine) async throws {
        let directory = try TemporaryDirectory()
        let database = try open(engine, directory)
        _ = try await database.migrate([Self.first, Self.second], at: Self.now)
        await #expect(throws: MigrationError.newerSchema(found: 2, known: 1)) {
            try await database.migrate([Self.first], at: Self.now)
        }
    }

    @Test(
        arguments: Engine.allCases,
        [
            "CREATE TABLE two (id TEXT PRIMARY KEY); INSERT INTO two (id) VALUES ('x'), ('x');",
            "CREATE TABLE two (id TEXT PRIMARY KEY); nonsense;", "CREATE TABLE two (id TEXT); COMMIT;",
        ])
    func `a failed migration leaves the store as it was`(engine: Engine, script: String) async throws {
        let directory = try TemporaryDirectory()
        let database = try open(engine, directory)
        let error = await #expect(throws: MigrationError.self) {
            try await database.migrate([Self.first, Migration(2, "bad", Array(script.utf8))], at: Self.now)
        }
        #expect(error?.description.hasPrefix("migration 2 (bad) failed and was undone") == true)
        #expect(try await database.migrate([Self.first, Self.second], at: Self.now).map(\.name) == ["second"])
    }

    @Test(arguments: Engine.allCases)
    func `several processes may start at once`(engine: Engine) async throws {
        let directory = try TemporaryDirectory()
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    // A database of its own, as another process would have.
                    let database = try open(engine, directory)
                    return try await database.migrate([Self.first, Self.second], at: Self.now).map(\.name)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == ["first", "second"])
    }

    @Test(arguments: Engine.allCases)
    func `the schema of the service can be made`(engine: Engine) async throws {
        let directory = try TemporaryDirectory()
        let database = try open(engine, directory)
        #expect(try await database.migrate(at: Self.now).map(\.version) == Migration.all.map(\.version))
        #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
        #expect(try await database.integrityCheck() == [])
    }
}
