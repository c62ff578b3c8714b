package import Crypto
package import Model
package import Platform
package import Storage

/// Sets an empty store up: the organization, its administrator, the service's own project and applications, and the
/// machine users that the settings ask for. All of it in one transaction: a crash leaves an empty store.
package struct InstanceSetup: Sendable {
    let database: Database
    let masterKey: MasterKey
    let ids: IDGenerator
    let clock: WallClock
    let instanceDomain: String
    let externalURL: String

    /// - Parameter externalURL: the public URL without a slash at its end.
    package init(
        database: Database, masterKey: MasterKey, ids: IDGenerator, clock: WallClock, instanceDomain: String,
        externalURL: String
    ) {
        self.database = database
        self.masterKey = masterKey
        self.ids = ids
        self.clock = clock
        self.instanceDomain = instanceDomain
        self.externalURL = externalURL
    }

    /// - Returns: what was made, with the secrets that are shown once; `nil` when the store was set up before.
    package func runIfEmpty(_ first: FirstInstance) async throws(DomainError) -> SetUpInstance? {
        let isSetUp = try await database.read { (tx) throws(DomainError) in try tx.instance() != nil }
        guard !isSetUp else { return nil }
        let plan = try await plan(first, at: clock.now())
        let check = MasterKeyCheck.seal(under: masterKey)
        // Of several nodes that start at once on an empty store, one finds it empty here.
        let isOurs = try await database.write { (tx) throws(DomainError) in
            guard try tx.instance() == nil else { return false }
            try tx.insert(plan, masterKeyCheck: check)
            return true
        }
        return isOurs ? plan.result(sealer: TokenSealer(masterKey: masterKey)) : nil
    }

    /// The instance of a store that is set up.
    /// - Throws: a precondition when the store is empty or the master key is not the one that it was made with.
    package static func load(_ database: Database, masterKey: MasterKey) async throws(DomainError) -> Instance {
        let stored = try await database.read { (tx) throws(DomainError) in try tx.instance() }
        guard let stored else {
            throw DomainError(.failedPrecondition, "INST-Em9ty", "the store is not set up: run `alcazar serve` first")
        }
        guard MasterKeyCheck.isRight(stored.masterKeyCheck, under: masterKey) else {
            throw DomainError(
                .failedPrecondition, "INST-Ma5tk",
                "the master key is not the one of this store: give the key that the store was made with")
        }
        return stored.instance
    }
}

/// A known text sealed under the master key, by which a wrong key is noticed at the start.
enum MasterKeyCheck {
    private static let text = Array("alcazar".utf8)

    static func seal(under key: MasterKey) -> [UInt8] {
        sealingKey(key).seal(text, kind: "master key check")
    }

    static func isRight(_ box: [UInt8], under key: MasterKey) -> Bool {
        sealingKey(key).open(box, kind: "master key check") == text
    }

    private static func sealingKey(_ key: MasterKey) -> SealingKey {
        SealingKey(key.subkey(for: "master key check"))
    }
}
