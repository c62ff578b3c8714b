internal import Domain
internal import Model
internal import Platform

extension Visit {
    /// How old a request may be to be answered without a question by somebody who is signed in. A browser follows the
    /// redirect of an application at once; what takes longer is a link that was kept or passed on, and its request may be
    /// another person's: the account is confirmed then.
    static let patience = Duration.seconds(30)

    /// Takes up the request of an application. Nowhere else a request counts that somebody names: from here on it travels
    /// in the sealed step, which is this browser's alone.
    /// - Throws: ``DomainError/unknownAuthRequest`` also for one that is over, and for one that began in another browser
    ///   and may be answered with a page; ``DomainError/changedApplication``, before anything is sent to the application.
    mutating func enter(_ id: AuthRequest.ID) async throws(DomainError) -> Answer {
        let request = try await parts.authRequests.request(id, by: parts.caller)
        try await parts.authRequests.requireApplication(of: request)
        guard !request.parameters.prompts.contains(.none) else { return try await silently(request) }
        guard request.expiresAt > now, isOurs(request) else { throw .unknownAuthRequest }
        try await begin(request)
        return try await enter(request)
    }

    /// Whether the request began in this browser.
    private func isOurs(_ authRequest: AuthRequest) -> Bool {
        guard let key = parts.browserKeys.key(of: request) else { return false }
        return parts.authRequests.began(authRequest.id, in: key)
    }

    private mutating func begin(_ request: AuthRequest) async throws(DomainError) {
        let parameters = request.parameters
        flow = Flow(startedAt: now)
        flow.request = request.id.rawValue
        flow.loginName = parameters.loginHint.flatMap { $0.isEmpty || $0.utf8.count > 200 ? nil : $0 }
        flow.organization = try await parts.directory.organization(
            id: parameters.scopes.organizations.first, primaryDomain: parameters.scopes.primaryDomains.first)
        flow.askedLanguage = Language(firstOf: parameters.uiLocales)
        language = flow.spokenLanguage ?? language
        home = flow.organization
    }

    /// Where somebody begins who comes from an application.
    private mutating func enter(_ request: AuthRequest) async throws(DomainError) -> Answer {
        let parameters = request.parameters
        let known = try await knownAccounts(for: parameters)
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

    private func knownAccounts(
        for parameters: AuthParameters
    ) async throws(DomainError) -> [(session: Model.Session, user: User)] {
        try await knownAccounts().filter { entry in
            parameters.expectedUserID == nil || parameters.expectedUserID == entry.user.id
        }
    }

    /// `prompt=none`: an answer without a page, whatever comes of it (OpenID Connect Core §3.1.2.1), as long as the
    /// application may have it.
    private mutating func silently(_ request: AuthRequest) async throws(DomainError) -> Answer {
        guard isOurs(request) else {
            // A frame whose cookies are kept back may be where it began. In the browser where it did, it goes on.
            return .answer(parts.authRequests.unrecorded(.init(.loginRequired, "Nobody is signed in"), of: request))
        }
        let refusal: AuthorizationRefusal
        do throws(DomainError) {
            try await begin(request)
            if let session = try await knownAccounts(for: request.parameters).first?.session {
                flow.session = session.id
                let answer = try await proceed(offersFactor: false)
                if case .answer = answer { return answer }
                refusal = AuthorizationRefusal(inPlaceOf: answer)
            } else {
                refusal = AuthorizationRefusal(.loginRequired, "Nobody is signed in")
            }
        } catch {
            parts.log.refusedLogin(error, at: Page.login.name)
            refusal = AuthorizationRefusal(inPlaceOf: error)
        }
        do throws(DomainError) {
            return try await refuse(refusal.code, refusal.description)
        } catch {
            guard error != .changedApplication else { throw error }
            // Whether the store is away, or the request was answered or is over: the application hears of it all the same.
            return .answer(parts.authRequests.unrecorded(refusal, of: request))
        }
    }

    /// Where somebody begins whom nobody knows here yet. A name is filled in only for an application that has proven to
    /// know whose it is: everybody else would learn the name to any identifier.
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

    /// The application's request; `nil` for somebody who just signs in here.
    func authRequest() async throws(DomainError) -> AuthRequest? {
        guard let id = flow.request else { return nil }
        return try await parts.authRequests.request(AuthRequest.ID(id), by: parts.caller)
    }

    /// Brings the application whom the session belongs to.
    mutating func answer(with session: Model.Session) async throws(DomainError) -> Answer {
        guard let id = flow.request, let account = browser.account(session.id) else { throw .loginIsOver }
        let request = try await parts.authRequests.request(AuthRequest.ID(id), by: parts.caller)
        if let expected = request.parameters.expectedUserID, expected != session.userID {
            return try await refuse(.loginRequired, "Another person has signed in")
        }
        let outcome: AuthorizationOutcome
        do throws(DomainError) {
            outcome = try await parts.authRequests.complete(
                request.id, session: session.id, token: account.token, on: .own, by: parts.caller)
        } catch {
            guard error == .consentRequired else { throw error }
            return .go(.consent)
        }
        try await keep(Browser.Account(session: account.session, token: account.token))
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
                AuthRequest.ID(id), AuthorizationRefusal(code, description), on: .own, by: parts.caller))
    }
}

extension Visit {
    /// A way back to the application. Each page's form takes it.
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
