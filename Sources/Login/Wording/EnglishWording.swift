internal import Domain

struct EnglishWording: Wording {
    var own = OwnWords()

    let languages = "Language"
    let furtherLinks = "Further links"
    var terms: String { own("register.termsOfService", "Terms of service") }
    var privacy: String { own("register.privacyPolicy", "Privacy policy") }
    let help = "Help"
    let support = "Contact support"
    let notYou = "Not you?"
    var back: String { own("common.back", "Back") }
    let cancel = "Cancel"
    let next = "Continue"
    let staleTitle = "This page has expired"
    let staleText =
        "It was open for too long, or it was opened in another browser, or your browser does not accept cookies. "
        + "Nothing was changed. Please start again."
    let postTitle = "One more step"
    let postLead = "Your answer is ready. Continue to the application."
    let missingTitle = "There is no such page"
    let missingLead = "The address is old or not complete. If it comes from a mail, open the link in the newest one."
    let failureTitle = "That did not work"
    let reference = "If you ask for help, mention this code:"
    var startAgain: String { own("error.tryagain", "Start again") }

    let refusedSignInTitle = "You cannot be signed in"
    let refusedSignOutTitle = "You cannot be signed out like this"
    let refusedLead = "The application has sent you here with a request that we cannot answer."
    let refusedAdvice =
        "Go back to the application and try again. If it happens again, tell this to the people who run it:"

    func moment(year: Int, month: Int, day: Int, hour: Int, minute: Int) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(day) \(months[month - 1]) \(year), \(hour.twoDigits):\(minute.twoDigits) UTC"
    }

    func notice(_ notice: Notice) -> NoticeText {
        switch notice {
        case .fieldMissing: NoticeText("Something is missing.", "Please fill in every field.")
        case .fieldTooLong:
            NoticeText("Something is too long.", "A line takes \(String.greatestLineLength) characters at the most.")
        case .unknownName:
            NoticeText("We do not know this name.", "Check the spelling, or ask whoever gave you the account.")
        case .wrongPassword:
            NoticeText("Name or password is wrong.", "Try again, or set a new password if you have forgotten it.")
        case .locked:
            NoticeText("This account is locked.", "Wait a while and try again, or ask your administrator to unlock it.")
        case .inactive: NoticeText("This account is not active.", "Please ask your administrator.")
        case .slowDown(let seconds):
            NoticeText("There were too many attempts.", "Please wait \(Self.wait(seconds)), then try again.")
        case .wrongCode: NoticeText("This code is wrong.", "Check it and type it again.")
        case .codeExpired: NoticeText("This code counts no more.", "Ask for a new one and use that.")
        case .mailedCodeRefused:
            NoticeText(
                "This code is wrong or counts no more.",
                "Check it, open the link in the newest mail, or ask for a new one.")
        case .emailUnconfirmed:
            NoticeText(
                "Your e-mail address is not confirmed yet.",
                "Open the link that we have sent there, or use another way, such as a recovery code.")
        case .phoneUnconfirmed:
            NoticeText(
                "Your telephone number is not confirmed yet.",
                "Use another way, such as a recovery code, or ask your administrator.")
        case .codeJustSent(let seconds):
            NoticeText(
                "We have sent you a code just now.",
                "Use it, or wait \(Self.wait(seconds)) before you ask for another one.")
        case .proveAgain: NoticeText("Please confirm that it is you.", "It has been a while since you signed in.")
        case .codeSent: NoticeText("We have sent you a code.")
        case .wrongRecoveryCode:
            NoticeText("This recovery code is wrong or was used.", "Type it as it was shown, or use another one.")
        case .passkeyFailed:
            NoticeText("The key could not be checked.", "Try again, or choose another way to sign in.")
        case .noPasskey: NoticeText("There is no passkey to use here.", "Sign in another way.")
        case .passwordsDiffer: NoticeText("The two new passwords differ.", "Type the same one twice.")
        case .passwordTooShort: NoticeText("This password is too short.", "Choose a longer one.")
        case .passwordTooLong:
            NoticeText(
                "This password is too long.", "Choose one of \(PasswordRules.greatestLength) characters at the most.")
        case .passwordTooSimple(let part): NoticeText("This password lacks \(Self.name(part)).", "Add one.")
        case .passwordCommon:
            NoticeText("Too many people use this password.", "Choose one that nobody would guess.")
        case .passwordUnchanged: NoticeText("This is your current password.", "Choose another one.")
        case .currentPasswordWrong: NoticeText("Your current password is wrong.", "Type it again.")
        case .passwordIsSet: NoticeText("Your password is set.")
        case .factorIsSetUp: NoticeText("It is set up.")
        case .factorIsRemoved: NoticeText("It is removed.")
        case .lastFactor:
            NoticeText("You need a second step here, and this is your only one.", "Add another one first, or renew it.")
        case .onlyWayIn:
            NoticeText("Without it you could not sign in any more.", "Add another way to sign in first.")
        case .sessionIsOver: NoticeText("Your sign-in has ended.", "Please sign in again.")
        case .sessionEnded: NoticeText("The session is ended.")
        case .unavailable:
            NoticeText("We cannot answer at the moment.", "It is not your fault. Please try again in a minute.")
        case .emailVerified: NoticeText("Your e-mail address is confirmed.")
        case .nameTaken: NoticeText("There is an account with this address or name.", "Sign in, or use another one.")
        case .emailInvalid: NoticeText("This is not an e-mail address.", "Check it and type it again.")
        case .registrationClosed:
            NoticeText("Accounts are not made here by yourself.", "Ask your administrator for one.")
        case .unknownDeviceCode:
            NoticeText("We do not know this code, or it has expired.", "Compare it with your device and type it again.")
        case .providerRefused: NoticeText("You were not signed in there.", "Try again, or sign in another way.")
        case .providerFailed:
            NoticeText("The sign-in there did not work.", "Please start again, or sign in another way.")
        case .providerUnavailable: NoticeText("You cannot sign in there at present.", "Sign in another way.")
        case .providerDidNotAsk:
            NoticeText("You were not asked there who you are.", "Sign out there and try again, or sign in another way.")
        case .strangerToProvider:
            NoticeText("There is no account for you here.", "Ask your administrator for one, or sign in another way.")
        case .signInToLink: NoticeText("Sign in once as usual. After that both accounts are one.")
        case .accountIsLinked: NoticeText("The account is linked.")
        case .accountIsUnlinked: NoticeText("The account is no longer linked.")
        case .accountIsTaken:
            NoticeText("This account is linked to somebody else here.", "Sign in there with another one.")
        case .notAllowed:
            NoticeText(
                "You may not use this application.", "Use another account, or ask your administrator to let you in.")
        case .consentWithdrawn:
            NoticeText("The permission is withdrawn.", "The application can no longer act for you.")
        case .requestGone:
            NoticeText("This sign-in is over.", "Go back to the application and start there again.")
        case .failed: NoticeText("Something went wrong.", "Please try again.")
        }
    }

    private static func wait(_ seconds: Int) -> String {
        seconds > 90 ? "\((seconds + 59) / 60) minutes" : "\(max(1, seconds)) seconds"
    }

    private static func name(_ part: Notice.PasswordPart) -> String {
        switch part {
        case .lowercase: "a small letter"
        case .uppercase: "a capital letter"
        case .number: "a digit"
        case .symbol: "a symbol"
        }
    }
}

