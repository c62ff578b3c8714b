internal import Postgres
package import SQL
internal import SQLite

/// An engine that the store runs on. Another driver is another case.
package enum StoreEngine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

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

    package init(_ engine: StoreEngine) async throws {
        self.engine = engine
        directory = try TemporaryDirectory()
        schema =
            switch engine {
            case .sqlite: nil
            case .postgres: try await PostgresServer.shared.value.makeSchema()
            }
    }

    /// A driver of its own, as another process would have.
    package func driver(connections: Int = 4) -> any SQLDriver {
        guard let schema else { return SQLiteDriver(path: "\(directory.path)/store.db") }
        var settings = PostgresSettings()
        settings.connectionLimit = connections
        return PostgresDriver(url: schema.url, settings: settings)
    }
}
