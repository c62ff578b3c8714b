internal import Dispatch
internal import Model
internal import Platform
internal import SQL
internal import Storage
internal import TestSupport

/// An empty store with the schema of the tests.
struct Store {
    static let clock = WallClock { Timestamp(milliseconds: 1_700_000_000_000) }

    let place: StorePlace
    let database: Database

    init(
        _ engine: StoreEngine, connections: Int = 4, queueLimit: Int = 4096, log: Log = .none,
        script: String = Store.schema
    ) async throws {
        place = try await StorePlace(engine)
        database = try Database(
            place.driver(connections: connections), ids: IDGenerator(clock: Self.clock, node: 1), log: log,
            queueLimit: queueLimit)
        _ = try await database.migrate([Migration(1, "test", Array(script.utf8))], at: Self.clock.now())
    }

    static let schema = """
        CREATE TABLE codes (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            redeemed_at BIGINT,
            expires_at BIGINT NOT NULL
        );
        CREATE TABLE samples (
            id BIGINT PRIMARY KEY,
            word TEXT,
            bytes BYTEA,
            flag BOOLEAN,
            code_id TEXT REFERENCES codes (id),
            CHECK (word <> 'forbidden')
        );
        """

    func insertCode(_ id: String, owner: String = "owner", expiresAt: Int64 = 100) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            try tx.insertCode(id, owner: owner, expiresAt: expiresAt)
        }
    }

    func codes() async throws(DomainError) -> [String] {
        try await database.read { (tx) throws(DomainError) in
            try tx.all("SELECT id FROM codes ORDER BY id") { (row) throws(DomainError) in try row.text("id") }
        }
    }
}

extension Transaction {
    static let taken = DomainError(.alreadyExists, "TEST-Taken", "taken")

    borrowing func insertCode(_ id: String, owner: String = "owner", expiresAt: Int64 = 100) throws(DomainError) {
        try execute(
            "INSERT INTO codes (id, owner, expires_at) VALUES ($1, $2, $3)", id, owner, expiresAt,
            conflict: Transaction.taken)
    }
}

extension Database {
    /// Keeps a transaction open until the returned function is called.
    func occupy(
        _ before: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> Void = { _ in },
        _ after: @escaping @Sendable (borrowing Transaction) throws(DomainError) -> Void = { _ in }
    ) async -> (release: @Sendable () -> Void, done: Task<Void, any Error>) {
        let entered = AsyncStream<Void>.makeStream()
        let gate = DispatchSemaphore(value: 0)
        let task = Task {
            try await self.write { (tx) throws(DomainError) in
                try before(tx)
                entered.continuation.finish()
                gate.wait()
                try after(tx)
            }
        }
        for await _ in entered.stream {}
        return ({ gate.signal() }, task)
    }
}
