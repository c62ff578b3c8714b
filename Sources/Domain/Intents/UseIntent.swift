package import Model
internal import Platform
internal import Storage

/// A sign-in at a provider that has succeeded and counts.
package struct SucceededIntent: Sendable {
    package let id: IdentityProviderIntent.ID
    package let details: ObjectDetails
    package let providerID: IdentityProvider.ID
    package let signIn: ExternalSignIn
    /// The user that the external account belongs to now; `nil` for nobody.
    package let userID: User.ID?
}

extension Intents {
    /// What a provider said. The intent is not used up.
    /// - Parameter token: of the intent, which was given to whoever began it.
    /// - Throws: `CRYPTO-…` for a wrong token; for a caller who cannot make sessions where the provider belongs;
    ///   `IDP-nme4gszsvx` for an intent that has not succeeded or was used, `IDP-SAf42` for one that counts no more.
    package func succeeded(
        _ id: IdentityProviderIntent.ID, token: String, by caller: Caller
    ) async throws(DomainError) -> SucceededIntent {
        try seals.requireToken(token, of: id)
        return try await database.read { [clock] (tx) throws(DomainError) in
            let provider = try tx.answer(to: .identityProviderIntent(id))?.intent.providerID
            try caller.requireSignIns(
                at: try provider.flatMap { (id) throws(DomainError) in try tx.answer(to: .identityProvider(id)) })
            let (intent, signIn) = try tx.success(
                id, seals, at: clock.now(), failing: (state: "IDP-nme4gszsvx", age: "IDP-SAf42"))
            return SucceededIntent(
                id: id, details: details(of: intent), providerID: intent.providerID, signIn: signIn,
                userID: try tx.answer(to: .user(linkedTo: intent.providerID, externalID: signIn.identity.id)))
        }
    }

    /// Says that the external account of an intent belongs to somebody who has just signed in here. The intent is used up.
    /// - Throws: what ``succeeded(_:token:by:)`` throws; `IDP-L1nk1` when accounts at the provider are not linked by their
    ///   owners; `IDP-0ff3r` when the user's organization does not offer it; what ``IdentityProviders/link(_:to:by:)``
    ///   throws.
    package func link(
        _ id: IdentityProviderIntent.ID, token: String, to target: UserTarget, by caller: Caller
    ) async throws(DomainError) {
        try seals.requireToken(token, of: id)
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            let missing = DomainError(.failedPrecondition, "COMMAND-vzktar7b7f", "User could not be found")
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: missing)
            let (intent, signIn) = try tx.success(
                id, seals, at: now, failing: (state: "IDP-nme4gszsvx", age: "IDP-SAf42"))
            guard let provider = try tx.answer(to: .identityProvider(intent.providerID)), provider.state == .active,
                provider.options.allowsLinking
            else {
                throw DomainError(
                    .failedPrecondition, "IDP-L1nk1", "Accounts of this identity provider cannot be linked")
            }
            try tx.requireOffer(of: provider.id, in: user.organizationID)
            _ = try tx.link(signIn.identity.link(to: provider.id), to: user, by: caller.userID, at: now)
            try tx.spend(intent, for: user, by: caller, at: now)
        }
    }
}

/// Intents as proofs in sessions.
package struct IntentProofs: Sendable {
    private let seals: IntentSeals

    package init(seals: IntentSeals) {
        self.seals = seals
    }

    /// The intent that proves who a user is: it has succeeded, counts, and the external account belongs to the user.
    /// - Throws: `CRYPTO-…` for a wrong token, `COMMAND-Df4bw` for an intent that has not succeeded or was used,
    ///   `COMMAND-SAf42` for one that counts no more, `COMMAND-O8xk3w` for an account of somebody else, and at a provider
    ///   that is not used any more.
    func proof(
        _ id: IdentityProviderIntent.ID, token: String, of user: User, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> IdentityProviderIntent {
        try seals.requireToken(token, of: id)
        let (intent, signIn) = try tx.success(
            id, seals, at: now, failing: (state: "COMMAND-Df4bw", age: "COMMAND-SAf42"))
        guard let provider = try tx.answer(to: .identityProvider(intent.providerID)), provider.state == .active,
            provider.isAvailable(to: user.organizationID),
            try tx.answer(to: .user(linkedTo: provider.id, externalID: signIn.identity.id)) == user.id
        else { throw DomainError(.failedPrecondition, "COMMAND-O8xk3w", "Intent meant for another user") }
        return intent
    }
}

extension Transaction {
    /// An intent that has succeeded and counts.
    /// - Parameter ids: of the refusals.
    fileprivate borrowing func success(
        _ id: IdentityProviderIntent.ID, _ seals: IntentSeals, at now: Timestamp,
        failing ids: (state: String, age: String)
    ) throws(DomainError) -> (IdentityProviderIntent, ExternalSignIn) {
        guard let stored = try answer(to: .identityProviderIntent(id)), stored.intent.state == .succeeded else {
            throw DomainError(.failedPrecondition, ids.state, "Intent has not succeeded")
        }
        guard stored.intent.expiresAt > now else {
            throw DomainError(.failedPrecondition, ids.age, "Intent has expired")
        }
        // Our own seal of our own row.
        guard let signIn = seals.openSignIn(stored.content) else { throw .internalFault }
        return (stored.intent, signIn)
    }

    /// Uses an intent up. Of many that try at once, one does.
    /// - Throws: `COMMAND-Df4bw` when it was used meanwhile.
    borrowing func spend(
        _ intent: IdentityProviderIntent, for user: User, by caller: Caller, at now: Timestamp
    ) throws(DomainError) {
        try record(
            .intent(intent.id, user.organizationID, "idpintent.consumed", ["userId": .string(user.id.rawValue)]),
            by: caller.userID.rawValue, at: now)
        guard try consume(intent.id, sequence: intent.sequence + 1, at: now) else {
            throw DomainError(.failedPrecondition, "COMMAND-Df4bw", "Intent has not succeeded")
        }
    }
}

extension ExternalIdentity {
    /// That this account is somebody's here.
    package func link(to provider: IdentityProvider.ID) -> NewIdentityProviderLink {
        NewIdentityProviderLink(providerID: provider, externalID: id, externalName: username)
    }
}
