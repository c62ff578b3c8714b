package import Model
package import Platform
package import Storage

/// Settings of the instance and of organizations: how they are read, chosen, changed and given up.
package struct Settings: Sendable {
    let database: Database
    let clock: WallClock
    /// Whose settings hold where an organization has none of its own.
    package let instance: Instance

    package init(database: Database, instance: Instance, clock: WallClock) {
        self.database = database
        self.instance = instance
        self.clock = clock
    }

    /// The settings that hold for an organization or, with `nil`, for the instance.
    package func effective<Value: StoredSettings>(
        _ type: Value.Type = Value.self, of organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> EffectiveSettings<Value> {
        if let organization { try caller.require(.policyRead, in: organization) }
        return try await database.read(.settings(of: organization))
    }

    /// Settings that only the instance has.
    package func ofInstance<Value: StoredSettings>(
        _ type: Value.Type = Value.self, by caller: Caller
    ) async throws(DomainError) -> EffectiveSettings<Value> {
        try caller.require(.iamPolicyRead)
        return try await database.read(.settings(of: nil))
    }

    /// Who chose settings and when. What nobody chose is as old as the instance.
    package func details<Value>(of settings: EffectiveSettings<Value>) -> ObjectDetails {
        ObjectDetails(
            sequence: settings.choice?.sequence ?? 1, changedAt: settings.choice?.changedAt ?? instance.createdAt,
            resourceOwner: settings.organizationID ?? instanceAsOwner,
            createdAt: settings.choice?.createdAt ?? instance.createdAt)
    }

    /// The instance in the place where replies name an owner.
    var instanceAsOwner: Organization.ID { Organization.ID(instance.id) }
}

extension Transaction {
    /// Writes an event about settings into the history of their owner.
    borrowing func record(
        _ type: String, ofSettingsOf organization: Organization.ID?, in settings: Settings, by caller: Caller,
        at now: Timestamp, payload: JSONObject = [:]
    ) throws(DomainError) -> ObjectDetails {
        if let organization {
            return try record("org.\(type)", of: organization, by: caller.userID, at: now, payload: payload)
        }
        let event = AuditEvent(
            .instance, settings.instance.id, organization: nil, "instance.\(type)", payload: payload)
        let sequence = try record(event, by: caller.userID.rawValue, at: now)
        return ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: settings.instanceAsOwner)
    }
}

extension Settings {
    /// In which the service speaks to people who have not chosen a language.
    package static let defaultLanguage = "en"
    /// The languages that it speaks.
    package static let languages = ["de", "en"]
}
