package import Model
package import Platform
package import Storage

/// An account elsewhere that is to belong to a user.
package struct NewIdentityProviderLink: Sendable, Hashable {
    package let providerID: IdentityProvider.ID
    /// The identifier of the account there.
    package let externalID: String
    /// The name of the account there, for people to read.
    package let externalName: String

    package init(providerID: IdentityProvider.ID, externalID: String, externalName: String) {
        self.providerID = providerID
        self.externalID = externalID
        self.externalName = externalName
    }
}

extension IdentityProviders {
    /// Says that an account elsewhere belongs to a person. Nobody says so of themselves here: the account could be another
    /// person's. The login pages link what people have shown to be theirs.
    /// - Throws: `COMMAND-vzktar7b7f` for an unknown user and a machine, `COMMAND-39nf2` for a provider that the user's
    ///   organization cannot use, `V3-DKcYh` when the account belongs to somebody already.
    package func link(
        _ new: NewIdentityProviderLink, to target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let missing = DomainError(.failedPrecondition, "COMMAND-vzktar7b7f", "User could not be found")
            let user = try tx.user(target, .userWrite, of: caller, missing: missing)
            guard user.human != nil else { throw missing }
            return try tx.link(new, to: user, by: caller.userID, at: now)
        }
    }

    /// Says that an account elsewhere does not belong to a user any longer. What was proven by accounts elsewhere is proven
    /// no more in the user's sessions.
    /// - Throws: `COMMAND-1M9xR` when it did not; ``DomainError/lastWayIn`` when users could not sign in any more after
    ///   they had unlinked it themselves.
    package func unlink(
        _ externalID: String, at provider: IdentityProvider.ID, from target: UserTarget, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let missing = DomainError(.notFound, "COMMAND-1M9xR", "External IDP not found")
            let user = try tx.user(target, .userWrite, of: caller, orSelf: true, missing: missing)
            guard try tx.deleteIdentityProviderLink(of: user.id, to: provider, externalID: externalID) else {
                throw missing
            }
            try tx.requireWayIn(of: user, by: caller)
            try tx.clearChecks(of: user.id, .identityProvider)
            return try tx.record(
                "user.human.externalidp.removed", of: user.id, in: user.organizationID, by: caller.userID, at: now,
                payload: ["idpConfigId": .string(provider.rawValue), "userId": .string(externalID)])
        }
    }

    /// The accounts elsewhere that belong to a user. An unknown user has none.
    package func links(
        of user: User.ID, _ page: Page, by caller: Caller
    ) async throws(DomainError) -> PageResult<IdentityProviderLink> {
        try await database.read { (tx) throws(DomainError) in
            guard try tx.mayList(factorsOf: user, caller) else { return PageResult(rows: [], total: 0) }
            return try tx.identityProviderLinks(of: user, page)
        }
    }
}

extension Transaction {
    /// Makes an account elsewhere the user's, and writes it into the user's history. Whether the caller may do it was
    /// asked before.
    /// - Parameter caller: `nil` for the service itself.
    /// - Throws: `COMMAND-39nf2` for a provider that the user's organization cannot use, `V3-DKcYh` when the account
    ///   belongs to somebody already.
    package borrowing func link(
        _ new: NewIdentityProviderLink, to user: User, by caller: User.ID?, at now: Timestamp
    ) throws(DomainError) -> ObjectDetails {
        try requireProviders(of: [new], in: user.organizationID)
        try insert(
            IdentityProviderLink(
                userID: user.id, providerID: new.providerID, externalID: new.externalID,
                externalName: new.externalName, createdAt: now),
            conflict: DomainError(.alreadyExists, "V3-DKcYh", "External IDP already taken"),
            missing: .noLinkedProvider)
        return try record(
            "user.human.externalidp.added", of: user.id, in: user.organizationID, by: caller, at: now,
            payload: [
                "idpConfigId": .string(new.providerID.rawValue), "userId": .string(new.externalID),
                "displayName": .string(new.externalName),
            ])
    }

    /// - Throws: `COMMAND-39nf2` for a provider that the organization cannot use.
    borrowing func requireProviders(
        of links: [NewIdentityProviderLink], in organization: Organization.ID
    ) throws(DomainError) {
        for link in links {
            let provider = try answer(to: .identityProvider(link.providerID))
            guard provider?.isAvailable(to: organization) == true else { throw .noLinkedProvider }
        }
    }
}

extension DomainError {
    fileprivate static let noLinkedProvider = unknownProvider(.failedPrecondition, "COMMAND-39nf2")
}
