package import Model
internal import Platform
internal import Storage

extension IdentityProviders {
    /// Adds a provider to an organization or, with `nil`, to the instance. Nobody logs in with it before it is added to
    /// login settings as well.
    /// - Throws: an invalid argument for values that are wrong (``IdentityProviderRules``), 404 for an unknown organization.
    package func add(
        _ new: NewIdentityProvider, to owner: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> (id: IdentityProvider.ID, details: ObjectDetails) {
        try IdentityProviderUse.write.require(of: owner, caller)
        if new.options.autoLinking != .off { try IdentityProviderUse.vouch.require(of: owner, caller) }
        let rules = rules(for: new.configuration.kind, of: owner, isNew: true)
        let new = try new.checked(by: rules)
        guard new.secret != nil || new.configuration.allowsPublicClient else { throw rules.refusal(of: .clientSecret) }
        let now = clock.now()
        let id = ids.nextID(IdentityProvider.ID.self)
        let sealed = new.secret.map(vault.seal)
        let details = try await database.write { (tx) throws(DomainError) in
            let details = try record(
                "idp.\(new.configuration.kind.rawValue).added", of: owner, new.payload(id), in: tx, by: caller, at: now)
            try tx.insert(
                IdentityProvider(
                    id: id, organizationID: owner, name: new.name, configuration: new.configuration,
                    options: new.options, sequence: details.sequence, createdAt: now, changedAt: now),
                secret: sealed, missing: .organizationNotFound("ORG-1MRds"))
            return details
        }
        return (id, details)
    }

    /// Changes a provider into another one of its kind. Without any difference the change before is reported.
    /// - Throws: an invalid argument for values that are wrong, and for a secret that is missing although it would go to
    ///   another address from now on; 404 for a provider that is unknown, another owner's or of another kind; a refusal of
    ///   a caller who may change providers but not decide as whom people sign in.
    package func change(
        _ id: IdentityProvider.ID, of owner: Organization.ID?, to new: NewIdentityProvider, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try IdentityProviderUse.write.require(of: owner, caller)
        let rules = rules(for: new.configuration.kind, of: owner, isNew: false)
        let new = try new.checked(by: rules)
        let now = clock.now()
        let sealed = new.secret.map(vault.seal)
        return try await database.write { (tx) throws(DomainError) in
            guard var provider = try tx.answer(to: .identityProvider(id)), provider.organizationID == owner,
                provider.configuration.kind == new.configuration.kind
            else { throw rules.unknown }
            let before = provider
            provider.name = new.name
            provider.configuration = new.configuration
            provider.options = new.options
            guard provider != before || sealed != nil else { return details(of: provider) }
            try requireVouching(of: provider, before: before, in: tx, by: caller)
            if sealed == nil {
                let hasSecret = try tx.answer(to: .identityProviderSecret(id)) != nil
                // Who may not see the secret must not have it sent to another address either.
                guard hasSecret ? provider.answers(as: before) : new.configuration.allowsPublicClient else {
                    throw rules.refusal(of: .clientSecret, "The client secret has to be given anew")
                }
            }
            let details = try record(
                "idp.\(new.configuration.kind.rawValue).changed", of: owner, new.payload(id), in: tx, by: caller,
                at: now)
            provider.sequence = details.sequence
            provider.changedAt = now
            try tx.update(provider, secret: sealed)
            return details
        }
    }

    /// Lets people log in with a provider, or no longer.
    /// - Throws: 404 for a provider that is unknown or another owner's, a precondition when it is so already.
    package func setState(
        _ state: IdentityProvider.State, of id: IdentityProvider.ID, ownedBy owner: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try IdentityProviderUse.write.require(of: owner, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let details = try record(
                state == .active ? "idp.reactivated" : "idp.deactivated", of: owner, ["id": .string(id.rawValue)],
                in: tx, by: caller, at: now)
            let isDone = try tx.setState(state, of: id, ownedBy: owner, sequence: details.sequence, at: now)
            guard !isDone else { return details }
            // What the statement did not find is either not there or as it should be: only the words differ.
            guard let provider = try tx.answer(to: .identityProvider(id)), provider.organizationID == owner else {
                throw .unknownProvider(.notFound, DomainError.providerID("Se3tg", of: owner))
            }
            throw DomainError(
                .failedPrecondition, "IDP-St4te", "The identity provider is \(state.rawValue) already")
        }
    }

    /// Removes a provider with its place in login settings and its links to users, whose sessions lose what was proven by
    /// it.
    /// - Throws: 404 for a provider that is unknown or another owner's.
    package func remove(
        _ id: IdentityProvider.ID, of owner: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try IdentityProviderUse.delete.require(of: owner, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard let provider = try tx.answer(to: .identityProvider(id)), provider.organizationID == owner else {
                throw .unknownProvider(.notFound, DomainError.providerID("Se3tg", of: owner))
            }
            let links = try tx.numberOfLinks(to: id)
            if links > 0 { try tx.clearChecks(ofUsersLinkedTo: id) }
            let details = try record(
                "idp.removed", of: owner,
                ["id": .string(id.rawValue), "name": .string(provider.name), "links": .integer(links)], in: tx,
                by: caller, at: now)
            guard try tx.deleteIdentityProvider(id, ownedBy: owner) else { throw .internalFault }
            return details
        }
    }

    /// Whoever decides which account elsewhere is which user here can sign in as any of them. That takes the permission
    /// to give people passwords, too.
    private func requireVouching(
        of provider: IdentityProvider, before: IdentityProvider, in tx: borrowing Transaction, by caller: Caller
    ) throws(DomainError) {
        let isAnother = !provider.answers(as: before)
        let linksNow = provider.options.autoLinking != .off
        let linksAnew = linksNow && provider.options.autoLinking != before.options.autoLinking
        let hasLinks = isAnother ? try tx.numberOfLinks(to: provider.id) > 0 : false
        guard linksAnew || isAnother && (linksNow || hasLinks) else { return }
        try IdentityProviderUse.vouch.require(of: provider.organizationID, caller)
    }

    private func rules(
        for kind: IdentityProvider.Kind, of owner: Organization.ID?, isNew: Bool
    ) -> IdentityProviderRules {
        IdentityProviderRules(owner: owner, kind: kind, isNew: isNew, allowedHosts: allowedHosts)
    }
}

extension NewIdentityProvider {
    /// What the history tells of it.
    fileprivate func payload(_ id: IdentityProvider.ID) -> JSONObject {
        var payload: JSONObject = ["id": .string(id.rawValue), "name": .string(name)]
        switch configuration {
        case .oidc(let provider):
            payload["issuer"] = .string(provider.issuer)
            payload["clientId"] = .string(provider.clientID)
        case .oauth(let provider):
            payload["clientId"] = .string(provider.clientID)
            payload["tokenEndpoint"] = .string(provider.tokenEndpoint)
        }
        // Who changed the secret, but not into what.
        if secret != nil { payload["hasNewSecret"] = true }
        return payload
    }
}
