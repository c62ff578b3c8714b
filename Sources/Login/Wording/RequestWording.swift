/// What people decide about applications and devices, and how they sign out.
protocol RequestWording: Sendable {
    var deviceTitle: String { get }
    var deviceLead: String { get }
    var deviceLabel: String { get }
    func deviceConfirmTitle(_ application: String) -> String
    func deviceConfirmLead(_ application: String, _ organization: String) -> String
    var deviceWarning: String { get }
    func deviceGets(_ application: String) -> String
    func scope(_ scope: KnownScope) -> String
    /// Of an application that may use a project as the person.
    func actsOn(_ project: String) -> String
    /// Of an application that may use this service itself as the person.
    var actsHere: String { get }
    func consentTitle(_ application: String) -> String
    func consentLead(_ application: String, _ organization: String) -> String
    var consentWarning: String { get }
    var consentsTitle: String { get }
    var consentsLead: String { get }
    var noConsents: String { get }
    func allowed(since moment: String) -> String
    var withdraw: String { get }
    func withdrawFrom(_ application: String) -> String
    var allow: String { get }
    var deny: String { get }
    var deviceAllowedTitle: String { get }
    var deviceAllowedLead: String { get }
    var deviceDeniedTitle: String { get }
    var deviceDeniedLead: String { get }
    var logoutTitle: String { get }
    var logoutLead: String { get }
    var stay: String { get }
    var signedOutTitle: String { get }
    var signedOutLead: String { get }
    var signInAgain: String { get }
}

/// What an application may learn or do, in words that people know.
enum KnownScope: String, Sendable, CaseIterable {
    case openid, profile, email, phone, address
    case offlineAccess = "offline_access"
}
