internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("Transactions")
struct TransactionTests {
    static let refused = DomainError(.failedPrecondition, "TEST-Refused", "refused")

    @Test(arguments: StoreEngine.allCases)
    func `a body that throws leaves nothing behind`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        await #expect(throws: Self.refused) {
            try await store.database.write { (tx) throws(DomainError) in
                try tx.insertCode("a")
                try tx.insertCode("b")
                throw Self.refused
            }
        }
        #expect(try await store.codes() == [])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a body that throws takes nothing of its group with it`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    do throws(DomainError) {
                        try await store.database.write { (tx) throws(DomainError) in
                            try tx.insertCode("\(number)")
                            if number.isMultiple(of: 3) { throw Self.refused }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 133)
        let expected = (0..<200).filter { !$0.isMultiple(of: 3) }.map(String.init).sorted()
        #expect(try await store.codes() == expected)
        let statistics = store.database.statistics
        #expect(statistics.committed == 133)
        #expect(statistics.refused == 67)
        #expect(statistics.failed == 0)
    }

    @Test(arguments: StoreEngine.allCases)
    func `of fifty concurrent redemptions exactly one wins`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        try await store.insertCode("code", owner: "alice")
        let winners = try await withThrowingTaskGroup(of: String?.self) { group in
            for moment in Int64(1)...50 {
                group.addTask {
                    try await store.database.write { (tx) throws(DomainError) in
                        try tx.first(
                            """
                            UPDATE codes SET redeemed_at = $2
                            WHERE id = $1 AND redeemed_at IS NULL AND expires_at > $2
                            RETURNING owner
                            """,
                            "code", moment
                        ) { (row) throws(DomainError) in try row.text("owner") }
                    }
                }
            }
            return try await group.reduce(into: [String]()) { if let owner = $1 { $0.append(owner) } }
        }
        #expect(winners == ["alice"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a read sees what the caller has just written`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for round in 0..<50 {
                        let id = "\(worker)-\(round)"
                        try await store.insertCode(id)
                        let found = try await store.database.read { (tx) throws(DomainError) in
                            try tx.first("SELECT id FROM codes WHERE id = $1", id) { (row) throws(DomainError) in
                                try row.text("id")
                            }
                        }
                        #expect(found == id)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `the statements of one read see one state`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        try await store.insertCode("left", expiresAt: 0)
        try await store.insertCode("right", expiresAt: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in Int64(1)...300 {
                    try await store.database.write { (tx) throws(DomainError) in
                        try tx.execute("UPDATE codes SET expires_at = $1", round)
                    }
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    for _ in 0..<1000 {
                        let (left, right) = try await store.database.read { (tx) throws(DomainError) in
                            (try tx.expiry(of: "left"), try tx.expiry(of: "right"))
                        }
                        #expect(left == right)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: StoreEngine.allCases)
    func `a read cannot write`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        await #expect(throws: DomainError.internalFault) {
            try await store.database.read { (tx) throws(DomainError) in try tx.insertCode("a") }
        }
        #expect(try await store.codes() == [])
    }

    @Test(arguments: StoreEngine.allCases)
    func `a transaction with a failed statement is lost even if the error is caught`(engine: StoreEngine) async throws {
        let store = try await Store(engine)
        try await store.insertCode("a")
        await #expect(throws: Transaction.taken) {
            try await store.database.write { (tx) throws(DomainError) in
                try tx.insertCode("b")
                do throws(DomainError) { try tx.insertCode("a") } catch {}
            }
        }
        #expect(try await store.codes() == ["a"])
    }
}

extension Transaction {
    fileprivate borrowing func expiry(of id: String) throws(DomainError) -> Int64? {
        try first("SELECT expires_at FROM codes WHERE id = $1", id) { (row) throws(DomainError) in
            try row.integer("expires_at")
        }
    }
}
