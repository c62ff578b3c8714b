package import Model
internal import Platform
internal import Storage

extension AuthRequests {
    /// Answers a request with whom a session belongs to. This is the one place where a session becomes a sign-in to an
    /// application, and so where everything is checked that a sign-in needs.
    ///
    /// On our pages the same person can answer again until the code was exchanged, or is over. It stays one code, which
    /// then belongs to the sign-in that came last.
    /// - Parameters:
    ///   - token: the session's, which proves that the caller holds the session.
    ///   - pages: on ours the person must have agreed where an application asks for more than what is its own
    ///     organization's.
    /// - Throws: ``DomainError/unknownAuthRequest``, `COMMAND-Sx208nt` for one that was answered before,
    ///   ``DomainError/changedApplication``; `COMMAND-Flk38`, `COMMAND-Hewfq`, `COMMAND-Hkl3d` and `COMMAND-sGr42` for a
    ///   session that is unknown, ended, over or not the caller's; `AUTHZ-Kl3p0` and `OIDC-Fr3sh` for too little or too
    ///   old a proof, `OIDC-Pa5wd` for a password that has to be changed first, `OIDC-We4k1` for a weaker sign-in than the
    ///   application requires; `OIDC-foSyH49RvL` and `OIDC-0rg5c` for a user whom the project or the request keeps out;
    ///   ``DomainError/consentRequired``.
    package func complete(
        _ id: AuthRequest.ID, session sessionID: Session.ID, token: String, on pages: AnsweringPages, by caller: Caller
    ) async throws(DomainError) -> AuthorizationOutcome {
        try await database.write { (tx) throws(DomainError) in
            let now = clock.now()
            let stored = try found(
                id, pages == .own ? [.waiting, .granted] : [.waiting], ifNot: .handledAuthRequest, by: caller, in: tx,
                at: now)
            let request = stored.request
            let signIn = try signIn(sessionID, token: token, to: request, in: tx, at: now)
            if let expected = request.parameters.expectedUserID, expected != signIn.userID {
                throw DomainError(
                    .failedPrecondition, "OIDC-0thr1",
                    "The application asks for another user: refuse with login_required")
            }
            try signIns.requireAccess(
                signIn.userID, clientID: request.clientID, scopes: request.parameters.scopes, in: tx)
            if pages == .own { try requireConsent(of: signIn.userID, to: request, in: tx) }
            let isGranted =
                stored.state == .waiting
                ? try tx.grant(id, to: signIn, codeUntil: now + Self.codeLifetime) : try tx.regrant(id, to: signIn)
            guard isGranted else { throw .handledAuthRequest }
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

    /// Who a session lets answer a request: somebody who has proven enough for it, and lately enough.
    func signIn(
        _ session: Session.ID, token: String, to request: AuthRequest, in tx: borrowing Transaction, at now: Timestamp
    ) throws(DomainError) -> SignIn {
        let signIn = try signIns.signIn(
            session, token: token, since: request.authenticatedSince(at: now), in: tx, at: now)
        if let least = request.parameters.leastClass, ContextClass(methods: signIn.methods) < least {
            throw .tooWeak(for: least)
        }
        return signIn
    }
}

extension DomainError {
    /// A sign-in must not be weaker than an application requires (OpenID Connect Core §5.5.1.1).
    fileprivate static func tooWeak(for least: ContextClass) -> DomainError {
        DomainError(
            .failedPrecondition, "OIDC-We4k1",
            "The application requires the acr \(least.rawValue): check further factors, or refuse with "
                + "unmet_authentication_requirements")
    }
}
