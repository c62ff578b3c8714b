extension EnglishWording: FactorWording {
    var secondFactorTitle: String { own("mfa.verify.title", "Confirm that it is you") }
    var secondFactorLead: String { own("mfa.verify.description", "Choose how.") }

    func codeTitle(_ factor: CodeFactor) -> String {
        switch factor {
        case .totp: own("otp.verify.title", "Enter the code of your app")
        case .sms: own("otp.verify.title", "Enter the code we texted you")
        case .email: own("otp.verify.title", "Enter the code we mailed you")
        case .recovery: "Enter a recovery code"
        }
    }

    func codeLead(_ factor: CodeFactor) -> String {
        switch factor {
        case .totp:
            own("otp.verify.totpDescription", "Open your authenticator app. It shows another code every 30 seconds.")
        case .sms: own("otp.verify.smsDescription", "It is on its way to your phone and counts for five minutes.")
        case .email: own("otp.verify.emailDescription", "It is on its way to your mailbox and counts for five minutes.")
        case .recovery: "One of the codes that you kept for a day like this. Each works once."
        }
    }

    func codeLabel(_ factor: CodeFactor) -> String { factor == .recovery ? "Recovery code" : "Code" }

    func factorName(_ factor: FactorChoice) -> String {
        switch factor {
        case .passkey: "Passkey"
        case .totp: "Authenticator app"
        case .securityKey: "Security key"
        case .sms: "Code by text message"
        case .email: "Code by e-mail"
        case .recovery: "Recovery codes"
        }
    }

    func factorText(_ factor: FactorChoice) -> String {
        switch factor {
        case .passkey: "Fingerprint, face or PIN of your device instead of a password"
        case .totp: "A code from an app on your phone"
        case .securityKey: "A key that you plug in or hold to your device"
        case .sms: "We send a code to your phone"
        case .email: "We send a code to your mailbox"
        case .recovery: "Codes on paper for the day you lose your phone"
        }
    }

    var confirm: String { "Confirm" }
    var sendAgain: String { own("otp.verify.resendCode", "Send another code") }
    var otherFactor: String { "Confirm another way" }
    var useRecoveryCode: String { "Use a recovery code" }
    var passkeyTitle: String { own("passkey.verify.title", "Use your passkey") }
    var passkeyLead: String { own("passkey.verify.description", "Your device asks for your fingerprint, face or PIN.") }
    var securityKeyTitle: String { own("u2f.verify.title", "Use your security key") }
    var securityKeyLead: String {
        own("u2f.verify.description", "Have the key at hand, press the button, and do what your browser asks for.")
    }
    var useKey: String { "Continue" }
    var keyUnsupported: String { "This browser cannot use passkeys or security keys. Choose another way." }
    var keyFailed: String { "Nothing came from the key. Try again, or choose another way." }
    var keyKnown: String { "This key is set up already. Use another one." }
    var scriptNeeded: String { "Passkeys and security keys need JavaScript. Turn it on, or choose another way." }
    var setUpTitle: String { own("mfa.set.title", "Make your account safer") }
    var setUpForcedLead: String { "A password alone is not enough here. Choose what you want to use with it." }
    var setUpAddressLead: String {
        "A password alone is not enough here. Confirm your e-mail address, and we can send you a code each time you "
            + "sign in."
    }
    var confirmEmail: String { "Confirm your e-mail address" }
    var setUpNothingLead: String {
        "A password alone is not enough here, but there is nothing that you could set up now. "
            + "Please ask your administrator."
    }
    var setUpLead: String {
        own("mfa.set.description", "With a second step nobody gets in who has only found out your password.")
    }
    var setUpRequiredTitle: String { "A safer way to sign in" }
    var setUpRequiredLead: String {
        "The application asks for a safer sign-in than you can show so far. Choose what you want to use for it."
    }
    var setUpOwnLead: String { "What you can sign in with, and what you can add." }
    var ownFactors: String { "What you have" }
    var furtherFactors: String { "What you can add" }
    var remove: String { "Remove" }
    func removeOf(_ factor: String) -> String { "Remove: \(factor)" }
    func removeTitle(_ factor: String) -> String { "Remove “\(factor)”?" }

    func removeLead(_ factor: FactorChoice) -> String {
        switch factor {
        case .recovery: "The codes that you kept will let nobody in any more."
        default: "You will not be able to sign in with it any more, here or anywhere else."
        }
    }

    var keep: String { "Keep it" }
    var renew: String { "Renew" }
    func renewOf(_ factor: String) -> String { "Renew: \(factor)" }
    var skip: String { own("mfa.set.skip", "Not now") }
    var done: String { "Done" }
    var totpSetUpTitle: String { own("otp.set.title", "Set up your authenticator app") }
    var totpSetUpSteps: [String] {
        ["Open your authenticator app and add an account.", "Scan the picture.", "Type the code that the app shows."]
    }
    var qrCodeText: String { "QR code with the secret for your app; the same secret stands below as text" }
    var secretInstead: String { "Type the secret instead" }
    var keySetUpTitle: String { own("u2f.set.title", "Add a security key") }
    var passkeySetUpTitle: String { own("passkey.set.title", "Create a passkey") }
    var keySetUpLead: String {
        own("u2f.set.description", "Have the key at hand, press the button, and do what your browser asks for.")
    }
    var passkeySetUpLead: String {
        own(
            "passkey.set.description",
            "Next time you sign in with your fingerprint, your face or the PIN of your device, without a password.")
    }
    var keyNameLabel: String { "Name" }
    var keyNameHint: String { "By which you will know it, such as “My laptop”." }
    var create: String { "Create" }
    var recoveryTitle: String { "Recovery codes" }
    var recoveryLead: String { "If you lose your phone or your key, one of these codes lets you in. Each works once." }
    var recoveryMake: String { "Make codes" }
    var recoveryShownLead: String { "Keep these codes in a safe place. They are shown only now." }
    var recoveryDownload: String { "Download as a file" }
    var recoveryKept: String { "I have kept them" }
    var changePasswordTitle: String { own("password.change.title", "Choose a new password") }
    var changePasswordForcedLead: String { "Your password has to be changed before you go on." }
    var changePasswordLead: String { own("password.change.description", "You stay signed in on this device.") }
    var currentPasswordLabel: String { "Current password" }
    var newPasswordLabel: String { "New password" }
    var repeatPasswordLabel: String { "New password again" }
    var save: String { "Save" }

    func passwordRules(_ rules: PasswordHints) -> [String] {
        ["At least \(rules.length) characters"]
            + rules.parts.map { part in
                switch part {
                case .lowercase: "A small letter"
                case .uppercase: "A capital letter"
                case .number: "A digit"
                case .symbol: "A symbol or a blank"
                }
            }
    }
}
