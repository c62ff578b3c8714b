internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Visit {
    /// Ways to the providers with which the people of an organization, or with `nil` any, may sign in.
    func providerButtons(of organization: Organization.ID?) async throws(DomainError) -> HTML? {
        // Who comes from a provider to link an account proves the one that is here.
        guard flow.arrival == nil else { return nil }
        let offered = try await parts.identityProviders.offered(to: organization)
        guard !offered.isEmpty else { return nil }
        let buttons = offered.map { providerButton($0, words.signInWith($0.name), of: organization) }
        return "<p class=\"or\">\(words.or)</p><div class=\"providers\">\(buttons)</div>"
    }

    /// A link, because the rules for forms would have to name every provider.
    func providerButton(_ provider: IdentityProvider, _ text: String, of organization: Organization.ID?) -> HTML {
        let url = url(
            .identityProvider, { $0.pending = organization.map { ["organization": .string($0.rawValue)] } },
            adding: [("provider", provider.id.rawValue)])
        return "<a class=\"secondary\" href=\"\(url)\">\(text)</a>"
    }

    /// Sends somebody to a provider, if it is one of those with which they may sign in.
    /// - Parameter isLinking: whether who is signed in here links an account there.
    mutating func leave(to id: IdentityProvider.ID, isLinking: Bool = false) async throws(DomainError) -> Answer {
        let chosen = flow.pending?["organization"]?.stringValue.map { Organization.ID($0) }
        flow.pending = nil
        let back: Place = isLinking ? .linkedAccounts : .loginName
        let provider = try await parts.identityProviders.usable(id)?.provider
        let organization = flow.organization ?? chosen ?? provider?.organizationID
        guard let provider,
            try await parts.identityProviders.offered(to: organization).contains(where: { $0.id == provider.id })
        else {
            note(.providerUnavailable)
            return .go(back)
        }
        let departure = Departure(
            intent: parts.intents.newID(), organization: organization, isLinking: isLinking)
        flow.pending = departure.pending
        flow.arrival = nil
        let returning = parts.externalURL + url(.identityProviderReturn).text
        var new = NewIntent(
            id: departure.intent, providerID: provider.id, successURL: returning, failureURL: returning)
        new.browser = browser.id
        new.asksAgain = try await needsNewProof(isLinking: isLinking)
        do throws(DomainError) {
            try await parts.limits.count(.providerSignIns, from: request.clientAddress)
            return .leave(try await parts.intents.start(new, by: parts.caller).url)
        } catch {
            flow.pending = nil
            note(Notice(error))
            return .go(back)
        }
    }

    /// Whether a provider has to ask who it is, also where somebody is signed in there: the application wants it, or the
    /// pages do, from somebody who is signed in here and has to prove it again or links an account.
    private func needsNewProof(isLinking: Bool) async throws(DomainError) -> Bool {
        if isLinking || flow.session != nil { return true }
        return try await authRequest()?.authenticatedSince(at: now) != nil
    }

    /// What becomes of somebody who has come back from a provider.
    mutating func arrive(_ arrival: Arrival, isLinking: Bool) async throws(DomainError) -> Answer {
        let intent = try await parts.intents.succeeded(arrival.intent, token: arrival.token, by: parts.caller)
        if isLinking { return try await link(intent, arrival) }
        // Whose user it is already comes from where that user is at home.
        if let user = intent.userID {
            guard let provider = try await offeredProvider(intent.providerID, to: nil) else { return .go(.loginName) }
            return try await signIn(user, intent, arrival, at: provider)
        }
        guard let provider = try await offeredProvider(intent.providerID, to: arrival.home) else {
            return .go(.loginName)
        }
        if let user = try await parts.intents.linkMatch(of: intent, in: arrival.home, by: parts.caller) {
            return try await signIn(user, intent, arrival, at: provider)
        }
        flow.arrival = arrival
        if provider.options.createsAutomatically, let new = NewHuman(intent.signIn.identity, at: provider.id) {
            do throws(DomainError) {
                return try await create(new, intent, arrival, at: provider)
            } catch {
                // What cannot be made without asking may be made with.
                note(Notice(error))
            }
        }
        guard provider.options.welcomes else {
            flow.arrival = nil
            note(.strangerToProvider)
            return .go(.loginName)
        }
        return .go(.newIdentity)
    }

    /// A provider from which somebody has come.
    /// - Parameter home: the organization that has to offer it to its people; `nil` where that is asked later.
    /// - Returns: `nil`, with a word about it, when nobody comes from it any more.
    mutating func offeredProvider(
        _ id: IdentityProvider.ID, to home: Organization.ID?
    ) async throws(DomainError) -> IdentityProvider? {
        let provider =
            if let home {
                try await parts.identityProviders.offered(to: home).first { $0.id == id }
            } else {
                try await parts.identityProviders.usable(id)?.provider
            }
        if provider == nil { note(.providerUnavailable) }
        return provider
    }

    /// Makes an account for somebody who comes from a provider, and signs them in. Whether it is offered to the people of
    /// their organization is asked again by the transaction that makes the account.
    mutating func create(
        _ new: NewHuman, _ intent: SucceededIntent, _ arrival: Arrival, at provider: IdentityProvider
    ) async throws(DomainError) -> Answer {
        var new = new
        new.needsOffer = true
        let added = try await parts.humans.add(new, to: arrival.home, by: parts.caller)
        return try await signIn(added.id, intent, arrival, at: provider)
    }

    /// Signs somebody in at a provider's word, where it is still taken.
    private mutating func signIn(
        _ id: User.ID, _ intent: SucceededIntent, _ arrival: Arrival, at provider: IdentityProvider
    ) async throws(DomainError) -> Answer {
        flow.arrival = nil
        flow.pending = nil
        let user = try await parts.users.user(UserTarget(id), by: parts.caller)
        let isExpected = flow.organization == nil || flow.organization == user.organizationID
        let offered = try await parts.identityProviders.offered(to: user.organizationID)
        guard isExpected, offered.contains(where: { $0.id == provider.id }) else {
            note(isExpected ? .providerUnavailable : .notAllowed)
            return .go(.loginName)
        }
        var checks = SessionChecks()
        checks.user = .id(id)
        checks.intent = (arrival.intent.rawValue, arrival.token)
        let login: LoginSettings = try await settings(of: user.organizationID)
        let lifetime = login.identityProviderCheckLifetime
        try await prove(
            SessionRequest(checks: checks, lifetime: lifetime > .zero ? lifetime : .hours(24 * 365)), as: user)
        flow.followUp =
            provider.options.updatesAutomatically
            ? ProfileFollowUp(of: user, after: intent.signIn.identity) : nil
        return try await proceed()
    }
}

