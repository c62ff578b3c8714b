package import Model
internal import Platform
internal import Storage

/// The settings that a new instance begins with.
package struct InstanceDefaults: Sendable {
    package var login = LoginSettings()
    package var passwordComplexity = PasswordComplexitySettings()
    package var passwordExpiry = PasswordExpirySettings()
    package var lockout = LockoutSettings()
    package var domain = DomainSettings()
    package var branding = BrandingSettings()
    package var legalAndSupport = LegalAndSupportSettings()
    package var notification = NotificationSettings()

    package init() {}
}

extension Transaction {
    /// Chooses for a new instance what is not the built-in default.
    borrowing func choose(_ defaults: InstanceDefaults, for instance: Instance) throws(DomainError) {
        try choose(defaults.login, for: instance)
        try choose(defaults.passwordComplexity, for: instance)
        try choose(defaults.passwordExpiry, for: instance)
        try choose(defaults.lockout, for: instance)
        try choose(defaults.domain, for: instance)
        try choose(defaults.legalAndSupport, for: instance)
        try choose(defaults.notification, for: instance)
        try choose(BrandingPreview(defaults.branding), for: instance)
        let preview = try settings(BrandingPreview.self, of: nil)
        if let choice = preview.choice {
            try put(defaults.branding, of: nil, sequence: choice.sequence, at: instance.createdAt)
        }
        try DomainSettings.follow(DomainSettings(), defaults.domain, of: nil, in: self)
    }

    private borrowing func choose<Value: ChangeableSettings>(
        _ value: Value, for instance: Instance
    ) throws(DomainError) {
        guard value != Value() else { return }
        let event = AuditEvent(
            .instance, instance.id, organization: nil, "instance.\(Value.eventName).added", payload: value.json)
        let sequence = try record(event, by: nil, at: instance.createdAt)
        try put(value, of: nil, sequence: sequence, at: instance.createdAt)
    }
}
