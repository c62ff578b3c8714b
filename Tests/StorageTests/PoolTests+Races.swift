internal import Glibc
internal import Model
internal import Platform
internal import Postgres
internal import SQL
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

extension PoolTests {
    /// A transaction of somebody else that runs in the middle of one's own.
    private final class Intrusion: Sendable {
        private let ended = Mutex(false)

        var hasEnded: Bool { ended.withLock { $0 } }

        func end() { ended.withLock { $0 = true } }
    }

    @Test func `transactions that contradict one another do not both succeed`() async throws {
        let (database, _) = try await open()
        try await insert("left", database)
        try await insert("right", database)
        // Each may set its own row only while the other's is unset: write skew, unless the engine notices.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (mine, other) in [("left", "right"), ("right", "left")] {
                for _ in 0..<10 {
                    group.addTask {
                        try await database.write { (tx) throws(DomainError) in
                            let free = try tx.first(
                                "SELECT id FROM codes WHERE id = $1 AND redeemed_at IS NULL", other
                            ) { (row) throws(DomainError) in try row.text("id") }
                            if free != nil { try tx.execute("UPDATE codes SET redeemed_at = 1 WHERE id = $1", mine) }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let set = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM codes WHERE redeemed_at IS NOT NULL") { (row) throws(DomainError) in
                try row.text("id")
            }
        }
        #expect(set.count == 1)
    }

    @Test func `a transaction that has lost often is run while no other writes, in any process`() async throws {
        let (database, schema) = try await open()
        let other = try Database(PostgresDriver(url: schema.url), ids: IDGenerator(clock: Store.clock), log: .none)
        try await insert("left", database)
        try await insert("right", database)
        let intruders = Mutex<[Task<Void, any Error>]>([])
        let wasCrossed = Mutex<[Bool]>([])
        try await database.write { (tx) throws(DomainError) in
            _ = try tx.first("SELECT redeemed_at FROM codes WHERE id = 'left'") { _ in }
            // Reads what is written here, and writes what was read here.
            let intrusion = Intrusion()
            let intruder = Task {
                try await other.write { (tx) throws(DomainError) in
                    _ = try tx.first("SELECT redeemed_at FROM codes WHERE id = 'right'") { _ in }
                    try tx.execute("UPDATE codes SET redeemed_at = COALESCE(redeemed_at, 0) + 1 WHERE id = 'left'")
                }
                intrusion.end()
            }
            intruders.withLock { $0.append(intruder) }
            while !intrusion.hasEnded {
                let isWaiting = try tx.first(
                    "SELECT 1 FROM pg_locks WHERE relation = CAST('schema_migrations' AS regclass) AND NOT granted"
                ) { _ in true }
                if isWaiting == true { break }
                usleep(1000)
            }
            wasCrossed.withLock { $0.append(intrusion.hasEnded) }
            try tx.execute("UPDATE codes SET redeemed_at = 1 WHERE id = 'right'")
        }
        for intruder in intruders.withLock({ $0 }) { try await intruder.value }
        let runs = wasCrossed.withLock { $0 }
        #expect(runs.count > 1)
        #expect(runs.dropLast().allSatisfy { $0 })
        #expect(runs.last == false)
        #expect(database.statistics.retries == runs.count - 1)
    }
}
