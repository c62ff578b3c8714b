extension GermanWording: IdentityWording {
    var or: String { "oder" }
    func signInWith(_ provider: String) -> String { "Mit \(provider) anmelden" }
    var newIdentityTitle: String { "Willkommen" }
    func newIdentityLead(_ provider: String, _ name: String) -> String {
        "Sie haben sich bei \(provider) als \(name) angemeldet. Hier gibt es noch kein Konto für Sie."
    }
    func newIdentityLabel(_ field: String) -> String {
        field == "username" ? loginNameTerm : registrationLabel(field)
    }
    var linkOwnAccount: String { "Ich habe hier ein Konto" }
    var signInOtherwise: String { "Anders anmelden" }
    func linkTitle(_ provider: String) -> String { "Ihr Konto bei \(provider) verknüpfen?" }
    func linkLead(_ provider: String, _ name: String) -> String {
        "Wer sich bei \(provider) als \(name) anmeldet, ist dann in Ihrem Konto hier angemeldet."
    }
    var link: String { "Verknüpfen" }
    var doNotLink: String { "Nicht verknüpfen" }
    var linkedAccounts: String { "Verknüpfte Konten" }
    var linkedAccountsLead: String { "Auch mit diesen Konten können Sie sich hier anmelden." }
    var noLinkedAccounts: String { "Es gibt noch keines." }
    func linkAccountAt(_ provider: String) -> String { "Konto bei \(provider) verknüpfen" }
    var unlink: String { "Entfernen" }
    func unlinkOf(_ name: String, _ provider: String) -> String { "\(name) bei \(provider) entfernen" }
}
