internal import Model
internal import Platform
internal import Storage

extension Transaction {
    /// Ends a session that goes on. Its access tokens end with it, and its applications are told.
    /// - Returns: the number of the change.
    borrowing func end(
        _ session: Model.Session, of user: User?, by actor: User.ID, endingTokensUntil expiry: Timestamp,
        at now: Timestamp
    ) throws(DomainError) -> Int64 {
        // Of what never was in the history the end is not there either.
        let sequence =
            session.sequence == 0
            ? 0
            : try record(
                .session(session.id, user?.organizationID, "session.terminated"), by: actor.rawValue, at: now)
        _ = try terminate(session.id, sequence: sequence, endingTokensUntil: expiry, at: now)
        return sequence
    }
}

extension Transaction {
    /// Notes that a session signed in to an application, if the application wants to be told when the session ends.
    borrowing func noteSignIn(_ session: Model.Session.ID, to client: Client) throws(DomainError) {
        guard case .oidc(let configuration) = client.configuration, !configuration.backChannelLogoutURI.isEmpty else {
            return
        }
        try noteSignIn(session, toClient: client.clientID)
    }
}
