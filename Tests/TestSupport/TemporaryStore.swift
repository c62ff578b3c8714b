internal import FoundationEssentials
internal import Model
package import Platform
internal import SQL
internal import SQLite
package import Storage

/// A directory that lives as long as this object; in memory where the system has a place for that.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        let shared = "/dev/shm"
        let root =
            FileManager.default.isWritableFile(atPath: shared) ? shared : FileManager.default.temporaryDirectory.path
        path = "\(root)/alcazar-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Litter in the temporary directory fails no test.
        try? FileManager.default.removeItem(atPath: path)
    }
}

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
