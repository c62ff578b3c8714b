internal import Domain
internal import Model

/// Somebody who has come from an identity provider and has no account here.
struct Stranger: Sendable {
    let arrival: Arrival
    let intent: SucceededIntent
    let provider: IdentityProvider

    var identity: ExternalIdentity { intent.signIn.identity }
}

extension Visit {
    /// - Returns: `nil` when the step is about nobody, they have an account by now, or the provider is not offered where it
    ///   would be.
    mutating func stranger() async throws(DomainError) -> Stranger? {
        guard let arrival = flow.arrival else { return nil }
        let intent = try await parts.intents.succeeded(arrival.intent, token: arrival.token, by: parts.caller)
        guard intent.userID == nil, let provider = try await offeredProvider(intent.providerID, to: arrival.home)
        else {
            flow.arrival = nil
            return nil
        }
        home = arrival.home
        return Stranger(arrival: arrival, intent: intent, provider: provider)
    }
}
