extension EnglishWording: IdentityWording {
    var or: String { "or" }
    func signInWith(_ provider: String) -> String { "Sign in with \(provider)" }
    var newIdentityTitle: String { "Welcome" }
    func newIdentityLead(_ provider: String, _ name: String) -> String {
        "You have signed in at \(provider) as \(name). There is no account for you here yet."
    }
    func newIdentityLabel(_ field: String) -> String {
        field == "username" ? loginNameTerm : registrationLabel(field)
    }
    var linkOwnAccount: String { "I have an account here" }
    var signInOtherwise: String { "Sign in another way" }
    func linkTitle(_ provider: String) -> String { "Link your account at \(provider)?" }
    func linkLead(_ provider: String, _ name: String) -> String {
        "Whoever signs in at \(provider) as \(name) is then signed in to your account here."
    }
    var link: String { "Link" }
    var doNotLink: String { "Do not link" }
    var linkedAccounts: String { "Linked accounts" }
    var linkedAccountsLead: String { "With these accounts you can sign in here too." }
    var noLinkedAccounts: String { "There is none yet." }
    func linkAccountAt(_ provider: String) -> String { "Link an account at \(provider)" }
    var unlink: String { "Remove" }
    func unlinkOf(_ name: String, _ provider: String) -> String { "Remove \(name) at \(provider)" }
}