extension IdentityProviderOptions {
    /// Whether a stranger can become somebody here.
    fileprivate var welcomes: Bool { allowsCreation || createsAutomatically || allowsLinking }
}

extension ExternalIdentity {
    /// What the provider said, and nothing where it said nothing.
    var profile: HumanProfile {
        func text(_ value: String) -> String? { value.isEmpty ? nil : value }
        let tag = LanguageTag.normalized(language)
        return HumanProfile(
            givenName: text(givenName), familyName: text(familyName), nickName: text(nickName),
            displayName: text(displayName), preferredLanguage: tag == LanguageTag.undetermined ? nil : tag)
    }
}

extension NewHuman {
    /// - Returns: `nil` when the provider did not say enough for an account.
    init?(_ identity: ExternalIdentity, at provider: IdentityProvider.ID) {
        guard !identity.givenName.isEmpty, !identity.familyName.isEmpty, !identity.email.isEmpty else { return nil }
        self.init(
            username: identity.username, profile: identity.profile, email: identity.email,
            emailProof: identity.isEmailVerified ? .verified : .code(.send(nil)),
            // A number that nobody has verified is not worth a message that costs money.
            phone: identity.isPhoneVerified ? identity.phone : "", phoneProof: .verified,
            links: [identity.link(to: provider)])
    }
}
