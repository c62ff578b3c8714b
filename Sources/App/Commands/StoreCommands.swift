internal import FoundationEssentials
internal import HTTP
internal import Model
internal import Platform
internal import SQL
internal import Storage

/// `alcazar check`, `alcazar migrate`, `alcazar backup`.
enum CheckCommand {
    static func run(_ configuration: Configuration) throws {
        for name in configuration.unknownSettings { Output.error("warning: \(name) is not a setting") }
        switch configuration.masterKey {
        case .file(let path) where !FileManager.default.isReadableFile(atPath: path):
            throw StartError("cannot read the master key \(path)")
        default: break
        }
        if let tls = configuration.tls {
            for path in [tls.certificate, tls.key] where !FileManager.default.isReadableFile(atPath: path) {
                throw StartError("cannot read \(path)")
            }
        }
        Output.line("the settings are right")
        Output.line("  public URL  \(configuration.externalURL)")
        Output.line("  listening   \(configuration.http.listen.map(\.description).joined(separator: ", "))")
        Output.line("  store       \(configuration.store.address)")
    }
}

enum StoreCommands {
    static func migrate(_ configuration: Configuration) async throws {
        let clock = WallClock.system
        let database = try await OpenStore.open(
            configuration.store, ids: IDGenerator(clock: clock), log: Output.log(minimum: configuration.logLevel))
        let applied: [Migration]
        do throws(MigrationError) {
            applied = try await database.migrate(at: clock.now())
        } catch {
            throw StartError("the store was not migrated: \(error)")
        }
        for migration in applied { Output.line("applied \(migration.name)") }
        Output.line("the store \(configuration.store.address) is current")
        await database.close()
    }

    static func backup(_ configuration: Configuration, to path: String) async throws {
        guard let store = configuration.store.address.sqlitePath else {
            throw StartError("PostgreSQL has tools of its own for backups: use pg_dump, or a base backup with WAL")
        }
        guard FileManager.default.fileExists(atPath: store) else { throw StartError("there is no store \(store)") }
        let database = try await OpenStore.open(
            configuration.store, ids: IDGenerator(clock: .system),
            log: Output.log(minimum: configuration.logLevel))
        do throws(SQLError) {
            try await database.backup(to: path)
        } catch {
            throw StartError("no backup was made: \(error.message)")
        }
        await database.close()
        Output.line("the store \(store) was copied to \(path)")
    }
}
