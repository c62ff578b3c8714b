extension EnglishWording: RequestWording {
    var deviceTitle: String { "Connect a device" }
    var deviceLead: String { "Type the code that your device shows." }
    var deviceLabel: String { "Code" }
    var deviceConfirmTitle: String { "Is this your device?" }
    func deviceConfirmLead(_ application: String) -> String { "\(application) wants to be signed in as you." }
    var deviceWarning: String {
        "Your device must show exactly this code. If somebody has sent it to you, do not allow it."
    }
    var deviceGets: String { "It may" }

    func scope(_ scope: KnownScope) -> String {
        switch scope {
        case .openid: "know who you are"
        case .profile: "see your name and language"
        case .email: "see your e-mail address"
        case .phone: "see your phone number"
        case .address: "see your postal address"
        case .offlineAccess: "stay signed in when you are away"
        }
    }

    func actsOn(_ project: String) -> String { "use \(project) as you" }
    var actsHere: String { "see and change here whatever you may see and change, also as an administrator" }
    func consentTitle(_ application: String) -> String { "Allow \(application)?" }
    func consentLead(_ application: String, _ organization: String) -> String {
        "\(application) belongs to \(organization) and asks for your permission."
    }
    var consentWarning: String { "Only allow it if you know the application and trust who runs it." }
    var consentsTitle: String { "Applications" }
    var consentsLead: String { "You have allowed these applications to act for you." }
    var noConsents: String { "There is none at the moment." }
    var withdraw: String { "Withdraw" }
    func withdrawFrom(_ application: String) -> String { "Withdraw the permission of \(application)" }
    var allow: String { "Allow" }
    var deny: String { "Do not allow" }
    var deviceAllowedTitle: String { "Your device is connected" }
    var deviceAllowedLead: String { "Go back to it: it goes on in a few seconds. You can close this page." }
    var deviceDeniedTitle: String { "Your device was refused" }
    var deviceDeniedLead: String { "It gets nothing. You can close this page." }
    var logoutTitle: String { "Sign out?" }
    var logoutLead: String {
        "You will be signed out of these accounts in this browser, and of the applications that you used with them."
    }
    var stay: String { "Stay signed in" }
    var signedOutTitle: String { "You are signed out" }
    var signedOutLead: String { "See you soon. On a shared computer, close the browser too." }
    var signInAgain: String { "Sign in again" }
}
