extension EnglishWording: RequestWording {
    var deviceTitle: String { own("device.usercode.title", "Connect a device") }
    var deviceLead: String { own("device.usercode.description", "Type the code that your device shows.") }
    var deviceLabel: String { "Code" }
    func deviceConfirmTitle(_ application: String) -> String {
        own("device.request.title", "Is this your device?", [("appName", application)])
    }
    func deviceConfirmLead(_ application: String, _ organization: String) -> String {
        "\(application) of \(organization) wants to be signed in as you."
    }
    var deviceWarning: String {
        "Your device must show exactly this code. If somebody has sent it to you, do not allow it."
    }
    func deviceGets(_ application: String) -> String {
        own("device.request.description", "It may", [("appName", application)])
    }

    func scope(_ scope: KnownScope) -> String {
        switch scope {
        case .openid: own("device.scope.openid", "know who you are")
        case .profile: own("device.scope.profile", "see your name and language")
        case .email: own("device.scope.email", "see your e-mail address")
        case .phone: "see your phone number"
        case .address: "see your postal address"
        case .offlineAccess: own("device.scope.offline_access", "stay signed in when you are away")
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
    func allowed(since moment: String) -> String { "Allowed on \(moment)" }
    var withdraw: String { "Withdraw" }
    func withdrawFrom(_ application: String) -> String { "Withdraw the permission of \(application)" }
    var allow: String { own("device.request.submit", "Allow") }
    var deny: String { own("device.request.deny", "Do not allow") }
    var deviceAllowedTitle: String { "Your device is connected" }
    var deviceAllowedLead: String { "Go back to it: it goes on in a few seconds. You can close this page." }
    var deviceDeniedTitle: String { "Your device was refused" }
    var deviceDeniedLead: String { "It gets nothing. You can close this page." }
    var logoutTitle: String { own("logout.title", "Sign out?") }
    var logoutLead: String {
        own(
            "logout.description",
            "You will be signed out of these accounts in this browser, and of the applications that you used with them."
        )
    }
    var stay: String { "Stay signed in" }
    var signedOutTitle: String { own("logout.success.title", "You are signed out") }
    var signedOutLead: String {
        own("logout.success.description", "See you soon. On a shared computer, close the browser too.")
    }
    var signInAgain: String { "Sign in again" }
}
