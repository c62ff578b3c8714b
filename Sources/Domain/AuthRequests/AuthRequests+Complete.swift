package import Model
internal import Platform
internal import Storage

extension AuthRequests {
    /// Answers a request with whom a session belongs to. This is the one place where a session becomes a sign-in to an
    /// application, and so where everything is checked that a sign-in needs.
    /// - Parameters:
    ///   - token: the session's, which proves that the caller holds the session.
    ///   - requiresConsent: whether the person must have agreed where an application asks for more than what is its own
    ///     organization's. A login client of somebody's own answers for that itself: this API has no question to pass on.
    /// - Throws: ``DomainError/unknownAuthRequest``, `COMMAND-Sx208nt` for one that was answered before; `COMMAND-Flk38`,
    ///   `COMMAND-Hewfq`, `COMMAND-Hkl3d` and `COMMAND-sGr42` for a session that is unknown, ended, over or not the
    ///   caller's; `AUTHZ-Kl3p0` and `OIDC-Fr3sh` for too little or too old a proof, `OIDC-Pa5wd` for
    ///   a password that has to be changed first; `OIDC-foSyH49RvL` and `OIDC-0rg5c` for
    ///   a user whom the project or the request keeps out; ``DomainError/consentRequired``.
    package func complete(
        _ id: AuthRequest.ID, session sessionID: Session.ID, token: String, requiresConsent: Bool, by caller: Caller
    ) async throws(DomainError) -> AuthorizationOutcome {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let request = try waiting(id, ifNot: .handledAuthRequest, by: caller, in: tx, at: now)
            let signIn = try signIns.signIn(
                sessionID, token: token, since: request.authenticatedSince(at: now), in: tx, at: now)
            if let expected = request.parameters.hintUserID, expected != signIn.userID {
                throw DomainError(
                    .failedPrecondition, "OIDC-0thr1",
                    "The application asks for another user: refuse with login_required")
            }
            try signIns.requireAccess(
                signIn.userID, clientID: request.clientID, scopes: request.parameters.scopes, in: tx)
            if requiresConsent { try requireConsent(of: signIn.userID, to: request, in: tx) }
            guard try tx.grant(id, to: signIn, codeUntil: now + Self.codeLifetime) else { throw .handledAuthRequest }
            // An application that gets its tokens with the answer exchanges no code.
            if request.parameters.responseType != .code {
                try tx.noteSignIn(signIn.sessionID, toClient: request.clientID)
            }
            let sequence = try tx.record(
                .authRequest(
                    request, "auth_request.granted",
                    ["userId": .string(signIn.userID.rawValue), "sessionId": .string(sessionID.rawValue)]),
                by: caller.userID.rawValue, at: now)
            return outcome(of: request, .granted(signIn), sequence, now)
        }
    }
}
