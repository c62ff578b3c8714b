/// Signing in with identity providers, and the accounts that are linked.
protocol IdentityWording: Sendable {
    /// Between the form and the providers.
    var or: String { get }
    func signInWith(_ provider: String) -> String
    var newIdentityTitle: String { get }
    func newIdentityLead(_ provider: String, _ name: String) -> String
    /// - Parameter field: the field's name.
    func newIdentityLabel(_ field: String) -> String
    var linkOwnAccount: String { get }
    var signInOtherwise: String { get }
    func linkTitle(_ provider: String) -> String
    func linkLead(_ provider: String, _ name: String) -> String
    var link: String { get }
    var doNotLink: String { get }
    var linkedAccounts: String { get }
    var linkedAccountsLead: String { get }
    var noLinkedAccounts: String { get }
    func linkAccountAt(_ provider: String) -> String
    var unlink: String { get }
    func unlinkOf(_ name: String, _ provider: String) -> String
}
