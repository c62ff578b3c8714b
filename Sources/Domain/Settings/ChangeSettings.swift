package import Model
package import Platform
package import Storage

extension Settings {
    /// Gives an organization settings of its own.
    /// - Parameter addition: carried out in the same transaction, afterwards.
    /// - Throws: 409 when it has some, 404 for an unknown organization, and what `addition` throws.
    package func add<Value: ChangeableSettings>(
        _ value: Value, to organization: Organization.ID, by caller: Caller,
        with addition: @escaping @Sendable (borrowing Transaction, Timestamp) throws(DomainError) -> Void = { _, _ in }
    ) async throws(DomainError) -> ObjectDetails {
        try require(.policyWrite, for: Value.self, of: organization, caller)
        try value.validate()
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let before = try tx.settings(Value.self, of: organization).value
            let details = try tx.record(
                "\(Value.eventName).added", ofSettingsOf: organization, in: self, by: caller, at: now,
                payload: value.json)
            try tx.insert(
                value, of: organization, sequence: details.sequence, at: now, conflict: Value.refusals.exists,
                missing: .organizationNotFound("ORG-1MRds"))
            try Value.follow(before, value, of: organization, in: tx)
            try addition(tx, now)
            return details
        }
    }

    /// Changes the settings of an organization, which must have some of its own, or with `nil` of the instance.
    /// - Throws: 404 without settings, a precondition when nothing changes, and what `edit` throws.
    package func change<Value: ChangeableSettings>(
        _ type: Value.Type = Value.self, of organization: Organization.ID?, by caller: Caller,
        _ edit: @escaping @Sendable (inout Value) throws(DomainError) -> Void
    ) async throws(DomainError) -> ObjectDetails {
        try require(.policyWrite, for: Value.self, of: organization, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let current = try tx.settings(Value.self, of: organization)
            guard current.organizationID == organization else { throw Value.refusals.missing }
            var value = current.value
            try edit(&value)
            try value.validate()
            guard value != current.value else { throw Value.refusals.unchanged(of: organization) }
            let details = try tx.record(
                "\(Value.eventName).changed", ofSettingsOf: organization, in: self, by: caller, at: now,
                payload: value.json)
            try tx.put(value, of: organization, sequence: details.sequence, at: now)
            try Value.follow(current.value, value, of: organization, in: tx)
            return details
        }
    }

    /// Lets an organization follow the instance again.
    /// - Throws: 404 when it has no settings of its own.
    package func reset<Value: ChangeableSettings>(
        _ type: Value.Type, of organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try require(.policyDelete, for: Value.self, of: organization, caller)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let before = try tx.settings(Value.self, of: organization).value
            guard try tx.deleteSettings(Value.self, of: organization) else { throw Value.refusals.nothingToReset }
            let details = try tx.record(
                "\(Value.eventName).removed", ofSettingsOf: organization, in: self, by: caller, at: now)
            try Value.follow(before, try tx.settings(Value.self, of: organization).value, of: organization, in: tx)
            try Value.abandon(of: organization, in: tx)
            return details
        }
    }

    /// Organizations choose most of their settings themselves; some only who administers the instance may choose.
    private func require<Value: ChangeableSettings>(
        _ permission: Permission, for type: Value.Type, of organization: Organization.ID?, _ caller: Caller
    ) throws(DomainError) {
        guard let organization, Value.isChosenByOrganizations else {
            return try caller.require(permission == .policyDelete ? .iamPolicyDelete : .iamPolicyWrite)
        }
        try caller.require(permission, in: organization)
    }
}
