package import Model
internal import SQL

extension Query where Value == User.ID? {
    /// The user that an account at a provider belongs to.
    package static func user(linkedTo provider: IdentityProvider.ID, externalID: String) -> Query {
        first(
            "SELECT user_id FROM identity_provider_links WHERE provider_id = $1 AND external_id = $2", provider,
            externalID
        ) { (row) throws(DomainError) in try row.value("user_id") }
    }
}

extension Query where Value == [IdentityProvider.ID] {
    /// The providers at which a user has accounts, each once.
    package static func identityProviders(linkedTo user: User.ID) -> Query {
        all("SELECT DISTINCT provider_id FROM identity_provider_links WHERE user_id = $1", user) {
            (row) throws(DomainError) in try row.value("provider_id")
        }
    }
}

extension Transaction {
    /// - Throws: `conflict` when the account belongs to a user already, `missing` for an unknown provider or user.
    package borrowing func insert(
        _ link: IdentityProviderLink, conflict: DomainError, missing: DomainError
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO identity_provider_links (provider_id, external_id, external_name, user_id, created_at)
            VALUES ($1, $2, $3, $4, $5)
            """,
            link.providerID, link.externalID, link.externalName, link.userID, link.createdAt, conflict: conflict,
            missing: missing)
    }

    /// - Returns: whether there was such a link.
    package borrowing func deleteIdentityProviderLink(
        of user: User.ID, to provider: IdentityProvider.ID, externalID: String
    ) throws(DomainError) -> Bool {
        try execute(
            "DELETE FROM identity_provider_links WHERE provider_id = $1 AND external_id = $2 AND user_id = $3",
            provider, externalID, user) == 1
    }

    /// The accounts elsewhere that belong to a user, by the time of their linking.
    package borrowing func identityProviderLinks(
        of user: User.ID, _ page: Page
    ) throws(DomainError) -> PageResult<IdentityProviderLink> {
        try self.page(
            "SELECT l.user_id, l.provider_id, l.external_id, l.external_name, l.created_at",
            from: "FROM identity_provider_links l", where: { $0.append("l.user_id = $1", user) },
            order: { $0.append(orderedBy: "l.created_at", then: "l.provider_id || ' ' || l.external_id", page) },
            decode: IdentityProviderLink.init(row:))
    }

    /// How many accounts at a provider belong to users.
    package borrowing func numberOfLinks(to provider: IdentityProvider.ID) throws(DomainError) -> Int64 {
        try first("SELECT COUNT(*) AS n FROM identity_provider_links WHERE provider_id = $1", provider) {
            (row) throws(DomainError) in try row.integer("n")
        } ?? 0
    }

    /// Takes back what the users of a provider proved by it, from all their sessions.
    package borrowing func clearChecks(ofUsersLinkedTo provider: IdentityProvider.ID) throws(DomainError) {
        try execute(
            """
            UPDATE sessions SET intent_verified_at = NULL
            WHERE intent_verified_at IS NOT NULL
                AND user_id IN (SELECT user_id FROM identity_provider_links WHERE provider_id = $1)
            """,
            provider)
    }
}

extension IdentityProviderLink {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            userID: try row.value("user_id"), providerID: try row.value("provider_id"),
            externalID: try row.text("external_id"), externalName: try row.text("external_name"),
            createdAt: try row.timestamp("created_at"))
    }
}
