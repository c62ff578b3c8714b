package import Model
internal import SQL

extension Query where Value == IdentityProvider? {
    package static func identityProvider(_ id: IdentityProvider.ID) -> Query {
        first(
            """
            SELECT p.id, p.organization_id, p.name, p.state, p.kind, p.configuration, p.allows_linking,
                p.allows_creation, p.creates_automatically, p.updates_automatically, p.auto_linking, p.sequence,
                p.created_at, p.changed_at
            FROM identity_providers p
            WHERE p.id = $1
            """,
            id, decode: IdentityProvider.init(row:))
    }
}

extension Query where Value == [UInt8]? {
    /// The sealed client secret of a provider; `nil` when there is none.
    package static func identityProviderSecret(_ id: IdentityProvider.ID) -> Query {
        Query<[UInt8]??>.first("SELECT secret FROM identity_providers WHERE id = $1", id) {
            (row) throws(DomainError) in try row.optionalBlob("secret")
        }.map { $0 ?? nil }
    }
}

extension Query where Value == [IdentityProvider] {
    /// The active providers with which the people of an organization, or with `nil` any, log in by the login settings that
    /// hold there, in the order in which they were added to these. Whether the settings allow providers at all is not looked
    /// at.
    package static func loginIdentityProviders(of organization: Organization.ID?) -> Query {
        all(
            """
            SELECT p.id, p.organization_id, p.name, p.state, p.kind, p.configuration, p.allows_linking,
                p.allows_creation, p.creates_automatically, p.updates_automatically, p.auto_linking, p.sequence,
                p.created_at, p.changed_at
            FROM login_identity_providers l
            JOIN identity_providers p ON p.id = l.provider_id
            WHERE l.owner = COALESCE((SELECT s.owner FROM settings s WHERE s.kind = $2 AND s.owner = $1), '')
                AND p.state = 'active' AND (p.organization_id IS NULL OR p.organization_id = $1)
            ORDER BY l.created_at, p.id
            LIMIT 1000
            """,
            organization?.rawValue ?? "", SettingsKind.login, decode: IdentityProvider.init(row:))
    }
}

extension IdentityProvider {
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), organizationID: try row.optionalValue("organization_id"),
            name: try row.text("name"), state: try row.value("state"),
            configuration: Configuration(try row.value("kind"), stored: try row.object("configuration")),
            options: IdentityProviderOptions(
                allowsLinking: try row.boolean("allows_linking"), allowsCreation: try row.boolean("allows_creation"),
                createsAutomatically: try row.boolean("creates_automatically"),
                updatesAutomatically: try row.boolean("updates_automatically"),
                autoLinking: try row.value("auto_linking")),
            sequence: try row.integer("sequence"), createdAt: try row.timestamp("created_at"),
            changedAt: try row.timestamp("changed_at"))
    }
}

extension IdentityProvider.ID: SQLEncodable {}
extension IdentityProvider.State: SQLEncodable {}
extension IdentityProvider.Kind: SQLEncodable {}
extension IdentityProviderOptions.AutoLinking: SQLEncodable {}
