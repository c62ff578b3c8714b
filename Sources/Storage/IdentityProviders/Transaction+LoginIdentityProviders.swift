package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Lets the people of an organization, or by the settings of the instance, log in with a provider.
    /// - Throws: `conflict` when they may already.
    package borrowing func addLoginIdentityProvider(
        _ id: IdentityProvider.ID, toLoginOf organization: Organization.ID?, at now: Timestamp, conflict: DomainError
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO login_identity_providers (owner, organization_id, provider_id, created_at)
            VALUES ($1, $2, $3, $4)
            """,
            organization?.rawValue ?? "", organization?.rawValue, id, now, conflict: conflict)
    }

    /// - Returns: whether they might.
    package borrowing func removeLoginIdentityProvider(
        _ id: IdentityProvider.ID, fromLoginOf organization: Organization.ID?
    ) throws(DomainError) -> Bool {
        try execute(
            "DELETE FROM login_identity_providers WHERE provider_id = $1 AND owner = $2", id,
            organization?.rawValue ?? "") == 1
    }

    /// Forgets the choice of an organization that gives its login settings up.
    package borrowing func removeLoginIdentityProviders(of organization: Organization.ID) throws(DomainError) {
        try execute("DELETE FROM login_identity_providers WHERE owner = $1", organization)
    }

    /// The providers in the login settings that hold for an organization, or with `nil` in the instance's, active or not.
    package borrowing func loginIdentityProviders(
        of organization: Organization.ID?, _ page: Page
    ) throws(DomainError) -> PageResult<IdentityProvider> {
        try self.page(
            """
            SELECT p.id, p.organization_id, p.name, p.state, p.kind, p.configuration, p.allows_linking,
                p.allows_creation, p.creates_automatically, p.updates_automatically, p.auto_linking, p.sequence,
                p.created_at, p.changed_at
            """,
            from: "FROM login_identity_providers l JOIN identity_providers p ON p.id = l.provider_id",
            where: { query in
                query.append(
                    "l.owner = COALESCE((SELECT s.owner FROM settings s WHERE s.kind = $1 AND s.owner = $2), '')",
                    SettingsKind.login, organization?.rawValue ?? "")
            },
            order: { $0.append(orderedBy: "l.created_at", then: "p.id", page) },
            decode: IdentityProvider.init(row:))
    }
}
