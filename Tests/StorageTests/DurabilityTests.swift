internal import Foundation
internal import Glibc
internal import Model
internal import Platform
internal import SQL
internal import SQLite
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Durability")
struct DurabilityTests {
    /// Each transaction adds a pair; half a pair after the crash would be a torn transaction.
    private struct Survivors {
        let lefts: Set<String>
        let rights: Set<String>
    }

    private func survivors(of database: Database) async throws -> Survivors {
        let ids = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM codes") { (row) throws(DomainError) in try row.text("id") }
        }
        return Survivors(
            lefts: Set(ids.filter { $0.hasPrefix("left-") }.map { String($0.dropFirst(5)) }),
            rights: Set(ids.filter { $0.hasPrefix("right-") }.map { String($0.dropFirst(6)) }))
    }

    // One after another: the child reads from a file, named by its parent, what to do.
    @Test(.serialized, arguments: [1, 40, 400, 3000])
    func `what was acknowledged before the process was killed is there`(acknowledged: Int) async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path
        let order = NSTemporaryDirectory() + "alcazar-crash-\(getpid())"
        try "\(path)\n\(acknowledged)".write(toFile: order, atomically: true, encoding: .utf8)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let order = NSTemporaryDirectory() + "alcazar-crash-\(getppid())"
            let lines = try String(contentsOfFile: order, encoding: .utf8).split(separator: "\n")
            let acknowledged = try #require(lines.last.flatMap { Int($0) })
            try await CrashingWriter(path: String(lines[0])).run(until: acknowledged)
        }
        try FileManager.default.removeItem(atPath: order)
        let written = try String(contentsOfFile: "\(path)/acknowledged", encoding: .utf8)
        let promised = Set(written.split(separator: "\n").map(String.init))
        try #require(promised.count >= acknowledged)

        let driver = SQLiteDriver(path: "\(path)/store.db")
        let database = try Database(driver, ids: IDGenerator(clock: Store.clock), log: .none)
        let survivors = try await survivors(of: database)
        #expect(survivors.lefts == survivors.rights)
        #expect(promised.subtracting(survivors.lefts).isEmpty)
        #expect(try await database.integrityCheck() == [])
        #expect(try await database.migrate([CrashingWriter.schema], at: Store.clock.now()).isEmpty)
    }

    @Test func `a commit waits for the disk and the schema is guarded`() throws {
        let directory = try TemporaryDirectory()
        let connection = try SQLiteDriver(path: "\(directory.path)/store.db").connect(.writer, isHurried: false)
        func setting(_ pragma: SQLText, _ name: StaticString) throws -> Int64? {
            let cursor = try connection.open(pragma, [])
            defer { cursor.close() }
            return try cursor.next() ? try cursor.integer(name) : nil
        }
        #expect(try setting("PRAGMA synchronous", "synchronous") == 2)
        #expect(try setting("PRAGMA foreign_keys", "foreign_keys") == 1)
        #expect(try setting("PRAGMA trusted_schema", "trusted_schema") == 0)
    }

    @Test func `a full store fails the writes it has no room for and keeps the others`() async throws {
        let store = try await Store(.sqlite, script: Store.schema + "PRAGMA max_page_count = 40;")
        let outcomes = await withTaskGroup(of: (String, DomainError?).self) { group in
            for number in 0..<60 {
                group.addTask {
                    let owner = String(repeating: "o", count: 4000)
                    do throws(DomainError) {
                        try await store.insertCode("\(number)", owner: owner)
                        return ("\(number)", nil)
                    } catch {
                        return ("\(number)", error)
                    }
                }
            }
            return await group.reduce(into: [(String, DomainError?)]()) { $0.append($1) }
        }
        let stored = outcomes.filter { $0.1 == nil }.map(\.0).sorted()
        #expect(try await store.codes() == stored)
        #expect(!stored.isEmpty && stored.count < 60)
        #expect(outcomes.allSatisfy { $0.1 == nil || $0.1 == .storeUnavailable })
        #expect(try await store.database.integrityCheck() == [])
    }

    @Test func `a store that somebody else keeps locked is unavailable until it is released`() async throws {
        let directory = try TemporaryDirectory()
        var settings = SQLiteSettings()
        settings.busyMilliseconds = 20
        let driver = SQLiteDriver(path: "\(directory.path)/store.db", settings: settings)
        let database = try Database(driver, ids: IDGenerator(clock: Store.clock), log: .none)
        _ = try await database.migrate([CrashingWriter.schema], at: Store.clock.now())
        let other = try driver.connect(.writer, isHurried: false)
        try other.begin(.writer)
        await #expect(throws: DomainError.storeUnavailable) {
            try await database.write { (tx) throws(DomainError) in try tx.insertCode("a") }
        }
        other.rollback()
        try await database.write { (tx) throws(DomainError) in try tx.insertCode("a") }
        #expect(database.statistics == .init(commits: 1, committed: 1, failed: 1))
    }

    @Test func `a change of another process is seen by a reader that has read before`() async throws {
        let store = try await Store(.sqlite)
        // A driver of its own does not hear of the commits of the other, just as another process would not.
        let driver = SQLiteDriver(path: "\(store.place.directory.path)/store.db")
        let reader = try driver.connect(.reader, isHurried: false)
        func count() throws -> Int64? {
            try reader.begin(.reader)
            let cursor = try reader.open("SELECT COUNT(*) AS n FROM codes", [])
            defer { cursor.close() }
            return try cursor.next() ? try cursor.integer("n") : nil
        }
        #expect(try count() == 0)
        try await store.insertCode("a")
        #expect(try await eventually { try count() == 1 })
    }
}

/// Runs in a process of its own and kills it in the middle of concurrent writes.
private final class CrashingWriter: Sendable {
    static let schema = Migration(1, "test", Array(Store.schema.utf8))

    private let path: String
    private let acknowledged = Atomic<Int>(0)

    init(path: String) {
        self.path = path
    }

    func run(until limit: Int) async throws {
        let database = try Database(
            SQLiteDriver(path: "\(path)/store.db"), ids: IDGenerator(clock: Store.clock), log: .none)
        _ = try await database.migrate([Self.schema], at: Store.clock.now())
        let log = try FileHandle(forWritingTo: makeLog())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for round in 0... {
                        let id = "\(worker)-\(round)"
                        try await database.write { (tx) throws(DomainError) in
                            try tx.insertCode("left-\(id)")
                            try tx.insertCode("right-\(id)")
                        }
                        try log.write(contentsOf: Data("\(id)\n".utf8))
                        self.countAndCrash(at: limit)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func countAndCrash(at limit: Int) {
        if acknowledged.wrappingAdd(1, ordering: .relaxed).newValue >= limit { kill(getpid(), SIGKILL) }
    }

    private func makeLog() throws -> URL {
        let url = URL(filePath: "\(path)/acknowledged")
        try Data().write(to: url)
        return url
    }
}
