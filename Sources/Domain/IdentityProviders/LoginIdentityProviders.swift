package import Model
internal import Platform
internal import Storage

/// Whose provider a caller means.
package enum IdentityProviderOwner: Sendable, Hashable {
    case instance, organization
}

extension IdentityProviders {
    /// Lets the people of an organization with login settings of its own, or by those of the instance with `nil`, log in with
    /// a provider.
    /// - Parameter owner: whose provider it must be; `nil` for any that the organization can use.
    /// - Throws: 404 for an organization without login settings of its own, a precondition for a provider that it cannot
    ///   use, 409 when people may log in with it already.
    package func addToLogin(
        _ id: IdentityProvider.ID, ownedBy owner: IdentityProviderOwner? = nil, of organization: Organization.ID?,
        by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try requireLoginSettingsWrite(of: organization, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            try requireOwnLoginSettings(of: organization, "Org-Ffgw2", in: tx)
            let missing = organization == nil ? "INSTANCE-m8fsd" : "Org-3N9fs"
            try tx.addToLogin(id, ownedBy: owner, of: organization, missing: missing, at: now)
            return try record(
                "policy.login.idpprovider.added", of: organization, ["idpConfigId": .string(id.rawValue)], in: tx,
                by: caller, at: now)
        }
    }

    /// Lets nobody log in with a provider any longer. Links to users stay: they are of use again when it comes back.
    /// - Throws: 404 for an organization without login settings of its own, and when nobody could log in with it.
    package func removeFromLogin(
        _ id: IdentityProvider.ID, of organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try requireLoginSettingsWrite(of: organization, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            try requireOwnLoginSettings(of: organization, "Org-GVDfe", in: tx)
            guard try tx.removeLoginIdentityProvider(id, fromLoginOf: organization) else {
                throw organization == nil
                    ? DomainError(.notFound, "INSTANCE-39fjs", "Errors.IAM.LoginPolicy.IDP.NotExisting")
                    : DomainError(.notFound, "Org-39fjs", "Errors.Org.LoginPolicy.IDP.NotExisting")
            }
            return try record(
                "policy.login.idpprovider.removed", of: organization, ["idpConfigId": .string(id.rawValue)], in: tx,
                by: caller, at: now)
        }
    }

    /// The providers of the login settings that hold for an organization, or with `nil` of the instance's, active or not.
    package func login(
        of organization: Organization.ID?, _ page: Page, by caller: Caller
    ) async throws(DomainError) -> PageResult<IdentityProvider> {
        if let organization {
            try caller.require(.policyRead, in: organization)
        } else {
            try caller.require(.iamPolicyRead)
        }
        return try await database.read { (tx) throws(DomainError) in
            try tx.loginIdentityProviders(of: organization, page)
        }
    }

    private func requireLoginSettingsWrite(
        of organization: Organization.ID?, _ caller: Caller
    ) throws(DomainError) {
        guard let organization else { return try caller.require(.iamPolicyWrite) }
        try caller.require(.policyWrite, in: organization)
    }

    /// - Parameter id: of the refusal.
    private func requireOwnLoginSettings(
        of organization: Organization.ID?, _ id: String, in tx: borrowing Transaction
    ) throws(DomainError) {
        guard try tx.settings(LoginSettings.self, of: organization).organizationID == organization else {
            throw DomainError(.notFound, id, "Errors.Org.LoginPolicy.NotFound")
        }
    }
}

extension Transaction {
    /// - Parameter missing: of the refusal of a provider that the organization cannot use.
    fileprivate borrowing func addToLogin(
        _ id: IdentityProvider.ID, ownedBy owner: IdentityProviderOwner?, of organization: Organization.ID?,
        missing: String, at now: Timestamp
    ) throws(DomainError) {
        guard let provider = try answer(to: .identityProvider(id)),
            organization.map(provider.isAvailable) ?? (provider.organizationID == nil),
            owner == nil || owner == (provider.organizationID == nil ? .instance : .organization)
        else { throw .unknownProvider(.failedPrecondition, missing) }
        let conflict =
            organization == nil
            ? DomainError(.alreadyExists, "INSTANCE-2B0ps", "Errors.IAM.LoginPolicy.IDP.AlreadyExists")
            : DomainError(.alreadyExists, "Org-2B0ps", "Errors.Org.LoginPolicy.IDP.AlreadyExists")
        try addLoginIdentityProvider(id, toLoginOf: organization, at: now, conflict: conflict)
    }
}

extension Settings {
    /// Gives an organization login settings of its own, with the providers with which its people log in.
    /// - Throws: what ``add(_:to:by:)`` throws, `Org-FEd32` for a provider that the organization cannot use, 409 for one
    ///   that is named twice.
    package func add(
        _ settings: LoginSettings,
        offering providers: [(id: IdentityProvider.ID, owner: IdentityProviderOwner?)],
        to organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try await add(settings, to: organization, by: caller) { (tx, now) throws(DomainError) in
            for provider in providers {
                try tx.addToLogin(
                    provider.id, ownedBy: provider.owner, of: organization, missing: "Org-FEd32", at: now)
                _ = try tx.record(
                    "policy.login.idpprovider.added", ofSettingsOf: organization, in: self, by: caller, at: now,
                    payload: ["idpConfigId": .string(provider.id.rawValue)])
            }
        }
    }
}
