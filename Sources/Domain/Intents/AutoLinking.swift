package import Model
internal import Platform
internal import Storage

extension Intents {
    /// The person in an organization who is whom a provider describes, where the provider is allowed to say so by itself:
    /// by an e-mail address that both sides have verified, or by the user name.
    /// - Returns: `nil` unless exactly one active person is meant, who has no account at this provider yet.
    package func match(
        _ identity: ExternalIdentity, at provider: IdentityProvider, in organization: Organization.ID
    ) async throws(DomainError) -> User? {
        let filters: [User.Filter]
        switch provider.options.autoLinking {
        case .off: return nil
        case .email:
            guard identity.isEmailVerified, identity.email.isPlain else { return nil }
            filters = [.email(TextMatch(identity.email, .equalsIgnoreCase)), .hasProvenEmail]
        case .username:
            guard identity.username.isPlain else { return nil }
            filters = [.username(TextMatch(identity.username, .equalsIgnoreCase))]
        }
        let search = User.Search(
            filters: filters + [.organization(organization), .isHuman], sorting: .id, page: Page(limit: 2))
        return try await database.read { (tx) throws(DomainError) in
            let found = try tx.users(search, visibleTo: .loginPages(of: instance)).rows
            guard found.count == 1, let user = found.first, user.state == .active else { return nil }
            let links = try tx.identityProviderLinks(of: user.id, Page(limit: 1000)).rows
            return links.contains { $0.providerID == provider.id } ? nil : user
        }
    }
}

extension String {
    /// Whether no letter in it turns into another one when case is ignored: a KELVIN SIGN becomes a k.
    fileprivate var isPlain: Bool { !isEmpty && utf8.allSatisfy { (0x21...0x7E).contains($0) } }
}
