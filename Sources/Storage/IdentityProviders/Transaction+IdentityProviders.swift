package import Model
package import Platform
internal import SQL

extension Transaction {
    /// - Throws: `missing` for an unknown organization.
    package borrowing func insert(
        _ provider: IdentityProvider, secret: [UInt8]?, missing: DomainError
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO identity_providers (
                id, organization_id, name, state, kind, configuration, secret, allows_linking, allows_creation,
                creates_automatically, updates_automatically, auto_linking, sequence, created_at, changed_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
            """,
            provider.id, provider.organizationID?.rawValue, provider.name, provider.state,
            provider.configuration.kind, provider.configuration.json.text, secret, provider.options.allowsLinking,
            provider.options.allowsCreation, provider.options.createsAutomatically,
            provider.options.updatesAutomatically, provider.options.autoLinking, provider.sequence,
            provider.createdAt, missing: missing)
    }

    /// Stores everything that can change of a provider.
    /// - Parameter secret: `nil` leaves it as it is.
    package borrowing func update(_ provider: IdentityProvider, secret: [UInt8]?) throws(DomainError) {
        try execute(
            """
            UPDATE identity_providers
            SET name = $2, state = $3, configuration = $4, secret = COALESCE($5, secret), allows_linking = $6,
                allows_creation = $7, creates_automatically = $8, updates_automatically = $9, auto_linking = $10,
                sequence = $11, changed_at = $12
            WHERE id = $1
            """,
            provider.id, provider.name, provider.state, provider.configuration.json.text, secret,
            provider.options.allowsLinking, provider.options.allowsCreation, provider.options.createsAutomatically,
            provider.options.updatesAutomatically, provider.options.autoLinking, provider.sequence,
            provider.changedAt)
    }

    /// Lets people log in with a provider, or no longer.
    /// - Returns: `false` when it is so already, and for a provider that is not the organization's, or with `nil` the
    ///   instance's.
    package borrowing func setState(
        _ state: IdentityProvider.State, of id: IdentityProvider.ID, ownedBy organization: Organization.ID?,
        sequence: Int64, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE identity_providers SET state = $3, sequence = $4, changed_at = $5
            WHERE id = $1 AND COALESCE(organization_id, '') = $2 AND state <> $3
            """,
            id, organization?.rawValue ?? "", state, sequence, now) == 1
    }

    /// Removes a provider with its links to users and its place in login settings.
    /// - Returns: `false` for a provider that is not the organization's, or with `nil` the instance's.
    package borrowing func deleteIdentityProvider(
        _ id: IdentityProvider.ID, ownedBy organization: Organization.ID?
    ) throws(DomainError) -> Bool {
        try execute(
            "DELETE FROM identity_providers WHERE id = $1 AND COALESCE(organization_id, '') = $2", id,
            organization?.rawValue ?? "") == 1
    }

    /// The providers that an organization can use: its own and the instance's; with `nil` only the instance's.
    package borrowing func identityProviders(
        _ filters: [IdentityProvider.Filter], availableTo organization: Organization.ID?, _ page: Page
    ) throws(DomainError) -> PageResult<IdentityProvider> {
        try self.page(
            """
            SELECT p.id, p.organization_id, p.name, p.state, p.kind, p.configuration, p.allows_linking,
                p.allows_creation, p.creates_automatically, p.updates_automatically, p.auto_linking, p.sequence,
                p.created_at, p.changed_at
            """, from: "FROM identity_providers p",
            where: { query in
                query.append("(p.organization_id IS NULL")
                if let organization { query.append(" OR p.organization_id = $1", organization) }
                query.append(")")
                for filter in filters { query.append(filter) }
            },
            order: { $0.append(orderedBy: "p.created_at", then: "p.id", page) },
            decode: IdentityProvider.init(row:))
    }
}

extension SQLQuery {
    fileprivate mutating func append(_ filter: IdentityProvider.Filter) {
        append(" AND ")
        switch filter {
        case .id(let id): append("p.id = $1", id)
        case .name(let match): append("p.name", matches: match)
        case .isOfInstance(true): append("p.organization_id IS NULL")
        case .isOfInstance(false): append("p.organization_id IS NOT NULL")
        }
    }
}
