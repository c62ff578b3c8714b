internal import Model
internal import Platform
internal import SQL
internal import SQLite
internal import Storage
internal import TestSupport
internal import Testing

/// An engine that the whole suite runs on. Another driver is another case.
enum Engine: CaseIterable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String {
        switch self {
        case .sqlite: "SQLite"
        }
    }

    func driver(in directory: TemporaryDirectory) -> any SQLDriver {
        switch self {
        case .sqlite: SQLiteDriver(path: "\(directory.path)/store.db")
        }
    }
}

/// An empty store with the schema of the tests.
struct Store {
    static let clock = WallClock { Timestamp(milliseconds: 1_700_000_000_000) }

    let directory: TemporaryDirectory
    let database: Database

    init(_ engine: Engine, queueLimit: Int = 4096, log: Log = .none, script: String = Store.schema) async throws {
        directory = try TemporaryDirectory()
        database = try Database(
            engine.driver(in: directory), ids: IDGenerator(clock: Self.clock, node: 1), log: log,
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
