package import Model
internal import SQL

extension Query {
    /// The settings that hold for an organization: its own, else the instance's, else the built-in ones.
    /// - Parameter organization: `nil` for the instance.
    package static func settings<Settings: StoredSettings>(
        _ type: Settings.Type = Settings.self, of organization: Organization.ID?
    ) -> Query where Value == EffectiveSettings<Settings> {
        // The instance's owner is the empty text, which sorts before every other.
        Query<EffectiveSettings<Settings>?>.first(
            """
            SELECT organization_id, value, sequence, created_at, changed_at
            FROM settings
            WHERE kind = $1 AND owner IN ('', $2)
            ORDER BY owner DESC
            LIMIT 1
            """,
            Settings.kind, organization?.rawValue ?? "", decode: EffectiveSettings<Settings>.init(row:)
        ).map { $0 ?? .builtIn }
    }
}

extension EffectiveSettings {
    init(row: borrowing SQLRow) throws(DomainError) {
        guard let value = Value(json: try row.object("value")) else { throw row.unreadable("value") }
        self.init(
            value, of: try row.optionalValue("organization_id"),
            choice: SettingsChoice(
                sequence: try row.integer("sequence"), createdAt: try row.timestamp("created_at"),
                changedAt: try row.timestamp("changed_at")))
    }
}
