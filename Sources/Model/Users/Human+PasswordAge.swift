package import Platform

extension Human {
    /// Whether somebody who has a password has to choose another one first: because an administrator asks for it, or
    /// because the password that they have just used is too old.
    package func needsNewPassword(
        after factors: SessionFactors, _ expiry: PasswordExpirySettings, at now: Timestamp
    ) -> Bool {
        if isPasswordChangeRequired { return true }
        guard factors.password != nil, expiry.greatestAge > 0, let changed = passwordChangedAt else { return false }
        return changed + .hours(24 * expiry.greatestAge) <= now
    }
}
