package import Crypto
package import Model
package import Platform
package import Storage

/// Web keys: the commands about the keys that sign tokens. What is signed and verified with them is ``SigningKeys``.
package struct WebKeys: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let vault: WebKeyVault
    let signingKeys: SigningKeys
    private let generator: KeyGenerator

    /// - Parameter signingKeys: learns at once of what is changed here.
    package init(
        database: Database, ids: IDGenerator, clock: WallClock, masterKey: MasterKey, signingKeys: SigningKeys,
        generator: KeyGenerator = KeyGenerator()
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        vault = WebKeyVault(masterKey: masterKey)
        self.signingKeys = signingKeys
        self.generator = generator
    }

    /// Adds a key for later; the first key of an instance signs at once.
    package func create(
        _ configuration: WebKey.Configuration, by caller: Caller
    ) async throws(DomainError) -> WebKey {
        try caller.require(.iamWebKeyWrite)
        let material = try await generate(configuration)
        var key = material.key
        key.state = try await database.write { (tx) throws(DomainError) in
            let state = try tx.insert(material)
            try tx.record("web_key.added", of: material.key.id, by: caller.userID, at: material.key.createdAt)
            return state
        }
        try await signingKeys.refresh()
        return key
    }

    /// Lets a key sign; the one that did so far verifies on. Activating the active key changes nothing.
    /// - Returns: when the key changed.
    /// - Throws: `COMMAND-teiG3` for an unknown key.
    package func activate(_ id: WebKey.ID, by caller: Caller) async throws(DomainError) -> Timestamp {
        try caller.require(.iamWebKeyWrite)
        let now = clock.now()
        let changedAt = try await database.write { (tx) throws(DomainError) in
            guard let change = try tx.activateWebKey(id, at: now) else {
                throw DomainError(.notFound, "COMMAND-teiG3", "Errors.WebKey.NotFound")
            }
            if change.isNew { try tx.record("web_key.activated", of: id, by: caller.userID, at: now) }
            return change.changedAt
        }
        try await signingKeys.refresh()
        return changedAt
    }

    /// Removes a key, and with it the worth of every token that it signed.
    /// - Returns: the moment, or `nil` for an unknown key.
    /// - Throws: `COMMAND-Chai1` for the active key.
    package func delete(_ id: WebKey.ID, by caller: Caller) async throws(DomainError) -> Timestamp? {
        try caller.require(.iamWebKeyDelete)
        let now = clock.now()
        let isDeleted = try await database.write { (tx) throws(DomainError) in
            guard try tx.deleteWebKey(id) else { return false }
            try tx.record("web_key.removed", of: id, by: caller.userID, at: now)
            return true
        }
        try await signingKeys.refresh()
        return isDeleted ? now : nil
    }

    /// All keys, the oldest first.
    package func list(by caller: Caller) async throws(DomainError) -> [WebKey] {
        try caller.require(.iamWebKeyRead)
        return try await database.read { (tx) throws(DomainError) in try tx.webKeys() }
    }

    /// A new key that is not stored yet.
    func generate(_ configuration: WebKey.Configuration) async throws(DomainError) -> WebKeyMaterial {
        let privateKey = try await generator.generate(configuration.kind)
        let now = clock.now()
        let key = WebKey(
            id: ids.nextID(), state: .initial, configuration: configuration, createdAt: now, changedAt: now)
        do throws(CryptoError) {
            return WebKeyMaterial(
                key: key, publicKey: try privateKey.publicKey.der(), sealedPrivateKey: try vault.seal(privateKey))
        } catch {
            throw .internalFault
        }
    }
}

extension Transaction {
    /// Writes an event of a web key. The service itself is the actor where `caller` is `nil`.
    @discardableResult
    borrowing func record(
        _ type: String, of key: WebKey.ID, by caller: User.ID?, at now: Timestamp
    ) throws(DomainError) -> Int64 {
        try record(AuditEvent(.webKey, key.rawValue, organization: nil, type), by: caller?.rawValue, at: now)
    }
}
