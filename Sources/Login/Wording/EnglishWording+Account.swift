extension EnglishWording: AccountWording {
    var verifyTitle: String { own("verify.verify.title", "Confirm your e-mail address") }
    var verifyLead: String { "One click, and we know that our mails reach you." }
    var verifyTypedLead: String {
        own(
            "verify.verify.description", "We have sent you a mail. Open the link in it, or type the code that it shows."
        )
    }
    var invitationTitle: String { "You are invited" }
    func invitationLead(_ service: String) -> String {
        "\(service) has an account for you. Accept, then choose how you sign in."
    }
    var accept: String { "Accept" }
    var forgotTitle: String { "Forgot your password?" }
    var forgotLead: String { "We send a mail with which you can choose a new one." }
    var forgotSend: String { "Send the mail" }
    var forgotSent: String {
        own(
            "password.set.codeSent",
            "If there is an account with this name, a mail is on its way. It can take a minute, and it may be in the spam "
                + "folder.")
    }
    var setPasswordTitle: String { own("password.set.title", "Choose a new password") }
    var setPasswordLead: String { own("password.set.description", "From now on you sign in with this one.") }
    var setPasswordTypedLead: String { "Open the link in the mail, or type the code that it shows." }
    var registerTitle: String { own("register.title", "Create an account") }
    func registerLead(_ service: String) -> String {
        own("register.description", "Welcome to \(service). This takes a minute.")
    }
    var registerHasAccount: String { "I have an account" }

    func registrationLabel(_ field: String) -> String {
        switch field {
        case "givenName": "First name"
        case "familyName": "Last name"
        default: "E-mail address"
        }
    }
}
