package import Model
internal import Platform
internal import Storage

/// A sign-in at a provider that is to begin.
package struct NewIntent: Sendable {
    package let id: IdentityProviderIntent.ID
    package let providerID: IdentityProvider.ID
    /// Where the browser goes after a success, with the identifier and the token of the intent added.
    package let successURL: String
    /// Where the browser goes after a failure, with the identifier and the error added.
    package let failureURL: String
    /// Who the person may be there; empty for nobody in particular.
    package var loginHint = ""
    /// The browser that alone may bring the answer, where our pages send it; `nil` where we do not see it.
    package var browser: String?
    /// Whether the provider is asked for a new proof, whoever is signed in there.
    package var asksAgain = false

    package init(
        id: IdentityProviderIntent.ID, providerID: IdentityProvider.ID, successURL: String, failureURL: String
    ) {
        self.id = id
        self.providerID = providerID
        self.successURL = successURL
        self.failureURL = failureURL
    }
}

/// A sign-in that has begun.
package struct StartedIntent: Sendable {
    package let details: ObjectDetails
    /// Where the browser is sent.
    package let url: String
}

extension Intents {
    /// Begins a sign-in at a provider. The history tells of successes only: what anybody can begin would fill it.
    /// - Throws: for a caller who cannot make sessions where the provider belongs; `COMMAND-as02jin` for a provider that is
    ///   unknown or inactive; `IDP-Un4vl` for one that cannot be asked where it is to be found.
    package func start(_ new: NewIntent, by caller: Caller) async throws(DomainError) -> StartedIntent {
        try caller.requireSignIns(at: try await database.read(.identityProvider(new.providerID)))
        guard let usable = try await providers.usable(new.providerID) else { throw .noProviderToStart }
        let state = seals.seal(IntentSeals.State(intent: new.id, browser: new.browser))
        let url: String
        let attempt: Federation.Attempt
        do throws(FederationFault) {
            (url, attempt) = try await federation.begin(
                at: usable.provider, state: state, loginHint: new.loginHint, asksAgain: new.asksAgain)
        } catch {
            warn(error, new.providerID, new.id)
            throw DomainError(.unavailable, "IDP-Un4vl", error.description)
        }
        let now = clock.now()
        let started = try await database.write { (tx) throws(DomainError) in
            let intent = IdentityProviderIntent(
                id: new.id, providerID: new.providerID, successURL: new.successURL, failureURL: new.failureURL,
                sequence: 1, createdAt: now, changedAt: now, expiresAt: now + Self.patience)
            try tx.insert(intent, content: seals.seal(attempt), missing: .noProviderToStart)
            return details(of: intent)
        }
        return StartedIntent(details: started, url: url)
    }

    /// Why nobody signs in at a provider with a name and a password: what a caller is told who cannot make sessions where
    /// it belongs, `COMMAND-39n221fs` at one that is unknown or inactive, and at every other `IDP-9a02j2n2bh`, because none
    /// of them is a directory.
    package func refusalOfDirectorySignIn(
        at provider: IdentityProvider.ID, by caller: Caller
    ) async -> DomainError {
        do throws(DomainError) {
            try caller.requireSignIns(at: try await database.read(.identityProvider(provider)))
            guard try await providers.usable(provider) == nil else {
                return DomainError(.invalidArgument, "IDP-9a02j2n2bh", "Errors.ExternalIDP.IDPTypeNotImplemented")
            }
            return DomainError(
                .failedPrecondition, "COMMAND-39n221fs", "Identity Provider Configuration doesn't exist")
        } catch {
            return error
        }
    }
}

extension Caller {
    /// Whether a caller may send people to a provider and take what it says of them: whoever can, decides where they are
    /// sent afterwards, and holds what signs them in. It takes what the making of sessions takes.
    /// - Parameter provider: `nil` for one that is unknown, of which only those learn who may use every provider.
    func requireSignIns(at provider: IdentityProvider?) throws(DomainError) {
        guard let owner = provider?.organizationID else { return try require(.sessionWrite) }
        try require(.sessionWrite, in: owner)
    }
}

extension DomainError {
    fileprivate static let noProviderToStart = DomainError(
        .failedPrecondition, "COMMAND-as02jin", "Identity Provider Configuration doesn't exist")
}
