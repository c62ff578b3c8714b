/// What happened, and what to do next.
struct NoticeText: Sendable {
    let what: String
    let next: String

    init(_ what: String, _ next: String = "") {
        self.what = what
        self.next = next
    }
}

/// The words of all pages in one language.
protocol Wording: GeneralWording, SignInWording, FactorWording, RequestWording, AccountWording, IdentityWording {}

/// What stands around the contents, and what pages tell.
protocol GeneralWording: Sendable {
    var languages: String { get }
    var furtherLinks: String { get }
    var terms: String { get }
    var privacy: String { get }
    var help: String { get }
    var support: String { get }
    var notYou: String { get }
    var back: String { get }
    var cancel: String { get }
    var next: String { get }
    var staleTitle: String { get }
    var staleText: String { get }
    var failureTitle: String { get }
    /// Before an answer is sent to an application by a click.
    var postTitle: String { get }
    var postLead: String { get }
    /// Of an address without a page.
    var missingTitle: String { get }
    var missingLead: String { get }
    var reference: String { get }
    var startAgain: String { get }
    var refusedSignInTitle: String { get }
    var refusedSignOutTitle: String { get }
    var refusedLead: String { get }
    var refusedAdvice: String { get }
    func notice(_ notice: Notice) -> NoticeText
    /// A day and a time in UTC.
    func moment(year: Int, month: Int, day: Int, hour: Int, minute: Int) -> String
}

/// Login name, password, choice of account, and the page of those who are signed in.
protocol SignInWording: Sendable {
    var signInTitle: String { get }
    func signInLead(_ service: String) -> String
    var loginNameLabel: String { get }
    var register: String { get }
    var passwordTitle: String { get }
    var passwordLead: String { get }
    var passwordLabel: String { get }
    /// Where there are no passwords.
    var passkeyOnlyLead: String { get }
    var noPasswordLead: String { get }
    var signIn: String { get }
    var forgotPassword: String { get }
    var usePasskey: String { get }
    var usePassword: String { get }
    var accountsTitle: String { get }
    var accountsLead: String { get }
    var confirmTitle: String { get }
    var confirmLead: String { get }
    func continueAs(_ name: String) -> String
    var otherAccount: String { get }
    var isSignedIn: String { get }
    var isSignedOut: String { get }
    func signedInTitle(_ person: String) -> String
    var signedInLead: String { get }
    var nameTerm: String { get }
    var loginNameTerm: String { get }
    var emailTerm: String { get }
    var sessionsTitle: String { get }
    var thisBrowser: String { get }
    var unknownDevice: String { get }
    func since(_ moment: String) -> String
    var endSession: String { get }
    func endSessionOf(_ device: String) -> String
    var signOut: String { get }
    var addAccount: String { get }
    var changePassword: String { get }
    var security: String { get }
}
