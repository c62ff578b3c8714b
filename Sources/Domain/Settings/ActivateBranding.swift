package import Model
internal import Platform
internal import Storage

extension Settings {
    /// Shows the branding that was chosen last.
    /// - Parameter organization: must have chosen some; `nil` for the instance.
    /// - Throws: `ORG-34mSE` without a choice.
    package func activateBranding(
        of organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        if let organization {
            try caller.require(.policyWrite, in: organization)
        } else {
            try caller.require(.iamPolicyWrite)
        }
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            let preview = try tx.settings(BrandingPreview.self, of: organization)
            guard preview.organizationID == organization else {
                throw DomainError(.notFound, "ORG-34mSE", "Errors.Org.LabelPolicy.NotFound")
            }
            let details = try tx.record(
                "policy.label.activated", ofSettingsOf: organization, in: self, by: caller, at: now)
            try tx.put(preview.value.branding, of: organization, sequence: details.sequence, at: now)
            return details
        }
    }

    /// Lets an organization follow the instance's branding again, what is shown and what is not shown yet.
    /// - Throws: `Org-3M9df` when it has chosen nothing.
    package func resetBranding(
        of organization: Organization.ID, by caller: Caller
    ) async throws(DomainError) -> ObjectDetails {
        try caller.require(.policyDelete, in: organization)
        let now = clock.now()
        return try await database.write { (tx) throws(DomainError) in
            guard try tx.deleteSettings(BrandingPreview.self, of: organization) else {
                throw BrandingPreview.refusals.nothingToReset
            }
            _ = try tx.deleteSettings(BrandingSettings.self, of: organization)
            return try tx.record(
                "policy.label.removed", ofSettingsOf: organization, in: self, by: caller, at: now)
        }
    }
}