extension EnglishWording: SignInWording {
    var signInTitle: String { own("loginname.title", "Sign in") }
    func signInLead(_ service: String) -> String { own("loginname.description", "Welcome to \(service).") }
    var loginNameLabel: String { "Login name or e-mail address" }
    var register: String { own("loginname.register", "Create an account") }
    var passwordTitle: String { own("password.verify.title", "Enter your password") }
    var passwordLead: String { "One more step and you are in." }
    var passwordLabel: String { "Password" }
    var passkeyOnlyLead: String {
        "There are no passwords here. Use your passkey; if you have none yet, ask your administrator."
    }
    var noPasswordLead: String {
        "There are no passwords here. Sign in another way, or ask your administrator how you can."
    }
    var signIn: String { own("password.verify.submit", "Sign in") }
    var forgotPassword: String { own("password.verify.resetPassword", "Forgot your password?") }
    var usePasskey: String { "Use a passkey" }
    var usePassword: String { own("passkey.verify.usePassword", "Use your password") }
    var accountsTitle: String { own("accounts.title", "Choose an account") }
    var accountsLead: String { own("accounts.description", "These accounts have signed in with this browser.") }
    var confirmTitle: String { "Is this you?" }
    var confirmLead: String { "An application asks who you are." }
    func continueAs(_ name: String) -> String { "Continue as \(name)" }
    var otherAccount: String { own("accounts.addAnother", "Use another account") }
    var isSignedIn: String { "Signed in" }
    var isSignedOut: String { "Signed out" }
    func signedInTitle(_ person: String) -> String { own("signedin.title", "You are signed in", [("user", person)]) }
    var signedInLead: String { own("signedin.description", "You can close this page, or look after your account.") }
    var nameTerm: String { "Name" }
    var loginNameTerm: String { "Login name" }
    var emailTerm: String { "E-mail" }
    var sessionsTitle: String { "Where you are signed in" }
    var thisBrowser: String { "This browser" }
    var unknownDevice: String { "Unknown device" }
    func since(_ moment: String) -> String { "Signed in on \(moment)" }
    var endSession: String { "End" }
    func endSessionOf(_ device: String) -> String { "End the session: \(device)" }
    var signOut: String { "Sign out" }
    var addAccount: String { "Use another account" }
    var changePassword: String { "Change password" }
    var security: String { "Sign-in methods" }
}

extension Int {
    var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
