package import Model
package import Platform
package import Storage

/// The providers of messages that administrators of the instance add: commands and queries. Of each channel at most one
/// is active; a new one is not.
package struct MessageProviders: Sendable {
    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let vault: ProviderVault
    let sender: MessageSender
    private let instance: Instance
    /// The host of the public URL.
    private let instanceDomain: String

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, vault: ProviderVault, sender: MessageSender,
        instance: Instance, instanceDomain: String
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.vault = vault
        self.sender = sender
        self.instance = instance
        self.instanceDomain = instanceDomain
    }

    /// What a provider has that nobody reads again.
    package enum NewSecret: Sendable {
        /// Given by the caller; empty for none.
        case given(Secret<String>)
        /// Made here: the key that payloads are signed with.
        case signingKey
        /// The one that there is.
        case unchanged
    }

    /// The outcome of a change, with the secret if one was made.
    package struct Outcome: Sendable {
        package let provider: MessageProvider.ID
        package let details: ObjectDetails
        package let signingKey: Secret<String>?
    }

    func require(_ permission: Permission, _ caller: Caller) throws(DomainError) {
        try caller.require(permission)
    }

    /// Writes an event about a provider into the history of the instance.
    func record(
        _ type: String, _ id: MessageProvider.ID, _ channel: MessageChannel, in tx: borrowing Transaction,
        by caller: Caller, at now: Timestamp, payload: JSONObject = [:]
    ) throws(DomainError) -> ObjectDetails {
        let name = channel == .email ? "smtp.config" : "sms.config"
        let event = AuditEvent.messageProvider(id, of: instance.id, "instance.\(name).\(type)", payload)
        let sequence = try tx.record(event, by: caller.userID.rawValue, at: now)
        return ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: instanceAsOwner)
    }

    package func details(of provider: MessageProvider) -> ObjectDetails {
        ObjectDetails(
            sequence: provider.sequence, changedAt: provider.changedAt, resourceOwner: instanceAsOwner,
            createdAt: provider.createdAt)
    }

    private var instanceAsOwner: Organization.ID { Organization.ID(instance.id) }

    /// - Throws: `INST-83nl8` when senders must be of the instance's own domain and this one is not.
    func requireOwnSender(
        _ configuration: MessageProvider.Configuration, in tx: borrowing Transaction
    ) throws(DomainError) {
        guard case .smtp(let smtp) = configuration else { return }
        let settings = try tx.settings(DomainSettings.self, of: nil).value
        guard settings.requiresSenderInInstanceDomain else { return }
        let domain = smtp.senderAddress.split(separator: "@").last.map { $0.lowercased() }
        guard domain == instanceDomain.lowercased() else {
            throw DomainError(.invalidArgument, "INST-83nl8", "Errors.SMTPConfig.SenderAdressNotCustomDomain")
        }
    }
}
