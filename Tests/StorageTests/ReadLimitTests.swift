internal import Glibc
internal import Model
internal import Platform
internal import SQL
internal import SQLite
internal import Storage
internal import TestSupport
internal import Testing

@Suite("SQLite: reads that take long")
struct ReadLimitTests {
    /// Counts so far, one by one.
    private static let counting: StaticString = """
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
        SELECT COUNT(*) AS total FROM numbers
        """

    @Test func `one is interrupted, and the next one finds all in order`() async throws {
        let lines = LogLines()
        let store = try await Store(.sqlite, log: lines.log)
        try await store.insertCode("a")
        let start = ContinuousClock.now
        for _ in 0..<2 {
            await #expect(throws: DomainError.readTooLong) {
                try await store.database.read { (tx) throws(DomainError) in
                    try tx.first(.literal(Self.counting), Int64.max) { _ in true }
                }
            }
            #expect(try await store.codes() == ["a"])
        }
        #expect(start.duration(to: .now) >= .seconds(2))
        #expect(lines.all.count == 2)
        #expect(lines.all.allSatisfy { $0.contains("timeout") })
        try await store.insertCode("b")
        #expect(try await store.codes() == ["a", "b"])
    }

    private func count(to last: Int64, _ connection: any SQLConnection) throws -> Int64? {
        let cursor = try connection.open(.literal(Self.counting), [.integer(last)])
        defer { cursor.close() }
        return try cursor.next() ? try cursor.integer("total") : nil
    }

    @Test func `the limit is one of a transaction of a reader in a hurry`() throws {
        let directory = try TemporaryDirectory()
        var settings = SQLiteSettings()
        settings.readMilliseconds = 50
        let driver = SQLiteDriver(path: "\(directory.path)/store.db", settings: settings)
        let last: Int64 = 100_000
        let connections = try [
            driver.connect(.writer, isHurried: false), driver.connect(.reader, isHurried: false),
            driver.connect(.reader, isHurried: true),
        ]
        for (number, connection) in connections.enumerated() {
            try connection.begin(number == 0 ? .writer : .reader)
            usleep(100_000)
            if number < 2 {
                #expect(try count(to: last, connection) == last)
            } else {
                let error = #expect(throws: SQLError.self) { try count(to: last, connection) }
                #expect(error?.kind == .timeout)
                connection.rollback()
                try connection.begin(.reader)
                #expect(try count(to: 1000, connection) == 1000)
            }
            connection.close()
        }
    }
}
