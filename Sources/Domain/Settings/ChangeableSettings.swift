package import Model
package import Storage

/// Settings that can be changed, with what the world is told then.
package protocol ChangeableSettings: StoredSettings {
    /// In the history, after `org.` or `instance.`.
    static var eventName: String { get }
    static var refusals: SettingsRefusals { get }
    /// Whether an organization may choose for itself, or only the instance for it.
    static var isChosenByOrganizations: Bool { get }

    /// Carries a change out on what depends on the settings.
    /// - Parameter organization: whose settings changed; `nil` for the instance's, which hold for every organization
    ///   without its own.
    static func follow(
        _ old: Self, _ new: Self, of organization: Organization.ID?, in tx: borrowing Transaction
    ) throws(DomainError)

    /// Removes what belongs to the settings of an organization that gives them up.
    static func abandon(of organization: Organization.ID, in tx: borrowing Transaction) throws(DomainError)
}

extension ChangeableSettings {
    package static var isChosenByOrganizations: Bool { true }

    package static func follow(
        _ old: Self, _ new: Self, of organization: Organization.ID?, in tx: borrowing Transaction
    ) throws(DomainError) {}

    package static func abandon(
        of organization: Organization.ID, in tx: borrowing Transaction
    ) throws(DomainError) {}
}

/// Why settings of one kind are not changed, with the identifiers that clients know.
package struct SettingsRefusals: Sendable {
    /// The organization has some already.
    let exists: DomainError
    /// It has none that could be changed.
    let missing: DomainError
    /// It has none that could be given up.
    let nothingToReset: DomainError
    private let unchanged: DomainError
    private let instanceUnchanged: DomainError

    /// - Parameters:
    ///   - name: in the texts, such as `LoginPolicy`.
    ///   - unchanged: identifiers of an organization's settings and of the instance's.
    init(_ name: String, exists: String, missing: String, reset: String, unchanged: (String, String)) {
        self.exists = DomainError(.alreadyExists, exists, "Errors.Org.\(name).AlreadyExists")
        self.missing = DomainError(.notFound, missing, "Errors.Org.\(name).NotFound")
        nothingToReset = DomainError(.notFound, reset, "Errors.Org.\(name).NotFound")
        self.unchanged = DomainError(.failedPrecondition, unchanged.0, "Errors.Org.\(name).NotChanged")
        instanceUnchanged = DomainError(.failedPrecondition, unchanged.1, "Errors.IAM.\(name).NotChanged")
    }

    func unchanged(of organization: Organization.ID?) -> DomainError {
        organization == nil ? instanceUnchanged : unchanged
    }
}

extension LoginSettings: ChangeableSettings {
    package static let eventName = "policy.login"
    package static let refusals = SettingsRefusals(
        "LoginPolicy", exists: "Org-Dgfb2", missing: "Org-M0sif", reset: "Org-GHB37",
        unchanged: ("Org-5M9vdd", "INSTANCE-5M9vdd"))

    package static func abandon(of organization: Organization.ID, in tx: borrowing Transaction) throws(DomainError) {
        try tx.removeLoginIdentityProviders(of: organization)
    }
}

extension PasswordComplexitySettings: ChangeableSettings {
    package static let eventName = "policy.password.complexity"
    package static let refusals = SettingsRefusals(
        "PasswordComplexityPolicy", exists: "Org-LdhbS", missing: "ORG-Dgs3g", reset: "ORG-ADgs2",
        unchanged: ("Org-DAs21", "INSTANCE-9jlsf"))
}

extension PasswordExpirySettings: ChangeableSettings {
    package static let eventName = "policy.password.age"
    package static let refusals = SettingsRefusals(
        "PasswordAgePolicy", exists: "ORG-Lk0dS", missing: "ORG-0oPew", reset: "ORG-Dgs1g",
        unchanged: ("Org-dsgjR", "INSTANCE-180sf"))
}

extension LockoutSettings: ChangeableSettings {
    package static let eventName = "policy.lockout"
    package static let refusals = SettingsRefusals(
        "LockoutPolicy", exists: "ORG-0olDf", missing: "ORG-ADfs1", reset: "ORG-D4zuz",
        unchanged: ("ORG-0JFSr", "INSTANCE-0psjF"))
}

extension LegalAndSupportSettings: ChangeableSettings {
    package static let eventName = "policy.privacy"
    package static let refusals = SettingsRefusals(
        "PrivacyPolicy", exists: "Org-0oLpd", missing: "ORG-Ng8sf", reset: "ORG-Ze9gs",
        unchanged: ("Org-4N9fs", "INSTANCE-4M9vs"))
}

extension NotificationSettings: ChangeableSettings {
    package static let eventName = "policy.notification"
    package static let refusals = SettingsRefusals(
        "NotificationPolicy", exists: "Org-xa08n2", missing: "ORG-x029n3", reset: "ORG-x029n1s",
        unchanged: ("Org-ioqnxz", "INSTANCE-29x02n"))
}

extension BrandingPreview: ChangeableSettings {
    package static let eventName = "policy.label"
    package static let refusals = SettingsRefusals(
        "LabelPolicy", exists: "Org-2B0ps", missing: "Org-0K9dq", reset: "Org-3M9df",
        unchanged: ("Org-4M9vs", "INSTANCE-28fHe"))
}

extension DomainSettings: ChangeableSettings {
    package static let eventName = "policy.domain"
    package static let isChosenByOrganizations = false
    package static let refusals = SettingsRefusals(
        "DomainPolicy", exists: "ORG-1M8ds", missing: "ORG-2N9sd", reset: "ORG-Dvsh3",
        unchanged: ("POLICY-DAf3h", "POLICY-DAf3h"))

    /// The names of users become unique in the organization, or in the instance again.
    package static func follow(
        _ old: DomainSettings, _ new: DomainSettings, of organization: Organization.ID?, in tx: borrowing Transaction
    ) throws(DomainError) {
        guard old.loginNameIncludesDomain != new.loginNameIncludesDomain else { return }
        try tx.setUsernameScope(of: organization, isScoped: new.loginNameIncludesDomain)
    }
}

extension SecuritySettings: ChangeableSettings {
    package static let eventName = "policy.security"
    package static let isChosenByOrganizations = false
    package static let refusals = SettingsRefusals(
        "SecurityPolicy", exists: "POLICY-EWsf3", missing: "POLICY-EWsf3", reset: "POLICY-EWsf3",
        unchanged: ("POLICY-EWsf3", "POLICY-EWsf3"))
}
