internal import Model
package import Platform
internal import SQL
internal import SQLite
package import Storage

extension Database {
    /// A store in the directory, with its schema.
    package static func temporary(
        in directory: TemporaryDirectory, clock: WallClock = .system, log: Log = .none,
        migrations: [Migration] = Migration.all
    ) async throws -> Database {
        let driver = SQLiteDriver(path: "\(directory.path)/store.db")
        let database = try Database(driver, ids: IDGenerator(clock: clock), log: log)
        _ = try await database.migrate(migrations, at: clock.now())
        return database
    }
}
