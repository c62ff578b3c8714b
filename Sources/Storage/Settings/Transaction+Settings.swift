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

    /// Replaces chosen settings by other ones.
    /// - Returns: `false` when there are none, and when they are the same.
    package borrowing func replace<Settings: StoredSettings>(
        with settings: Settings, of organization: Organization.ID?, sequence: Int64, at now: Timestamp
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE settings
            SET value = $3, sequence = $4, changed_at = $5
            WHERE kind = $1 AND owner = $2 AND value <> $3
            """,
            Settings.kind, organization?.rawValue ?? "", JSONValue.object(settings.json).text, sequence, now) == 1
    }

    /// Gives up what an organization chose.
    /// - Returns: whether it had chosen anything.
    package borrowing func deleteSettings<Settings: StoredSettings>(
        _ type: Settings.Type, of organization: Organization.ID
    ) throws(DomainError) -> Bool {
        try execute("DELETE FROM settings WHERE kind = $1 AND owner = $2", Settings.kind, organization) == 1
    }

    /// Whether an organization, or the instance, has chosen settings of a kind.
    package borrowing func hasSettings(
        _ kind: SettingsKind, of organization: Organization.ID?
    ) throws(DomainError) -> Bool {
        try first(
            "SELECT 1 AS found FROM settings WHERE kind = $1 AND owner = $2", kind, organization?.rawValue ?? ""
        ) { _ in true } ?? false
    }
}
