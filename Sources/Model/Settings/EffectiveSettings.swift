package import Platform

/// The settings that hold for an organization or the instance, and whose they are.
package struct EffectiveSettings<Value: StoredSettings>: Sendable, Hashable {
    package let value: Value
    /// The organization that chose them; `nil` when they are the instance's.
    package let organizationID: Organization.ID?
    /// When they were chosen; `nil` for the built-in default.
    package let choice: SettingsChoice?

    package init(_ value: Value, of organization: Organization.ID? = nil, choice: SettingsChoice? = nil) {
        self.value = value
        organizationID = organization
        self.choice = choice
    }

    /// What holds where nobody has chosen anything.
    package static var builtIn: EffectiveSettings { EffectiveSettings(Value()) }
}

/// When settings were chosen.
package struct SettingsChoice: Sendable, Hashable {
    /// The number of the last change in the history of whose settings they are.
    package let sequence: Int64
    package let createdAt: Timestamp
    package let changedAt: Timestamp

    package init(sequence: Int64, createdAt: Timestamp, changedAt: Timestamp) {
        self.sequence = sequence
        self.createdAt = createdAt
        self.changedAt = changedAt
    }
}
