package import Model
internal import Platform
internal import Storage

extension AuthRequests {
    /// What the person is asked for a request.
    package func consentQuestion(
        _ id: AuthRequest.ID, for user: User.ID, by caller: Caller
    ) async throws(DomainError) -> ConsentQuestion {
        try await database.read { (tx) throws(DomainError) in
            let request = try found(id, [.waiting], ifNot: .handledAuthRequest, by: caller, in: tx, at: clock.now())
                .request
            let question = try consents.question(of: request.clientID, request.parameters.scopes, for: user, in: tx)
            guard let question else { throw .unknownAuthRequest }
            return question
        }
    }

    /// Lets the application have what its request asks for, now and later. Who agrees is whom the session belongs to.
    /// - Parameter token: the session's.
    /// - Throws: what a sign-in is refused for (``complete(_:session:token:on:by:)``).
    package func consent(
        to id: AuthRequest.ID, session: Session.ID, token: String, by caller: Caller
    ) async throws(DomainError) {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let stored = try found(
                id, [.waiting, .granted], ifNot: .handledAuthRequest, by: caller, in: tx, at: now)
            let request = stored.request
            let signIn = try signIn(session, token: token, to: request, in: tx, at: now)
            // The same form a second time: whoever has agreed has the answer already.
            if let earlier = stored.signIn, earlier.userID == signIn.userID { return }
            guard try tx.consent(signIn.userID, to: id) else { throw .handledAuthRequest }
            try consents.give(
                to: request.clientID, request.parameters.scopes, of: signIn.userID, by: caller, in: tx, at: now)
        }
    }

    /// Makes sure that the person was asked where the application wants that (`prompt=consent`), and has agreed where it
    /// takes that.
    func requireConsent(
        of user: User.ID, to request: AuthRequest, in tx: borrowing Transaction
    ) throws(DomainError) {
        if request.parameters.prompts.contains(.consent), try !tx.isConsented(request.id, by: user) {
            throw .consentRequired
        }
        guard try consents.covers(request.clientID, request.parameters.scopes, of: user, in: tx) else {
            throw .consentRequired
        }
    }
}
