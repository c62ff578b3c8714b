package import Model
package import Platform
internal import Storage

extension IdentityProviders {
    /// - Throws: `QUERY-rhR2o` for an unknown provider.
    package func provider(
        _ id: IdentityProvider.ID, by caller: Caller
    ) async throws(DomainError) -> IdentityProvider {
        guard let provider = try await database.read(.identityProvider(id)) else { throw .noProvider }
        try IdentityProviderUse.read.require(of: provider.organizationID, caller)
        return provider
    }

    /// A provider that an organization can use, or with `nil` one of the instance.
    /// - Throws: `QUERY-rhR2o` for an unknown provider, and for one of another organization.
    package func provider(
        _ id: IdentityProvider.ID, availableTo organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> IdentityProvider {
        try IdentityProviderUse.read.require(of: organization, caller)
        guard let provider = try await database.read(.identityProvider(id)),
            organization.map(provider.isAvailable) ?? (provider.organizationID == nil)
        else { throw .noProvider }
        return provider
    }

    /// The providers that an organization can use, or with `nil` those of the instance.
    package func list(
        _ filters: [IdentityProvider.Filter], availableTo organization: Organization.ID?, _ page: Page,
        by caller: Caller
    ) async throws(DomainError) -> PageResult<IdentityProvider> {
        try IdentityProviderUse.read.require(of: organization, caller)
        return try await database.read { (tx) throws(DomainError) in
            try tx.identityProviders(filters, availableTo: organization, page)
        }
    }
}

/// A provider that people can be sent to now, with what identifies this service there.
package struct UsableIdentityProvider: Sendable {
    package let provider: IdentityProvider
    /// `nil` for a public client.
    package let clientSecret: Secret<String>?
}

extension IdentityProviders {
    /// A provider for use: to send somebody there, or to take its answer. Its state is looked at each time.
    /// - Returns: `nil` when there is none, or it is inactive.
    package func usable(_ id: IdentityProvider.ID) async throws(DomainError) -> UsableIdentityProvider? {
        let lookup = Lookup<IdentityProvider?>.identityProvider(id).and(.identityProviderSecret(id))
        let (provider, sealed) = try await database.read(lookup)
        guard let provider, provider.state == .active else { return nil }
        guard let sealed else { return UsableIdentityProvider(provider: provider, clientSecret: nil) }
        guard let secret = vault.open(sealed) else { throw .internalFault }
        return UsableIdentityProvider(provider: provider, clientSecret: secret)
    }

    /// The providers with which the people of an organization, or with `nil` any, may log in now: by the login settings
    /// that hold there.
    package func offered(to organization: Organization.ID?) async throws(DomainError) -> [IdentityProvider] {
        let lookup = Lookup<EffectiveSettings<LoginSettings>>.settings(of: organization)
            .and(.loginIdentityProviders(of: organization))
        let (settings, providers) = try await database.read(lookup)
        return settings.value.allowsIdentityProviders ? providers : []
    }

    /// The same for a caller of the API.
    package func offered(
        to organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> [IdentityProvider] {
        if let organization { try caller.require(.policyRead, in: organization) }
        return try await offered(to: organization)
    }
}

extension Transaction {
    /// Makes sure that the people of an organization may come from a provider by themselves now.
    /// - Throws: `IDP-0ff3r`.
    borrowing func requireOffer(
        of provider: IdentityProvider.ID, in organization: Organization.ID
    ) throws(DomainError) {
        guard try isActive(organization),
            try offeredProviders(to: organization).contains(where: { $0.id == provider })
        else { throw .providerNotOffered }
    }

    /// The providers with which the people of an organization may log in now, by the login settings that hold there.
    borrowing func offeredProviders(
        to organization: Organization.ID
    ) throws(DomainError) -> [IdentityProvider] {
        guard try settings(LoginSettings.self, of: organization).value.allowsIdentityProviders else { return [] }
        return try answer(to: .loginIdentityProviders(of: organization))
    }
}

extension DomainError {
    package static let providerNotOffered = DomainError(
        .failedPrecondition, "IDP-0ff3r", "People of this organization cannot come from this identity provider")

    fileprivate static let noProvider = unknownProvider(.notFound, "QUERY-rhR2o")
}
