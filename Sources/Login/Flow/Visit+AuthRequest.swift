internal import Domain
internal import Model
internal import Platform

extension Visit {
    /// How old a request may be to be answered without a question by somebody who is signed in. A browser follows the
    /// redirect of an application at once; what takes longer is a link that was kept or passed on, and its request may be
    /// another person's: the account is confirmed then.
    static let patience = Duration.seconds(30)

    /// Takes up the request of an application.
    /// - Throws: ``DomainError/unknownAuthRequest`` also for one that is over.
    mutating func begin(_ id: AuthRequest.ID) async throws(DomainError) -> AuthRequest {
        let request = try await parts.authRequests.request(id, by: parts.caller)
        guard request.expiresAt > now else { throw .unknownAuthRequest }
        let parameters = request.parameters
        flow = Flow(startedAt: now)
        flow.request = id.rawValue
        flow.loginName = parameters.loginHint.flatMap { $0.isEmpty || $0.utf8.count > 200 ? nil : $0 }
        flow.organization = try await parts.directory.organization(
            id: parameters.scopes.organizations.first, primaryDomain: parameters.scopes.primaryDomains.first)
        flow.askedLanguage = Language(firstOf: parameters.uiLocales)
        language = flow.spokenLanguage ?? language
        home = flow.organization
        return request
    }

    /// Where somebody begins who comes from an application.
    mutating func enter(_ request: AuthRequest) async throws(DomainError) -> Answer {
        let parameters = request.parameters
        let known = try await knownAccounts().filter { entry in
            parameters.hintUserID == nil || parameters.hintUserID == entry.user.id
        }
        if parameters.prompts.contains(.none) { return try await silently(request, known.first?.session) }
        if let provider = parameters.scopes.identityProviders.first {
            return try await leave(to: IdentityProvider.ID(provider))
        }
        if parameters.prompts.contains(.create) { return .go(.register) }
        guard let first = known.first else { return .go(try await hintedPage(parameters)) }
        let asksForChoice = parameters.prompts.contains(.selectAccount) || known.count > 1
        let mustProve = request.authenticatedSince(at: now) != nil
        guard !asksForChoice, mustProve || now.since(request.createdAt) <= Self.patience else { return .go(.accounts) }
        flow.session = first.session.id
        return try await proceed()
    }

    /// `prompt=none`: an answer without a page (OpenID Connect Core §3.1.2.1).
    private mutating func silently(
        _ request: AuthRequest, _ session: Model.Session?
    ) async throws(DomainError) -> Answer {
        guard let session else { return try await refuse(.loginRequired, "Nobody is signed in") }
        flow.session = session.id
        do throws(DomainError) {
            switch try await proceed(offersFactor: false) {
            case .answer(let outcome): return .answer(outcome)
            case .go(.consent): return try await refuse(.consentRequired, "The person has to agree")
            case .go(.password), .go(.passkey): return try await refuse(.loginRequired, "A new sign-in is needed")
            default: return try await refuse(.interactionRequired, "The person has to be asked for something")
            }
        } catch {
            guard error.kind == .permissionDenied else { throw error }
            return try await refuse(.accessDenied, "The person may not use the application")
        }
    }

    /// Where somebody begins whom nobody knows here yet.
    private mutating func hintedPage(_ parameters: AuthParameters) async throws(DomainError) -> Place {
        guard let id = parameters.hintUserID else { return .loginName }
        do throws(DomainError) {
            let user = try await parts.users.user(UserTarget(id), by: parts.caller)
            flow.loginName = user.preferredLoginName
            return try await firstFactor(of: user)
        } catch {
            // Somebody who is gone cannot sign in; somebody else is refused at the end.
            guard error.kind == .notFound else { throw error }
            return .loginName
        }
    }

    /// The moment since which the application wants a proof.
    func authenticatedSince() async throws(DomainError) -> Timestamp? {
        guard let id = flow.request else { return nil }
        return try await parts.authRequests.request(AuthRequest.ID(id), by: parts.caller).authenticatedSince(
            at: now)
    }

    /// Brings the application whom the session belongs to.
    mutating func answer(with session: Model.Session) async throws(DomainError) -> Answer {
        guard let id = flow.request, let account = browser.account(session.id) else { throw .loginIsOver }
        let request = try await parts.authRequests.request(AuthRequest.ID(id), by: parts.caller)
        if let expected = request.parameters.hintUserID, expected != session.userID {
            return try await refuse(.loginRequired, "Another person has signed in")
        }
        let outcome: AuthorizationOutcome
        do throws(DomainError) {
            outcome = try await parts.authRequests.complete(
                request.id, session: session.id, token: account.token, requiresConsent: true, by: parts.caller)
        } catch {
            guard error == .consentRequired else { throw error }
            return .go(.consent)
        }
        browser.keep(Browser.Account(session: account.session, token: account.token))
        return .answer(outcome)
    }

    /// The person does not want to sign in.
    mutating func cancel() async throws(DomainError) -> Answer {
        guard flow.request != nil else { return .go(.login) }
        return try await refuse(.accessDenied, "The person has cancelled")
    }

    func refuse(
        _ code: AuthorizationRefusal.Code, _ description: String
    ) async throws(DomainError) -> Answer {
        guard let id = flow.request else { throw .unknownAuthRequest }
        return .answer(
            try await parts.authRequests.refuse(
                AuthRequest.ID(id), AuthorizationRefusal(code, description), by: parts.caller))
    }
}

extension Visit {
    /// A way back to the application.
    var cancelButton: HTML? {
        flow.request == nil ? nil : secondaryButton(words.cancel, action: "cancel")
    }

    func cancelForm(_ place: Place) -> HTML? {
        cancelButton.map { form(place, $0, id: "cancel") }
    }

    /// Lets the form of this page lead to the application in the end.
    mutating func admitFormTarget() async {
        if let id = flow.request {
            // Without the request no form leads anywhere.
            let request = try? await parts.authRequests.request(AuthRequest.ID(id), by: parts.caller)
            formTarget = (request?.parameters.redirectURI).flatMap { AbsoluteURI($0)?.policySource }
        } else if let target = flow.pending?["redirect"]?.stringValue {
            formTarget = AbsoluteURI(target)?.policySource
        }
    }
}
