internal import Glibc
internal import Model
internal import Platform
internal import Postgres
internal import SQL
internal import Storage
internal import TestSupport
internal import Testing

@Suite("PostgreSQL: connections")
struct PoolTests {
    /// A database on a schema of its own, with the URI to look at it from outside.
    func open(
        _ change: (inout PostgresSettings) -> Void = { _ in }, database: String = "postgres", log: Log = .none
    ) async throws -> (database: Database, schema: PostgresSchema) {
        let schema = try await PostgresServer.shared.value.makeSchema(in: database)
        var settings = PostgresSettings()
        settings.connectionLimit = 3
        change(&settings)
        let store = try Database(
            PostgresDriver(url: schema.url, settings: settings), ids: IDGenerator(clock: Store.clock), log: log)
        _ = try await store.migrate([Migration(1, "test", Array(Store.schema.utf8))], at: Store.clock.now())
        return (store, schema)
    }

    func insert(_ id: String, _ database: Database) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in try tx.insertCode(id) }
    }

    /// Ends the server's side of every connection that uses the schema.
    private func cut(_ schema: PostgresSchema) async throws {
        try await PostgresServer.shared.value.run(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE application_name = '\(schema.name)'
            """)
    }

    @Test func `connections are opened as they are needed, and no more than allowed`() async throws {
        let (database, _) = try await open()
        try await insert("first", database)
        #expect(database.statistics.connections == 1)
        var occupants: [(release: @Sendable () -> Void, done: Task<Void, any Error>)] = []
        for number in 1...3 {
            occupants.append(await database.occupy())
            #expect(database.statistics.connectionsInUse == number)
        }
        let waiting = (0..<20).map { number in
            Task { try await database.write { (tx) throws(DomainError) in try tx.insertCode("\(number)") } }
        }
        #expect(database.statistics.connectionsInUse == 3)
        for occupant in occupants { occupant.release() }
        for occupant in occupants { try await occupant.done.value }
        for task in waiting { try await task.value }
        #expect((1...3).contains(database.statistics.connections))
    }

    @Test func `a cut connection costs the transaction that used it, and nothing after it`() async throws {
        let (database, schema) = try await open { $0.connectionLimit = 1 }
        let victim = await database.occupy(
            { (tx) throws(DomainError) in try tx.insertCode("lost") },
            { (tx) throws(DomainError) in try tx.insertCode("never") })
        try await cut(schema)
        victim.release()
        await #expect(throws: DomainError.storeUnavailable) { try await victim.done.value }
        try await insert("kept", database)
        try await cut(schema)
        // Cut while it rested: nobody has to notice.
        try await insert("after", database)
        let ids = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM codes ORDER BY id") { (row) throws(DomainError) in try row.text("id") }
        }
        #expect(ids == ["after", "kept"])
    }

    @Test func `without its server the store is unavailable, and recovers by itself`() async throws {
        let lines = LogLines()
        let (database, schema) = try await open(database: "template1", log: lines.log)
        let server = try await PostgresServer.shared.value
        try server.run("UPDATE pg_database SET datallowconn = false WHERE datname = 'template1'")
        try await cut(schema)
        let clock = ContinuousClock()
        var refused = 0
        let start = clock.now
        for _ in 0..<500 {
            await #expect(throws: DomainError.storeUnavailable) { try await insert("a", database) }
            refused += 1
        }
        // Refused at once: nobody waits for a server that was not there a moment ago.
        #expect(clock.now - start < .seconds(30))
        // Not one attempt to connect for each.
        #expect((1...20).contains(lines.all.count { $0.contains("refused a statement") }))
        try server.run("UPDATE pg_database SET datallowconn = true WHERE datname = 'template1'")
        #expect(await eventually { await database.readiness([Migration(1, "test", [])]) == .ready })
        try await insert("b", database)
        #expect(lines.all.contains { $0.contains("can be reached again") })
    }

    @Test func `a statement that takes too long is given up and leaves the connection in order`() async throws {
        let (database, _) = try await open { $0.statementMilliseconds = 100 }
        let sleep = { @Sendable (tx: borrowing Transaction) throws(DomainError) in
            _ = try tx.first("SELECT CAST(pg_sleep(30) AS TEXT) AS nothing") { _ in true }
        }
        await #expect(throws: DomainError.readTooLong) { try await database.read(sleep) }
        // A writer may have waited for others.
        await #expect(throws: DomainError.storeUnavailable) { try await database.write(sleep) }
        try await insert("a", database)
        #expect(database.statistics.connections == 1)
    }

    @Test func `a server that says nothing any more is given up`() async throws {
        let (database, schema) = try await open {
            $0.connectionLimit = 1
            $0.statementMilliseconds = 200
            $0.graceMilliseconds = 200
        }
        let process = try await database.write { (tx) throws(DomainError) in
            try tx.first("SELECT pg_backend_pid() AS id") { (row) throws(DomainError) in try row.integer("id") }
        }
        let id = pid_t(try #require(process))
        #expect(kill(id, SIGSTOP) == 0)
        await #expect(throws: DomainError.storeUnavailable) { try await insert("a", database) }
        try await insert("b", database)
        #expect(kill(id, SIGCONT) == 0)
        try await cut(schema)
        try await insert("c", database)
        let ids = try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM codes ORDER BY id") { (row) throws(DomainError) in try row.text("id") }
        }
        #expect(ids.suffix(2) == ["b", "c"])
    }

    @Test func `many questions at once are all answered, each for itself`() async throws {
        let (database, _) = try await open()
        for number in 0..<20 { try await insert("\(number)", database) }
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<400 {
                group.addTask {
                    switch number % 4 {
                    case 0:
                        let found = try await database.read(Query.code("\(number % 20)").and(.code("none")))
                        return found.0 == "\(number % 20)" && found.1 == nil
                    case 1:
                        // The server refuses this one; those that travel with it do not feel it.
                        await #expect(throws: DomainError.internalFault) { try await database.read(.fault(0)) }
                        return true
                    case 2:
                        let refusal = DomainError.malformed("a text must not contain the character U+0000")
                        await #expect(throws: refusal) { try await database.read(.code("\0")) }
                        return true
                    default:
                        return try await database.read(.code("\(number % 20)")) == "\(number % 20)"
                    }
                }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(answers.count == 400)
        #expect(answers.allSatisfy { $0 })
        #expect(database.statistics.connections <= 3)
    }

    @Test func `no statement is compiled, however large it is`() async throws {
        let (database, _) = try await open()
        let setting = try await database.read { (tx) throws(DomainError) in
            try tx.first("SELECT current_setting('jit') AS jit") { (row) throws(DomainError) in try row.text("jit") }
        }
        #expect(setting == "off")
    }

    @Test func `a question cannot change anything`() async throws {
        let (database, _) = try await open()
        try await insert("a", database)
        await #expect(throws: DomainError.self) { try await database.read(.removal) }
        #expect(try await database.read(.code("a")) == "a")
    }

    @Test func `a change that waits too long for a lock is refused`() async throws {
        let (database, _) = try await open { $0.lockMilliseconds = 50 }
        try await insert("a", database)
        let holder = await database.occupy { (tx) throws(DomainError) in
            try tx.execute("UPDATE codes SET owner = 'holder'")
        }
        await #expect(throws: DomainError.storeUnavailable) {
            try await database.write { (tx) throws(DomainError) in try tx.execute("UPDATE codes SET owner = 'late'") }
        }
        holder.release()
        try await holder.done.value
    }

    @Test func `a commit that fails fails its own caller only`() async throws {
        let (database, _) = try await open()
        _ = try await database.migrate(
            [
                Migration(1, "test", Array(Store.schema.utf8)),
                Migration(
                    2, "links",
                    Array(
                        """
                        CREATE TABLE links (
                            code_id TEXT NOT NULL REFERENCES codes (id) DEFERRABLE INITIALLY DEFERRED
                        );
                        """.utf8)),
            ], at: Store.clock.now())
        await #expect(throws: DomainError.internalFault) {
            try await database.write { (tx) throws(DomainError) in
                try tx.insertCode("gone")
                try tx.execute("INSERT INTO links (code_id) VALUES ('nowhere')")
            }
        }
        try await insert("kept", database)
        #expect(database.statistics.committed == 1)
    }

    @Test(arguments: [
        "postgres:///postgres?host=/nowhere", "postgres://127.0.0.1:1/postgres",
        "postgres://user:se%20cret@127.0.0.1:1,127.0.0.1:2/postgres?target_session_attrs=read-write",
    ])
    func `a server that is not there is an error with its reason and without the password`(url: String) {
        let error = #expect(throws: SQLError.self) { try PostgresDriver(url: url).connect() }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.isEmpty == false && error?.message.contains("cret") == false)
    }

    @Test func `of several hosts the first one that answers is taken`() async throws {
        let schema = try await PostgresServer.shared.value.makeSchema()
        let several = schema.url.replacing("host=", with: "host=/nowhere,/nowhere/else,")
        let connection = try PostgresDriver(url: "\(several)&target_session_attrs=any").connect()
        let cursor = try connection.open("SELECT current_schema() AS name", [])
        #expect(try cursor.next())
        #expect(try cursor.text("name") == schema.name)
    }

    @Test func `a backup is left to the tools of the server`() async throws {
        let (database, _) = try await open()
        let error = await #expect(throws: SQLError.self) { try await database.backup(to: "/nowhere") }
        #expect(error?.message.contains("pg_dump") == true)
    }
}

extension Query where Value == String? {
    fileprivate static func code(_ id: String) -> Query {
        first("SELECT id FROM codes WHERE id = $1", id) { (row) throws(DomainError) in try row.text("id") }
    }

    fileprivate static var removal: Query {
        first("DELETE FROM codes RETURNING id") { (row) throws(DomainError) in try row.text("id") }
    }
}

extension Query where Value == Int64? {
    fileprivate static func fault(_ divisor: Int64) -> Query {
        first("SELECT 1 / CAST($1 AS BIGINT) AS n", divisor) { (row) throws(DomainError) in try row.integer("n") }
    }
}
