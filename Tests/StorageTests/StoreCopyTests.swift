internal import Crypto
internal import Model
internal import Platform
internal import SQL
internal import Synchronization
internal import TestSupport
internal import Testing

@testable internal import Storage

@Suite("Copying a store")
struct StoreCopyTests {
    static let directions: [(StoreEngine, StoreEngine)] = StoreEngine.allCases.flatMap { source in
        StoreEngine.allCases.map { (source, $0) }
    }

    /// A store of the service with a few rows of every kind of value.
    private func makeSource(_ engine: StoreEngine, events: Int64 = 450) async throws -> StorePlace {
        let place = try await StorePlace(engine)
        let database = try Database(place.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        _ = try await database.migrate(at: Store.clock.now())
        try await database.write { (tx) throws(DomainError) in
            try tx.insert(
                Organization(
                    id: "o", name: "Zoë 字 👩🏽‍🚀", primaryDomain: "o.localhost", createdAt: Store.clock.now(),
                    changedAt: Store.clock.now()))
            // Keys whose order depends on how text is compared.
            for key in ["a", "B", "ä", "Z", "_", "字", "\u{10000}", "\u{FFFF}", ""] {
                try tx.execute(
                    """
                    INSERT INTO organization_metadata (organization_id, key, value, created_at, changed_at)
                    VALUES ('o', $1, $2, $3, $4)
                    """,
                    key, [0, 255] + Array(key.utf8), Int64.min, Int64.max)
            }
            for number in 0..<events {
                try tx.record(
                    AuditEvent(.user, "u", organization: nil, "user.changed", payload: ["n": .integer(number)]),
                    by: nil, at: Store.clock.now())
            }
        }
        await database.close()
        return place
    }

    private func copy(_ source: StorePlace, _ target: StorePlace) async throws -> [StoreCopy.Summary] {
        let copy = StoreCopy(from: source.driver(), to: target.driver(), hash: { SHA256.digest($0) })
        return try await copy.run(at: Store.clock.now())
    }

    @Test(arguments: directions)
    func `everything arrives, and reads the same on both sides`(
        direction: (source: StoreEngine, target: StoreEngine)
    ) async throws {
        let source = try await makeSource(direction.source)
        let target = try await StorePlace(direction.target)
        let progress = Mutex<[String]>([])
        let copy = StoreCopy(from: source.driver(), to: target.driver(), hash: { SHA256.digest($0) }) { table, rows in
            progress.withLock { $0.append("\(table) \(rows)") }
        }
        let summaries = try await copy.run(at: Store.clock.now())
        #expect(summaries.count == StoredTable.all.count)
        let rows = Dictionary(uniqueKeysWithValues: summaries.map { ($0.table, $0.rows) })
        #expect(rows["events"] == 450)
        #expect(rows["organization_metadata"] == 9)
        #expect(rows["users"] == 0)
        #expect(
            progress.withLock { $0.filter { $0.hasPrefix("events") } } == ["events 200", "events 400", "events 450"])
        // Once more, from the copy to the other engine: the digests do not depend on where the rows are.
        let back = try await StorePlace(direction.source)
        #expect(try await self.copy(target, back) == summaries)
    }

    @Test(arguments: StoreEngine.allCases)
    func `a store with rows in it is not written to`(engine: StoreEngine) async throws {
        let source = try await makeSource(.sqlite, events: 1)
        let target = try await makeSource(engine, events: 2)
        let error = await #expect(throws: StoreCopyError.self) { try await copy(source, target) }
        #expect(error?.description.contains("is not empty") == true)
        let database = try Database(target.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        let count = try await database.read { (tx) throws(DomainError) in
            try tx.first("SELECT COUNT(*) AS n FROM events") { (row) throws(DomainError) in try row.integer("n") }
        }
        #expect(count == 2)
    }

    @Test(arguments: StoreEngine.allCases)
    func `a copy that fails leaves nothing behind`(engine: StoreEngine) async throws {
        let source = try await makeSource(.sqlite)
        let target = try await StorePlace(engine)
        // A digest that is never the same: what arrived seems altered.
        let count = Mutex<UInt8>(0)
        let copy = StoreCopy(from: source.driver(), to: target.driver()) { _ in
            [
                count.withLock { value in
                    value &+= 1
                    return value
                }
            ]
        }
        await #expect(throws: StoreCopyError.self) { try await copy.run(at: Store.clock.now()) }
        #expect(try await self.copy(source, target).count == StoredTable.all.count)
    }

    @Test func `a store that is not there, or is of another version, is refused`() async throws {
        let nowhere = try await StorePlace(.sqlite)
        let target = try await StorePlace(.sqlite)
        await #expect(throws: StoreCopyError.self) { try await copy(nowhere, target) }
        let old = try await StorePlace(.sqlite)
        let database = try Database(old.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        _ = try await database.migrate(Array(Migration.all.dropLast()), at: Store.clock.now())
        let error = await #expect(throws: StoreCopyError.self) { try await copy(old, target) }
        #expect(error?.description.contains("alcazar migrate") == true)
    }

    private struct Column: Hashable, Sendable, CustomStringConvertible {
        let table: String
        let name: String
        let type: String
        let isKey: Bool

        var description: String { "\(table).\(name) \(type)\(isKey ? " key" : "")" }
    }

    @Test func `the list of tables names every table and column of the schema`() async throws {
        let place = try await StorePlace(.sqlite)
        let database = try Database(place.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        _ = try await database.migrate(at: Store.clock.now())
        let schema = try await database.read { (tx) throws(DomainError) in
            try tx.all(
                """
                SELECT m.name AS table_name, c.name AS column_name, c.type AS type, c.pk AS position
                FROM sqlite_master m, pragma_table_info(m.name) c
                WHERE m.type = 'table' AND m.name <> 'schema_migrations'
                """
            ) { (row) throws(DomainError) in
                Column(
                    table: try row.text("table_name"), name: try row.text("column_name"), type: try row.text("type"),
                    isKey: try row.integer("position") > 0)
            }
        }
        let listed = StoredTable.all.flatMap { table in
            table.columns.map { column in
                let type =
                    switch column {
                    case .text: "TEXT"
                    case .integer: "BIGINT"
                    case .boolean: "BOOLEAN"
                    case .blob: "BYTEA"
                    }
                return Column(
                    table: table.name.description, name: column.name.description, type: type,
                    isKey: table.key.contains { $0.description == column.name.description })
            }
        }
        #expect(Set(listed) == Set(schema))
        #expect(listed.count == schema.count)
    }
}
