package import Model
package import Platform
package import Storage

/// Ways of people to identity providers and back: begun by clients with pages of their own, or by ours.
///
/// An intent goes through its states once, and only forwards. Who brings its token has been where it says; a session takes
/// it as a proof, once.
package struct Intents: Sendable {
    /// How long somebody may take at a provider.
    package static let patience = Duration.minutes(15)
    /// How long a success counts.
    package static let lifetime = Duration.hours(1)

    let database: Database
    let ids: IDGenerator
    let clock: WallClock
    let instance: Instance
    let providers: IdentityProviders
    let federation: Federation
    let seals: IntentSeals
    let log: Log

    package init(
        database: Database, ids: IDGenerator, clock: WallClock, instance: Instance, providers: IdentityProviders,
        federation: Federation, seals: IntentSeals, log: Log
    ) {
        self.database = database
        self.ids = ids
        self.clock = clock
        self.instance = instance
        self.providers = providers
        self.federation = federation
        self.seals = seals
        self.log = log
    }

    /// For an intent whose identifier has to be known before it is begun.
    package func newID() -> IdentityProviderIntent.ID { ids.nextID() }

    /// Intents belong to the instance.
    var owner: Organization.ID { Organization.ID(instance.id) }

    func details(of intent: IdentityProviderIntent) -> ObjectDetails {
        ObjectDetails(sequence: intent.sequence, changedAt: intent.changedAt, resourceOwner: owner)
    }

    /// What went wrong with a provider, for those who look after it.
    func warn(_ fault: FederationFault, _ provider: IdentityProvider.ID, _ intent: IdentityProviderIntent.ID?) {
        log.warning(
            "a sign-in at an identity provider failed",
            [
                "providerId": .string(provider.rawValue), "intentId": .string(intent?.rawValue ?? ""),
                "reason": .string(fault.reason),
            ])
    }
}
