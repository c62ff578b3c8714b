package import Crypto
package import Model
package import Platform
package import Storage

/// Services elsewhere at which people have accounts: which of them there are, with which of them people log in, and which
/// account there is which user here. What happens between the browser and them is not known here.
package struct IdentityProviders: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let vault: IdentityProviderVault
    let instance: Instance
    /// May be called although they are in a private network, also without TLS; in lower case.
    let allowedHosts: Set<String>

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, masterKey: MasterKey, instance: Instance,
        allowedHosts: Set<String> = []
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        vault = IdentityProviderVault(masterKey: masterKey)
        self.instance = instance
        self.allowedHosts = allowedHosts
    }

    /// Who owns a provider, and when it changed.
    package func details(of provider: IdentityProvider) -> ObjectDetails {
        ObjectDetails(
            sequence: provider.sequence, changedAt: provider.changedAt,
            resourceOwner: provider.organizationID ?? instanceAsOwner, createdAt: provider.createdAt)
    }

    /// The instance in the place where replies name an owner.
    var instanceAsOwner: Organization.ID { Organization.ID(instance.id) }

    /// Writes an event into the history of an organization or, with `nil`, of the instance.
    func record(
        _ type: String, of owner: Organization.ID?, _ payload: JSONObject, in tx: borrowing Transaction,
        by caller: Caller, at now: Timestamp
    ) throws(DomainError) -> ObjectDetails {
        let event = AuditEvent.identityProvider(of: owner, instance.id, type, payload)
        let sequence = try tx.record(event, by: caller.userID.rawValue, at: now)
        return ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: owner ?? instanceAsOwner)
    }
}

/// What is done with a provider, and the permission that it takes.
enum IdentityProviderUse {
    case read, write, delete
    /// To decide which account elsewhere is which user here.
    case vouch

    /// - Parameter owner: the organization that the provider belongs to; `nil` for the instance.
    func require(of owner: Organization.ID?, _ caller: Caller) throws(DomainError) {
        guard let owner else {
            let permission: Permission =
                switch self {
                case .read: .iamIDPRead
                case .write: .iamIDPWrite
                case .delete: .iamIDPDelete
                case .vouch: .userCredentialWrite
                }
            return try caller.require(permission)
        }
        let permission: Permission =
            switch self {
            case .read: .orgIDPRead
            case .write: .orgIDPWrite
            case .delete: .orgIDPDelete
            case .vouch: .userCredentialWrite
            }
        try caller.require(permission, in: owner)
    }
}

/// The client secrets of providers at rest.
struct IdentityProviderVault: Sendable {
    private let key: SealingKey

    init(masterKey: MasterKey) {
        key = SealingKey(masterKey.subkey(for: "identity providers"))
    }

    func seal(_ secret: Secret<String>) -> [UInt8] {
        key.seal(Array(secret.exposed.utf8), kind: "client secret")
    }

    /// - Returns: `nil` for what was sealed under another master key or is damaged.
    func open(_ sealed: [UInt8]) -> Secret<String>? {
        key.open(sealed, kind: "client secret").map { Secret(String(decoding: $0, as: UTF8.self)) }
    }
}
