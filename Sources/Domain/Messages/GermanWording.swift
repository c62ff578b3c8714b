internal import Model

enum GermanWording {
    static func greeting(_ name: String) -> String {
        name.isEmpty ? "Guten Tag," : "Guten Tag \(name),"
    }

    static func words(for subject: MessageSubject) -> MessageWords {
        let validity = validity(subject)
        switch subject.notice {
        case .verifyEmail, .verifyPhone:
            return MessageWords(
                subject: "E-Mail-Adresse bestätigen",
                text: "bitte bestätigen Sie, dass diese Adresse Ihnen gehört. \(validity)",
                codeLabel: "Ihr Code:", button: "Adresse bestätigen",
                closing: "Haben Sie diese Adresse bei \(subject.host) nicht angegeben, ist nichts zu tun.")
        case .resetPassword:
            return MessageWords(
                subject: "Neues Passwort setzen",
                text: "jemand, vermutlich Sie selbst, hat ein neues Passwort für \(subject.loginName) angefordert. "
                    + validity,
                codeLabel: "Ihr Code:", button: "Passwort setzen",
                closing: "Waren Sie es nicht, ist nichts zu tun: Ihr Passwort bleibt, wie es ist.")
        case .registerPasskey:
            return MessageWords(
                subject: "Passkey hinzufügen",
                text: "mit diesem Link fügen Sie Ihrem Konto \(subject.loginName) einen Passkey hinzu. \(validity)",
                button: "Passkey hinzufügen",
                closing: "Kommt das für Sie überraschend, öffnen Sie den Link nicht und fragen Sie Ihre Verwaltung.")
        case .invitation:
            return MessageWords(
                subject: "Einladung zu \(subject.application)",
                text:
                    "für Sie gibt es ein Konto bei \(subject.application). Nehmen Sie die Einladung an, um zu wählen, "
                    + "wie Sie sich anmelden. \(validity)",
                codeLabel: "Ihr Code:", button: "Einladung annehmen",
                closing: "Sagt Ihnen das nichts, ist nichts zu tun.")
        case .otpEmail, .otpSMS:
            return MessageWords(
                subject: "Ihr Code zum Anmelden",
                text: "mit diesem Code schließen Sie die Anmeldung bei \(subject.host) ab. \(validity) "
                    + "Geben Sie ihn niemandem weiter.",
                codeLabel: "Ihr Code:", button: "Anmelden",
                closing: "Melden Sie sich gerade nicht an, kennt jemand Ihr Passwort: Bitte ändern Sie es.")
        case .passwordChanged:
            return MessageWords(
                subject: "Ihr Passwort wurde geändert",
                text: "das Passwort Ihres Kontos \(subject.loginName) wurde soeben geändert.",
                closing: "Waren Sie es nicht, sagen Sie es sofort Ihrer Verwaltung.")
        }
    }

    static func sentence(for subject: MessageSubject) -> String {
        let code = subject.notice.code ?? ""
        return switch subject.notice {
        case .resetPassword: "\(code) ist Ihr Code für ein neues Passwort bei \(subject.host). \(validity(subject))"
        case .verifyPhone: "\(code) ist Ihr Code für diese Nummer bei \(subject.host). \(validity(subject))"
        default:
            "\(code) ist Ihr Code zum Anmelden bei \(subject.host). \(validity(subject)) Geben Sie ihn niemandem weiter."
        }
    }

    private static func validity(_ subject: MessageSubject) -> String {
        let (count, unit) = subject.validity.inWords
        let name =
            switch unit {
            case .minutes: count == 1 ? "Minute" : "Minuten"
            case .hours: count == 1 ? "Stunde" : "Stunden"
            case .days: "Tage"
            }
        return "Gültig: \(count) \(name)."
    }
}
