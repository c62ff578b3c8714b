internal import Crypto
package import Model
package import Platform
internal import Storage

/// What a browser brings back from a provider (RFC 6749 §4.1.2).
package struct ProviderAnswer: Sendable {
    /// Whose it is, by the address to which it came.
    package let providerID: IdentityProvider.ID
    package let state: String
    package let code: Secret<String>?
    /// Instead of a code, with what the provider says of it.
    package let error: (code: String, description: String?)?
    /// By whom the answer is (RFC 9207 §2); `nil` where it does not say.
    package let issuer: String?

    package init(
        of providerID: IdentityProvider.ID, state: String, code: Secret<String>?,
        error: (code: String, description: String?)?, issuer: String?
    ) {
        self.providerID = providerID
        self.state = state
        self.code = code
        self.error = error
        self.issuer = issuer
    }
}

extension Intents {
    /// Takes the answer of a provider. It counts once, while its intent waits for it, from the browser that was sent, and
    /// at the address of the provider to which it was sent (RFC 9700 §4.4.2.2).
    /// - Parameter browser: which browser it is, as far as our pages know it.
    /// - Returns: where the browser is sent: after a success and after a failure.
    /// - Throws: `IDP-Answ1` for an answer that nobody waits for, from this browser.
    package func finish(_ answer: ProviderAnswer, from browser: String) async throws(DomainError) -> String {
        guard let state = seals.openState(answer.state),
            state.browser.map({ ConstantTime.equal(Array($0.utf8), Array(browser.utf8)) }) ?? true
        else { throw .unexpectedAnswer }
        let taken = try await database.write { [clock] (tx) throws(DomainError) in
            try tx.takeUpAnswer(of: answer.providerID, to: state.intent, at: clock.now())
        }
        guard let taken, let attempt = seals.openAttempt(taken.content) else { throw .unexpectedAnswer }
        let usable = try await providers.usable(taken.intent.providerID)
        let outcome: (signIn: ExternalSignIn, provider: IdentityProvider)
        do throws(FederationFault) {
            guard let usable else { throw .inactive }
            outcome = (try await signIn(answer, attempt, at: usable), usable.provider)
        } catch {
            return try await fail(taken.intent, error)
        }
        return try await succeed(taken.intent, outcome.signIn, at: outcome.provider)
    }

    private func signIn(
        _ answer: ProviderAnswer, _ attempt: Federation.Attempt, at usable: UsableIdentityProvider
    ) async throws(FederationFault) -> ExternalSignIn {
        let deadline = federation.deadline()
        // Whose answer it is comes first: what another provider says is not even an error of this one.
        try await federation.check(issuer: answer.issuer, of: usable.provider, until: deadline)
        if let error = answer.error { throw .refusal(error.code, error.description) }
        guard let code = answer.code, !code.exposed.isEmpty else { throw .malformed("code") }
        return try await federation.signIn(
            code, attempt, at: usable.provider, secret: usable.clientSecret, until: deadline)
    }

    private func succeed(
        _ started: IdentityProviderIntent, _ signIn: ExternalSignIn, at provider: IdentityProvider
    ) async throws(DomainError) -> String {
        let now = clock.now()
        // A success counts for no longer than what the provider gave.
        let lifetime = min(signIn.tokens.lifetime ?? Self.lifetime, Self.lifetime)
        let content = seals.seal(signIn)
        let user = try await database.write { (tx) throws(DomainError) in
            var intent = started
            intent.state = .succeeded
            intent.userID = try tx.answer(to: .user(linkedTo: provider.id, externalID: signIn.identity.id))
            intent.changedAt = now
            intent.expiresAt = now + lifetime
            intent.sequence += 1
            try tx.record(
                .intent(
                    intent.id, provider.organizationID, "idpintent.succeeded",
                    [
                        "idpUserId": .string(signIn.identity.id), "idpUserName": .string(signIn.identity.username),
                        "userId": .string(intent.userID?.rawValue ?? ""),
                    ]), by: nil, at: now)
            guard try tx.settle(intent, content: content) else { throw .unexpectedAnswer }
            return intent.userID
        }
        var query = [("id", started.id.rawValue), ("token", seals.token(of: started.id))]
        if let user { query.append(("user", user.rawValue)) }
        return started.successURL.adding(query)
    }

    private func fail(
        _ started: IdentityProviderIntent, _ fault: FederationFault
    ) async throws(DomainError) -> String {
        warn(fault, started.providerID, started.id)
        let now = clock.now()
        _ = try await database.write { (tx) throws(DomainError) in
            var intent = started
            intent.state = .failed
            intent.changedAt = now
            intent.sequence += 1
            return try tx.settle(intent, content: [])
        }
        return started.failureURL.adding([
            ("id", started.id.rawValue), ("error", fault.code), ("error_description", fault.description),
        ])
    }
}

extension DomainError {
    fileprivate static let unexpectedAnswer = DomainError(
        .invalidArgument, "IDP-Answ1", "No sign-in of this browser waits for this answer of an identity provider")
}
