internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("The queue of writes")
struct WriterTests {
    /// How often the bodies of some writes were run.
    private final class Runs: Sendable {
        let count = Atomic(0)
    }

    private func waitUntilWaiting(_ count: Int, _ store: Store) async {
        #expect(await eventually { store.database.statistics.waiting >= count })
    }

    @Test func `writes that wait share one commit`() async throws {
        let store = try await Store(.sqlite)
        let blocker = await store.database.occupy()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                group.addTask { try await store.insertCode("\(number)") }
            }
            await waitUntilWaiting(100, store)
            blocker.release()
            try await group.waitForAll()
        }
        try await blocker.done.value
        let statistics = store.database.statistics
        #expect(statistics.committed == 101)
        #expect(statistics.commits == 2)
        #expect(try await store.codes().count == 100)
    }

    @Test(arguments: StoreEngine.allCases)
    func `a full queue refuses and what it holds is still done`(engine: StoreEngine) async throws {
        let store = try await Store(engine, connections: 1, queueLimit: 10)
        let blocker = await store.database.occupy()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<10 {
                group.addTask { try await store.insertCode("\(number)") }
            }
            await waitUntilWaiting(10, store)
            await #expect(throws: DomainError.storeUnavailable) { try await store.insertCode("one too many") }
            blocker.release()
            try await group.waitForAll()
        }
        try await blocker.done.value
        #expect(try await store.codes().count == 10)
        #expect(store.database.statistics.failed == 1)
    }

    @Test(arguments: [false, true])
    func `one of a group that throws takes nothing else with it`(hasChanged: Bool) async throws {
        let store = try await Store(.sqlite)
        let blocker = await store.database.occupy()
        let runs = Runs()
        let failures = await withTaskGroup(of: DomainError?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do throws(DomainError) {
                        try await store.database.write { (tx) throws(DomainError) in
                            runs.count.add(1, ordering: .relaxed)
                            if number % 5 != 0 || hasChanged { try tx.insertCode("\(number)") }
                            if number % 5 == 0 { throw Transaction.taken }
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            await waitUntilWaiting(20, store)
            blocker.release()
            return await group.reduce(into: [DomainError]()) { if let error = $1 { $0.append(error) } }
        }
        try await blocker.done.value
        #expect(failures == Array(repeating: Transaction.taken, count: 4))
        #expect(try await Set(store.codes()) == Set((0..<20).filter { $0 % 5 != 0 }.map { "\($0)" }))
        #expect(store.database.statistics.commits == 2)
        #expect(store.database.statistics.committed == 17)
        #expect(store.database.statistics.refused == 4)
        // Only what has changed something has to be undone, for which all are run again.
        #expect((runs.count.load(ordering: .relaxed) > 20) == hasChanged)
    }

    @Test func `what one of a group does and undoes is nobody else's reason to be refused`() async throws {
        let store = try await Store(.sqlite)
        let blocker = await store.database.occupy()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<10 {
                group.addTask {
                    do throws(DomainError) {
                        try await store.database.write { (tx) throws(DomainError) in
                            try tx.insertCode("the same")
                            if number < 9 { throw Transaction.taken }
                        }
                        return true
                    } catch {
                        return false
                    }
                }
            }
            await waitUntilWaiting(10, store)
            blocker.release()
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        try await blocker.done.value
        #expect(outcomes.count { $0 } == 1)
        #expect(try await store.codes() == ["the same"])
    }

    @Test func `a failed commit fails every caller of the group`() async throws {
        let schema = """
            CREATE TABLE codes (id TEXT PRIMARY KEY, owner TEXT NOT NULL, expires_at BIGINT NOT NULL);
            CREATE TABLE links (
                code_id TEXT NOT NULL REFERENCES codes (id) DEFERRABLE INITIALLY DEFERRED
            );
            """
        let store = try await Store(.sqlite, script: schema)
        let blocker = await store.database.occupy()
        let failures = await withTaskGroup(of: DomainError?.self) { group in
            for number in 0..<20 {
                group.addTask {
                    do throws(DomainError) {
                        try await store.database.write { (tx) throws(DomainError) in
                            // The second of a name is refused for the first one, which is then undone.
                            try tx.insertCode("\(number % 10)")
                            if number % 10 == 7 { try tx.execute("INSERT INTO links (code_id) VALUES ('nowhere')") }
                        }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            await waitUntilWaiting(20, store)
            blocker.release()
            return await group.reduce(into: [DomainError]()) { if let error = $1 { $0.append(error) } }
        }
        try await blocker.done.value
        #expect(failures == Array(repeating: .internalFault, count: 20))
        #expect(try await store.codes() == [])
        try await store.insertCode("the writer goes on")
        #expect(try await store.codes() == ["the writer goes on"])
    }

    @Test(arguments: StoreEngine.allCases)
    func `closing finishes what waits and refuses what comes`(engine: StoreEngine) async throws {
        let store = try await Store(engine, connections: 1)
        let blocker = await store.database.occupy()
        let waiting = Task { try await store.insertCode("in time") }
        await waitUntilWaiting(1, store)
        let closing = Task { await store.database.close() }
        blocker.release()
        try await waiting.value
        await closing.value
        await #expect(throws: DomainError.storeUnavailable) { try await store.insertCode("too late") }
        await #expect(throws: DomainError.storeUnavailable) { try await store.codes() }

        let again = try Database(
            store.place.driver(), ids: IDGenerator(clock: Store.clock), log: .none)
        let count = try await again.read { (tx) throws(DomainError) in
            try tx.first("SELECT COUNT(*) AS n FROM codes") { (row) throws(DomainError) in try row.integer("n") }
        }
        #expect(count == 1)
    }
}
