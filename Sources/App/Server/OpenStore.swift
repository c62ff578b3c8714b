internal import Crypto
internal import Domain
internal import Model
internal import Platform
internal import SQL
internal import Storage

/// The configured store, open and with its schema current, and the master key that fits it.
struct OpenStore {
    let database: Database
    let masterKey: MasterKey
    let ids: IDGenerator
    let clock: WallClock
    private let log: Log

    /// - Throws: ``StartError`` with what the operator can do.
    init(_ configuration: Configuration, clock: WallClock = .system, log: Log) async throws {
        self.clock = clock
        self.log = log
        ids = IDGenerator(clock: clock)
        masterKey = try MasterKeyFile.load(configuration.masterKey)
        database = try await Self.open(configuration.store, ids: ids, log: log)
        let applied: [Migration]
        do throws(MigrationError) {
            applied = try await database.migrate(at: clock.now())
        } catch {
            throw StartError("the store was not migrated: \(error)")
        }
        for migration in applied { log.info("migration applied", ["name": .string(migration.name)]) }
        do throws(DomainError) {
            ids.adopt(node: try await database.write { (tx) throws(DomainError) in try tx.countUp("starts") })
        } catch {
            throw StartError("the store does not take changes: \(error.message) (\(error.id))")
        }
    }

    /// Waits for a server that does not answer yet, as happens when both are started together.
    static func open(
        _ store: StoreConfiguration, ids: IDGenerator, log: Log
    ) async throws -> Database {
        let deadline = ContinuousClock.now + (store.address.sqlitePath == nil ? store.patience : .zero)
        var pause = Duration.milliseconds(100)
        while true {
            do throws(SQLError) {
                return try Database(store.driver, ids: ids, log: log)
            } catch {
                guard error.kind == .unavailable, .now + pause < deadline else {
                    throw StartError("cannot open the store \(store.address): \(error.message)")
                }
                log.warning(
                    "waiting for the store",
                    ["store": .string(store.address.description), "detail": .string(error.message)])
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(3))
        }
    }

    /// Sets an empty store up.
    /// - Returns: what the operator has to know once; `nil` when the store was set up before.
    func setUpIfEmpty(_ configuration: Configuration) async throws -> SetUpInstance? {
        let setup = InstanceSetup(
            database: database, masterKey: masterKey, ids: ids, clock: clock,
            instanceDomain: configuration.externalHost, externalURL: configuration.externalURL)
        do throws(DomainError) {
            return try await setup.runIfEmpty(configuration.firstInstance)
        } catch {
            throw StartError("the store was not set up: \(error.message) (\(error.id))")
        }
    }

    func service(_ configuration: Configuration, log: Log, metrics: Metrics) async throws -> Service {
        let instance: Instance
        do throws(DomainError) {
            instance = try await InstanceSetup.load(database, masterKey: masterKey)
        } catch {
            throw StartError(error.message)
        }
        return Service(
            externalURL: configuration.externalURL, externalHost: configuration.externalHost, instance: instance,
            lifetimes: configuration.lifetimes, webKeyRotation: configuration.webKeyRotation,
            surroundings: .init(
                database: database, masterKey: masterKey, ids: ids, clock: clock, log: log, metrics: metrics,
                outbound: configuration.outbound, passwordRules: configuration.passwordRules))
    }
}
