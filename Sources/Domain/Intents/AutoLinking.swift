package import Model
internal import Platform
internal import Storage

extension Intents {
    /// Makes an account at a provider that of the person in an organization who is whom the provider describes, where the
    /// provider is allowed to say so by itself: by an e-mail address that both sides have verified, or by the user name.
    /// The intent is not used up.
    /// - Returns: who it is; `nil` unless exactly one active person is meant, who has no account at this provider yet.
    /// - Throws: `IDP-0ff3r` when the organization does not offer the provider; `V3-DKcYh` when the account is somebody's
    ///   by now.
    package func linkMatch(
        of intent: SucceededIntent, in organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> User.ID? {
        let (identity, provider) = (intent.signIn.identity, intent.providerID)
        // Strangers, who are the most, cost no write.
        let found = try await database.read { (tx) throws(DomainError) in
            try tx.match(identity, at: provider, in: organization, of: instance)
        }
        guard found != nil else { return nil }
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let user = try tx.match(identity, at: provider, in: organization, of: instance) else { return nil }
            try tx.requireOffer(of: provider, in: organization)
            _ = try tx.link(identity.link(to: provider), to: user, by: caller.userID, at: now)
            return user.id
        }
    }
}

extension Transaction {
    fileprivate borrowing func match(
        _ identity: ExternalIdentity, at id: IdentityProvider.ID, in organization: Organization.ID,
        of instance: Instance
    ) throws(DomainError) -> User? {
        guard let provider = try answer(to: .identityProvider(id)), provider.state == .active,
            let filters = identity.filters(for: provider.options.autoLinking)
        else { return nil }
        let search = User.Search(
            filters: filters + [.organization(organization), .isHuman], sorting: .id, page: Page(limit: 2))
        let found = try users(search, visibleTo: .loginPages(of: instance)).rows
        guard found.count == 1, let user = found.first, user.state == .active else { return nil }
        let links = try identityProviderLinks(of: user.id, Page(limit: 1000)).rows
        return links.contains { $0.providerID == id } ? nil : user
    }
}

extension ExternalIdentity {
    /// By what somebody here is the same person.
    /// - Returns: `nil` where the provider vouches for nothing of the kind: an address that anybody can claim there is no
    ///   name either, although people are shown it as one.
    fileprivate func filters(for linking: IdentityProviderOptions.AutoLinking) -> [User.Filter]? {
        switch linking {
        case .off: return nil
        case .email:
            guard isEmailVerified, email.isPlain else { return nil }
            return [.email(TextMatch(email, .equalsIgnoreCase)), .hasProvenEmail]
        case .username:
            let name = claimedName.isEmpty && isEmailVerified ? email : claimedName
            guard name.isPlain else { return nil }
            return [.username(TextMatch(name, .equalsIgnoreCase))]
        }
    }
}

extension String {
    /// Whether no letter in it turns into another one when case is ignored: a KELVIN SIGN becomes a k.
    fileprivate var isPlain: Bool { !isEmpty && utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}
