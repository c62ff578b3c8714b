internal import Crypto
internal import FoundationEssentials
internal import Model
internal import Platform
internal import Postgres
package import SQL
internal import SQLite
internal import Storage

/// An engine that the store runs on. Another driver is another case.
package enum StoreEngine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    /// The engine that tests of the whole service run on: SQLite, unless the variable says otherwise.
    package static var ofService: StoreEngine {
        ProcessInfo.processInfo.environment["ALCAZAR_TEST_STORE"].flatMap { StoreEngine(rawValue: $0) } ?? .sqlite
    }

    package var description: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgres: "PostgreSQL"
        }
    }
}

/// Room for one store, which is empty at first. It goes away with this object.
package final class StorePlace: Sendable {
    package let engine: StoreEngine
    package let directory: TemporaryDirectory
    private let schema: PostgresSchema?

    /// - Parameter isForService: then the place may have the tables of the service already, without a row in them.
    package convenience init(_ engine: StoreEngine, isForService: Bool = false) async throws {
        switch engine {
        case .sqlite: try self.init(schema: nil)
        case .postgres:
            let server = try await PostgresServer.shared.value
            await server.waitForRoom()
            try self.init(schema: isForService ? server.makeServiceSchema() : server.makeSchema())
        }
    }

    private init(schema: PostgresSchema?) throws {
        engine = schema == nil ? .sqlite : .postgres
        directory = try TemporaryDirectory()
        self.schema = schema
    }

    /// A place of its own with a copy of this one's store, which may be in use.
    package func copy() async throws -> StorePlace {
        guard schema != nil else {
            let copy = try StorePlace(schema: nil)
            try driver().backup(to: copy.path)
            return copy
        }
        let copy = try await StorePlace(engine, isForService: true)
        try await copy.fill(from: driver())
        return copy
    }

    /// Takes over another store.
    package func fill(from source: any SQLDriver) async throws {
        let copy = StoreCopy(from: source, to: driver(), hash: { SHA256.digest($0) })
        _ = try await copy.run(at: Timestamp(milliseconds: 0))
    }

    /// A driver of its own, as another process would have.
    package func driver(connections: Int = 4) -> any SQLDriver {
        guard let schema else { return SQLiteDriver(path: path) }
        var settings = PostgresSettings()
        settings.connectionLimit = connections
        return PostgresDriver(url: schema.url, settings: settings)
    }

    /// Lets changes fail with an error of the system, or succeed again.
    func setDiskWritable(_ isWritable: Bool) async throws {
        guard let schema else { return try FailingDisk.setWritable(isWritable, "\(path)-wal") }
        keepToItself()
        try await PostgresServer.shared.value.setDiskWritable(isWritable, schema)
    }

    /// Nobody after this one gets its tables: they are not what they should be.
    func keepToItself() {
        schema?.keepToItself()
    }

    private var path: String { "\(directory.path)/store.db" }
}
