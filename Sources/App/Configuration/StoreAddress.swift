internal import Platform
internal import Postgres
internal import SQL
internal import SQLite

/// Where a store is: `sqlite:PATH`, or the URI of a PostgreSQL database.
package struct StoreAddress: Sendable, CustomStringConvertible {
    private enum Place: Sendable {
        case sqlite(path: String)
        case postgres(url: Secret<String>)
    }

    private let place: Place

    package init(sqlitePath: String) {
        place = .sqlite(path: sqlitePath)
    }

    /// - Throws: what the operator should write instead.
    package init(_ text: String) throws(StartError) {
        let scheme = text.prefix { $0 != ":" }
        switch scheme {
        case "sqlite" where text.count > "sqlite:".count:
            place = .sqlite(path: String(text.dropFirst("sqlite:".count)))
        case "postgres", "postgresql":
            guard PostgresDriver.understands(url: text) else {
                throw StartError("is not a URI that libpq understands: postgres://USER:PASSWORD@HOST:PORT/DATABASE?…")
            }
            place = .postgres(url: Secret(text))
        default:
            throw StartError("must be sqlite:PATH or postgres://…")
        }
    }

    /// The path of the file; `nil` for a server.
    package var sqlitePath: String? {
        if case .sqlite(let path) = place { path } else { nil }
    }

    /// For the operator: without user, password and parameters.
    package var description: String {
        switch place {
        case .sqlite(let path): return path
        case .postgres(let url):
            let address = url.exposed.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "?" }
            return "postgres://\(address.split(separator: "@", omittingEmptySubsequences: false).last ?? "")"
        }
    }

    func driver(_ settings: PostgresSettings = PostgresSettings()) -> any SQLDriver {
        switch place {
        case .sqlite(let path): SQLiteDriver(path: path)
        case .postgres(let url): PostgresDriver(url: url.exposed, settings: settings)
        }
    }
}

/// The store of the settings.
package struct StoreConfiguration: Sendable {
    package var address: StoreAddress
    /// The connections of this process to a server.
    package var connectionLimit: Int
    package var connectionLifetime: Duration
    /// How long the start waits for a server that does not answer.
    package var patience: Duration

    var driver: any SQLDriver {
        var settings = PostgresSettings()
        settings.connectionLimit = connectionLimit
        settings.connectionLifetime = connectionLifetime
        return address.driver(settings)
    }
}
