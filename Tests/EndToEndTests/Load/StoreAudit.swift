internal import Foundation
internal import Model
internal import Platform
internal import Postgres
internal import SQL
internal import SQLite
internal import Storage
internal import TestSupport
internal import Testing

/// Looks into a store beside the service, and compares it with what clients were told.
struct StoreAudit: Sendable {
    struct Findings: Sendable, Equatable {
        /// Changes that were acknowledged and are not there.
        var lost = 0
        /// Changes of which only a part is there.
        var torn = 0
        /// What the engine itself finds wrong.
        var damage: [String] = []
    }

    private let database: Database

    /// - Parameter url: as the service has it, with an absolute path. A server may just be starting.
    init(url: String) async throws {
        let ids = IDGenerator(clock: .system)
        if url.hasPrefix("sqlite:") {
            database = try Database(SQLiteDriver(path: String(url.dropFirst("sqlite:".count))), ids: ids, log: .none)
            return
        }
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do throws(SQLError) {
                database = try Database(PostgresDriver(url: url), ids: ids, log: .none)
                return
            } catch {
                guard .now < deadline else { throw error }
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func close() async {
        await database.close()
    }

    func compare(with ledger: Ledger) async throws -> Findings {
        // Taken first: what is acknowledged later may be missing in what is read.
        let (users, metadata) = (ledger.users, ledger.metadata)
        var findings = Findings()
        let stored = Set(try await column("SELECT id AS value FROM users"))
        findings.lost += users.subtracting(stored).count
        let values = try await self.values()
        for (key, entry) in metadata where entry.acknowledged > 0 {
            let value = values[key] ?? 0
            if value < entry.acknowledged { findings.lost += 1 }
            if value > ledger.metadata[key]?.attempted ?? 0 { findings.torn += 1 }
        }
        for question in Self.halves { findings.torn += try await column(question).count }
        findings.damage = try await database.integrityCheck()
        return findings
    }

    /// Each finds changes of which a half is missing.
    private static let halves: [SQLText] = [
        """
        SELECT u.id AS value FROM users u WHERE NOT EXISTS (
            SELECT 1 FROM events e WHERE e.aggregate_type = 'user' AND e.aggregate_id = u.id AND e.type LIKE '%.added'
        )
        """,
        """
        SELECT e.aggregate_id AS value FROM events e
        WHERE e.type = 'user.machine.added' AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = e.aggregate_id)
        """,
        """
        SELECT u.id AS value FROM users u
        WHERE u.type = 'machine' AND NOT EXISTS (SELECT 1 FROM machines m WHERE m.user_id = u.id)
        """,
        """
        SELECT u.id AS value FROM users u WHERE u.sequence <> (
            SELECT MAX(e.sequence) FROM events e WHERE e.aggregate_type = 'user' AND e.aggregate_id = u.id
        )
        """,
        """
        SELECT d.user_id AS value FROM user_metadata d WHERE NOT EXISTS (
            SELECT 1 FROM events e
            WHERE e.aggregate_id = d.user_id AND e.sequence = d.sequence AND e.type = 'user.metadata.set'
        )
        """,
        // The numbers of an object's events have no gaps.
        """
        SELECT e.aggregate_id AS value FROM events e GROUP BY e.aggregate_type, e.aggregate_id
        HAVING COUNT(*) <> MAX(e.sequence)
        """,
    ]

    func column(_ sql: SQLText) async throws -> [String] {
        try await database.read { (tx) throws(DomainError) in
            try tx.all(sql) { (row) throws(DomainError) in try row.text("value") }
        }
    }

    private func values() async throws -> [String: Int] {
        let rows = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT user_id, key, value FROM user_metadata") { (row) throws(DomainError) in
                (
                    "\(try row.text("user_id")) \(try row.text("key"))",
                    Int(String(decoding: try row.blob("value"), as: UTF8.self)) ?? 0
                )
            }
        }
        return Dictionary(rows) { $1 }
    }
}
