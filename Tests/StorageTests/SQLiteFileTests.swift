internal import FoundationEssentials
internal import Model
internal import Platform
internal import SQL
internal import SQLite
internal import Storage
internal import TestSupport
internal import Testing

@Suite("SQLite: files")
struct SQLiteFileTests {
    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    @Test func `only the owner can read the store and its log`() async throws {
        let store = try await Store(.sqlite)
        try await store.insertCode("a")
        for name in ["store.db", "store.db-wal", "store.db-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(store.place.directory.path)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test(arguments: [
        ("/nowhere/store.db", "/nowhere/store.db: the directory /nowhere does not exist"),
        ("/tmp", "/tmp is a directory"),
    ])
    func `a path that cannot be is refused with its reason`(path: String, message: String) {
        #expect(throws: SQLError(.unavailable, message)) {
            try Database(SQLiteDriver(path: path), ids: IDGenerator(clock: Store.clock), log: .none)
        }
    }

    @Test func `a file that is no store is refused`() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/store.db"
        try Data(repeating: 65, count: 8192).write(to: URL(filePath: path))
        let error = #expect(throws: SQLError.self) {
            try Database(SQLiteDriver(path: path), ids: IDGenerator(clock: Store.clock), log: .none)
        }
        #expect(error?.kind == .corrupt)
    }

    /// A store whose log is copied from so many pages on.
    private func database(in directory: TemporaryDirectory, checkpointPages: Int32) async throws -> Database {
        var settings = SQLiteSettings()
        settings.checkpointPages = checkpointPages
        let database = try Database(
            SQLiteDriver(path: "\(directory.path)/store.db", settings: settings), ids: IDGenerator(clock: Store.clock),
            log: .none)
        _ = try await database.migrate([Migration(1, "test", Array(Store.schema.utf8))], at: Store.clock.now())
        return database
    }

    private func logSize(in directory: TemporaryDirectory) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory.path)/store.db-wal")
        return try #require(attributes[.size] as? Int)
    }

    /// Each task holds the state that it has read while it waits for its next write, as an event loop does.
    @Test func `the log begins anew though somebody reads all the time`() async throws {
        let directory = try TemporaryDirectory()
        let database = try await database(in: directory, checkpointPages: 1000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<150 {
                        try await database.write { (tx) throws(DomainError) in
                            try tx.execute(
                                "INSERT INTO samples (id, bytes) VALUES ($1, $2)", worker * 1000 + round,
                                [UInt8](repeating: 1, count: 100_000))
                        }
                        _ = try await database.read { (tx) throws(DomainError) in
                            try tx.first("SELECT id FROM codes") { (row) throws(DomainError) in try row.text("id") }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        // 60 MB were written; the log is due to be copied from 4 MB on.
        #expect(try logSize(in: directory) < 16_000_000)
        await database.close()
    }

    @Test func `a backup of a busy store is whole and of one moment`() async throws {
        let store = try await Store(.sqlite)
        let copy = "\(store.place.directory.path)/copy.db"
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 0..<100 {
                        // Each transaction adds a pair, so a copy with an odd count would be torn.
                        try await store.database.write { (tx) throws(DomainError) in
                            try tx.insertCode("\(worker)-\(round)-left")
                            try tx.insertCode("\(worker)-\(round)-right")
                        }
                    }
                }
            }
            group.addTask { try await store.database.backup(to: copy) }
            try await group.waitForAll()
        }
        let driver = SQLiteDriver(path: copy)
        let restored = try Database(driver, ids: IDGenerator(clock: Store.clock), log: .none)
        #expect(try await restored.integrityCheck() == [])
        let count = try await restored.read { (tx) throws(DomainError) in
            try tx.first("SELECT COUNT(*) AS n FROM codes") { (row) throws(DomainError) in try row.integer("n") }
        }
        #expect(try #require(count).isMultiple(of: 2))
        #expect(!exists("\(copy).partial"))
        #expect(try await store.codes().count == 800)
    }

    @Test func `a backup does not replace a file`() async throws {
        let store = try await Store(.sqlite)
        let copy = "\(store.place.directory.path)/copy.db"
        try Data("precious".utf8).write(to: URL(filePath: copy))
        await #expect(throws: SQLError(.constraint(.unique), "\(copy) exists already")) {
            try await store.database.backup(to: copy)
        }
        #expect(try Data(contentsOf: URL(filePath: copy)) == Data("precious".utf8))
    }

    @Test func `a damaged store is noticed`() async throws {
        let store = try await Store(.sqlite)
        try await store.database.write { (tx) throws(DomainError) in
            for number in 0..<500 { try tx.insertCode("\(number)", owner: String(repeating: "o", count: 100)) }
        }
        await store.database.close()
        let path = "\(store.place.directory.path)/store.db"
        var bytes = try Data(contentsOf: URL(filePath: path))
        try #require(bytes.count > 20 * 4096)
        for offset in (8 * 4096)..<(12 * 4096) { bytes[offset] ^= 0x5A }
        try bytes.write(to: URL(filePath: path))
        #expect(try SQLiteDriver(path: path).integrityCheck().isEmpty == false)
    }

    @Test func `the log does not grow without bound and is empty after closing`() async throws {
        let directory = try TemporaryDirectory()
        let database = try await database(in: directory, checkpointPages: 50)
        for round in 0..<500 {
            try await database.write { (tx) throws(DomainError) in try tx.insertCode("\(round)") }
        }
        #expect(try logSize(in: directory) < 100 * 4200)
        await database.close()
        #expect(try !exists("\(directory.path)/store.db-wal") || logSize(in: directory) == 0)
    }
}
