package import Model
package import Platform
internal import SQL

extension Transaction {
    /// The settings that hold for an organization: its own, else the instance's, else the built-in ones.
    /// - Parameter organization: `nil` for the instance.
    package borrowing func settings<Settings: StoredSettings>(
        _ type: Settings.Type, of organization: Organization.ID?
    ) throws(DomainError) -> EffectiveSettings<Settings> {
        try answer(to: .settings(type, of: organization))
    }

    /// Chooses settings for the first time.
    /// - Throws: `conflict` when they were chosen before, `missing` for an unknown organization.
    package borrowing func insert<Settings: StoredSettings>(
        _ settings: Settings, of organization: Organization.ID?, sequence: Int64, at now: Timestamp,
        conflict: DomainError, missing: DomainError = .internalFault
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO settings (kind, owner, organization_id, value, sequence, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6)
            """,
            Settings.kind, organization?.rawValue ?? "", organization?.rawValue,
            JSONValue.object(settings.json).text, sequence, now, conflict: conflict, missing: missing)
    }

    /// Chooses settings, instead of those that were chosen before if there are any.
    package borrowing func put<Settings: StoredSettings>(
        _ settings: Settings, of organization: Organization.ID?, sequence: Int64, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO settings (kind, owner, organization_id, value, sequence, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $6)
            ON CONFLICT (kind, owner) DO UPDATE
            SET value = EXCLUDED.value, sequence = EXCLUDED.sequence, changed_at = EXCLUDED.changed_at
            """,
            Settings.kind, organization?.rawValue ?? "", organization?.rawValue,
            JSONValue.object(settings.json).text, sequence, now)
    }

    /// Gives up what an organization chose.
    /// - Returns: whether it had chosen anything.
    package borrowing func deleteSettings<Settings: StoredSettings>(
        _ type: Settings.Type, of organization: Organization.ID
    ) throws(DomainError) -> Bool {
        try execute("DELETE FROM settings WHERE kind = $1 AND owner = $2", Settings.kind, organization) == 1
    }
}
