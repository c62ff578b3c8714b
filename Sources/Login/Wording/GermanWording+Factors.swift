extension GermanWording: FactorWording {
    var secondFactorTitle: String { own("mfa.verify.title", "Bestätigen Sie, dass Sie es sind") }
    var secondFactorLead: String { own("mfa.verify.description", "Wählen Sie, wie.") }

    func codeTitle(_ factor: CodeFactor) -> String {
        switch factor {
        case .totp: own("otp.verify.title", "Code aus Ihrer App eingeben")
        case .sms: own("otp.verify.title", "Code aus der SMS eingeben")
        case .email: own("otp.verify.title", "Code aus der E-Mail eingeben")
        case .recovery: "Wiederherstellungscode eingeben"
        }
    }

    func codeLead(_ factor: CodeFactor) -> String {
        switch factor {
        case .totp:
            own(
                "otp.verify.totpDescription",
                "Öffnen Sie Ihre Authenticator-App. Sie zeigt alle 30 Sekunden einen neuen Code.")
        case .sms: own("otp.verify.smsDescription", "Er ist unterwegs zu Ihrem Telefon und gilt fünf Minuten.")
        case .email: own("otp.verify.emailDescription", "Er ist unterwegs in Ihr Postfach und gilt fünf Minuten.")
        case .recovery: "Einer der Codes, die Sie für solche Tage aufbewahrt haben. Jeder gilt einmal."
        }
    }

    func codeLabel(_ factor: CodeFactor) -> String { factor == .recovery ? "Wiederherstellungscode" : "Code" }

    func factorName(_ factor: FactorChoice) -> String {
        switch factor {
        case .passkey: "Passkey"
        case .totp: "Authenticator-App"
        case .securityKey: "Sicherheitsschlüssel"
        case .sms: "Code per SMS"
        case .email: "Code per E-Mail"
        case .recovery: "Wiederherstellungscodes"
        }
    }

    func factorText(_ factor: FactorChoice) -> String {
        switch factor {
        case .passkey: "Fingerabdruck, Gesicht oder PIN Ihres Geräts statt eines Passworts"
        case .totp: "Ein Code aus einer App auf Ihrem Telefon"
        case .securityKey: "Ein Schlüssel zum Anstecken oder Dranhalten"
        case .sms: "Wir schicken einen Code an Ihr Telefon"
        case .email: "Wir schicken einen Code in Ihr Postfach"
        case .recovery: "Codes auf Papier, falls das Telefon einmal weg ist"
        }
    }

    var confirm: String { "Bestätigen" }
    var sendAgain: String { own("otp.verify.resendCode", "Neuen Code schicken") }
    var otherFactor: String { "Anders bestätigen" }
    var useRecoveryCode: String { "Wiederherstellungscode verwenden" }
    var passkeyTitle: String { own("passkey.verify.title", "Passkey verwenden") }
    var passkeyLead: String {
        own("passkey.verify.description", "Ihr Gerät fragt nach Fingerabdruck, Gesicht oder PIN.")
    }
    var securityKeyTitle: String { own("u2f.verify.title", "Sicherheitsschlüssel verwenden") }
    var securityKeyLead: String {
        own(
            "u2f.verify.description",
            "Halten Sie den Schlüssel bereit, drücken Sie auf den Knopf, und folgen Sie Ihrem Browser.")
    }
    var useKey: String { "Weiter" }
    var keyUnsupported: String {
        "Dieser Browser kann keine Passkeys oder Sicherheitsschlüssel verwenden. Wählen Sie einen anderen Weg."
    }
    var keyFailed: String {
        "Vom Schlüssel kam nichts. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg."
    }
    var keyKnown: String { "Dieser Schlüssel ist schon eingerichtet. Nehmen Sie einen anderen." }
    var scriptNeeded: String {
        "Passkeys und Sicherheitsschlüssel brauchen JavaScript. Schalten Sie es ein, oder wählen Sie einen anderen Weg."
    }
    var setUpTitle: String { own("mfa.set.title", "Ihr Konto sicherer machen") }
    var setUpForcedLead: String { "Ein Passwort allein genügt hier nicht. Wählen Sie, was Sie dazu verwenden wollen." }
    var setUpAddressLead: String {
        "Ein Passwort allein genügt hier nicht. Bestätigen Sie Ihre E-Mail-Adresse, dann können wir Ihnen bei jeder "
            + "Anmeldung einen Code schicken."
    }
    var confirmEmail: String { "E-Mail-Adresse bestätigen" }
    var setUpNothingLead: String {
        "Ein Passwort allein genügt hier nicht, aber Sie können zurzeit nichts einrichten. "
            + "Bitte wenden Sie sich an Ihre Verwaltung."
    }
    var setUpLead: String {
        own("mfa.set.description", "Mit einem zweiten Schritt kommt niemand hinein, der nur Ihr Passwort kennt.")
    }
    var setUpRequiredTitle: String { "Sicherer anmelden" }
    var setUpRequiredLead: String {
        "Die Anwendung verlangt eine sicherere Anmeldung, als Sie sie bisher haben. Wählen Sie, was Sie dazu verwenden "
            + "wollen."
    }
    var setUpOwnLead: String { "Womit Sie sich anmelden können, und was Sie ergänzen können." }
    var ownFactors: String { "Was Sie haben" }
    var furtherFactors: String { "Was Sie ergänzen können" }
    var remove: String { "Entfernen" }
    func removeOf(_ factor: String) -> String { "Entfernen: \(factor)" }
    func removeTitle(_ factor: String) -> String { "„\(factor)“ entfernen?" }

    func removeLead(_ factor: FactorChoice) -> String {
        switch factor {
        case .recovery: "Mit den Codes, die Sie aufbewahrt haben, kommt dann niemand mehr hinein."
        default: "Sie können sich dann nirgends mehr damit anmelden."
        }
    }

    var keep: String { "Behalten" }
    var renew: String { "Erneuern" }
    func renewOf(_ factor: String) -> String { "Erneuern: \(factor)" }
    var skip: String { own("mfa.set.skip", "Nicht jetzt") }
    var done: String { "Fertig" }
    var totpSetUpTitle: String { own("otp.set.title", "Authenticator-App einrichten") }
    var totpSetUpSteps: [String] {
        [
            "Öffnen Sie Ihre Authenticator-App und fügen Sie ein Konto hinzu.", "Scannen Sie das Bild.",
            "Geben Sie den Code ein, den die App zeigt.",
        ]
    }
    var qrCodeText: String { "QR-Code mit dem Geheimnis für Ihre App; darunter steht es als Text" }
    var secretInstead: String { "Geheimnis stattdessen eintippen" }
    var keySetUpTitle: String { own("u2f.set.title", "Sicherheitsschlüssel hinzufügen") }
    var passkeySetUpTitle: String { own("passkey.set.title", "Passkey erstellen") }
    var keySetUpLead: String {
        own(
            "u2f.set.description",
            "Halten Sie den Schlüssel bereit, drücken Sie auf den Knopf, und folgen Sie Ihrem Browser.")
    }
    var passkeySetUpLead: String {
        own(
            "passkey.set.description",
            "Beim nächsten Mal melden Sie sich mit Fingerabdruck, Gesicht oder PIN Ihres Geräts an, ohne Passwort.")
    }
    var keyNameLabel: String { "Name" }
    var keyNameHint: String { "Damit Sie ihn wiedererkennen, zum Beispiel „Mein Laptop“." }
    var create: String { "Erstellen" }
    var recoveryTitle: String { "Wiederherstellungs\u{AD}codes" }
    var recoveryLead: String {
        "Wenn Telefon oder Schlüssel einmal weg sind, kommen Sie mit einem dieser Codes hinein. Jeder gilt einmal."
    }
    var recoveryMake: String { "Codes erzeugen" }
    var recoveryShownLead: String { "Bewahren Sie diese Codes sicher auf. Sie werden nur jetzt gezeigt." }
    var recoveryDownload: String { "Als Datei herunterladen" }
    var recoveryKept: String { "Ich habe sie aufbewahrt" }
    var changePasswordTitle: String { own("password.change.title", "Neues Passwort wählen") }
    var changePasswordForcedLead: String { "Ihr Passwort muss geändert werden, bevor es weitergeht." }
    var changePasswordLead: String { own("password.change.description", "Auf diesem Gerät bleiben Sie angemeldet.") }
    var currentPasswordLabel: String { "Aktuelles Passwort" }
    var newPasswordLabel: String { "Neues Passwort" }
    var repeatPasswordLabel: String { "Neues Passwort noch einmal" }
    var save: String { "Speichern" }

    func passwordRules(_ rules: PasswordHints) -> [String] {
        ["Mindestens \(rules.length) Zeichen"]
            + rules.parts.map { part in
                switch part {
                case .lowercase: "Ein Kleinbuchstabe"
                case .uppercase: "Ein Großbuchstabe"
                case .number: "Eine Ziffer"
                case .symbol: "Ein Sonderzeichen oder Leerzeichen"
                }
            }
    }
}
