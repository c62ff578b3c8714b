internal import Model

enum EnglishWording {
    static func greeting(_ name: String) -> String {
        name.isEmpty ? "Hello," : "Hello \(name),"
    }

    static func words(for subject: MessageSubject) -> MessageWords {
        let validity = validity(subject)
        switch subject.notice {
        case .verifyEmail, .verifyPhone:
            return MessageWords(
                subject: "Confirm your e-mail address",
                text: "please confirm that this address belongs to you. \(validity)", codeLabel: "Your code:",
                button: "Confirm address",
                closing: "If you did not enter this address at \(subject.host), you can ignore this message.")
        case .resetPassword:
            return MessageWords(
                subject: "Set a new password",
                text: "somebody, most likely you, asked for a new password for \(subject.loginName). \(validity)",
                codeLabel: "Your code:", button: "Set password",
                closing: "If it was not you, ignore this message: your password stays as it is.")
        case .registerPasskey:
            return MessageWords(
                subject: "Add a passkey",
                text: "with this link you add a passkey to your account \(subject.loginName). \(validity)",
                button: "Add passkey",
                closing: "If you did not expect this, do not open the link and tell your administrator.")
        case .invitation:
            return MessageWords(
                subject: "You are invited to \(subject.application)",
                text: "there is an account for you at \(subject.application). Accept the invitation to choose how you "
                    + "sign in. \(validity)",
                codeLabel: "Your code:", button: "Accept invitation",
                closing: "If you do not know what this is about, you can ignore this message.")
        case .otpEmail, .otpSMS:
            return MessageWords(
                subject: "Your code to sign in",
                text: "this code completes your sign-in to \(subject.host). \(validity) Never tell it to anybody.",
                codeLabel: "Your code:", button: "Sign in",
                closing: "If you are not signing in right now, somebody knows your password: please change it.")
        case .passwordChanged:
            return MessageWords(
                subject: "Your password was changed",
                text: "the password of your account \(subject.loginName) was just changed.",
                closing: "If it was not you, tell your administrator at once.")
        }
    }

    static func sentence(for subject: MessageSubject) -> String {
        let code = subject.notice.code ?? ""
        return switch subject.notice {
        case .resetPassword: "\(code) is your code for a new password at \(subject.host). \(validity(subject))"
        case .verifyPhone: "\(code) is your code to confirm this number at \(subject.host). \(validity(subject))"
        default: "\(code) is your code to sign in to \(subject.host). \(validity(subject)) Never tell it to anybody."
        }
    }

    private static func validity(_ subject: MessageSubject) -> String {
        let (count, unit) = subject.validity.inWords
        let name =
            switch unit {
            case .minutes: count == 1 ? "minute" : "minutes"
            case .hours: count == 1 ? "hour" : "hours"
            case .days: "days"
            }
        return "It is valid for \(count) \(name)."
    }
}
