extension GermanWording: FactorWording {
    var secondFactorTitle: String { "Bestätigen Sie, dass Sie es sind" }
    var secondFactorLead: String { "Wählen Sie, wie." }

    func codeTitle(_ factor: CodeFactor) -> String {
        switch factor {
        case .totp: "Code aus Ihrer App eingeben"
        case .sms: "Code aus der SMS eingeben"
        case .email: "Code aus der E-Mail eingeben"
        case .recovery: "Wiederherstellungscode eingeben"
        }
    }

    func codeLead(_ factor: CodeFactor) -> String {
        switch factor {
        case .totp: "Öffnen Sie Ihre Authenticator-App. Sie zeigt alle 30 Sekunden einen neuen Code."
        case .sms: "Er ist unterwegs zu Ihrem Telefon und gilt fünf Minuten."
        case .email: "Er ist unterwegs in Ihr Postfach und gilt fünf Minuten."
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
    var sendAgain: String { "Neuen Code schicken" }
    var otherFactor: String { "Anders bestätigen" }
    var useRecoveryCode: String { "Wiederherstellungscode verwenden" }
    var passkeyTitle: String { "Passkey verwenden" }
    var passkeyLead: String { "Ihr Gerät fragt nach Fingerabdruck, Gesicht oder PIN." }
    var securityKeyTitle: String { "Sicherheitsschlüssel verwenden" }
    var securityKeyLead: String {
        "Halten Sie den Schlüssel bereit, drücken Sie auf den Knopf, und folgen Sie Ihrem Browser."
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
    var setUpTitle: String { "Ihr Konto sicherer machen" }
    var setUpForcedLead: String { "Ein Passwort allein genügt hier nicht. Wählen Sie, was Sie dazu verwenden wollen." }
    var setUpLead: String { "Mit einem zweiten Schritt kommt niemand hinein, der nur Ihr Passwort kennt." }
    var setUpOwnLead: String { "Womit Sie sich anmelden können, und was Sie ergänzen können." }
    var isSetUp: String { "Eingerichtet" }
    var skip: String { "Nicht jetzt" }
    var done: String { "Fertig" }
    var totpSetUpTitle: String { "Authenticator-App einrichten" }
    var totpSetUpSteps: [String] {
        [
            "Öffnen Sie Ihre Authenticator-App und fügen Sie ein Konto hinzu.", "Scannen Sie das Bild.",
            "Geben Sie den Code ein, den die App zeigt.",
        ]
    }
    var qrCodeText: String { "QR-Code mit dem Geheimnis für Ihre App; darunter steht es als Text" }
    var secretInstead: String { "Geheimnis stattdessen eintippen" }
    var keySetUpTitle: String { "Sicherheitsschlüssel hinzufügen" }
    var passkeySetUpTitle: String { "Passkey erstellen" }
    var keySetUpLead: String {
        "Halten Sie den Schlüssel bereit, drücken Sie auf den Knopf, und folgen Sie Ihrem Browser."
    }
    var passkeySetUpLead: String {
        "Beim nächsten Mal melden Sie sich mit Fingerabdruck, Gesicht oder PIN Ihres Geräts an, ohne Passwort."
    }
    var keyNameLabel: String { "Name" }
    var keyNameHint: String { "Damit Sie ihn wiedererkennen, zum Beispiel „Mein Laptop“." }
    var create: String { "Erstellen" }
    var recoveryTitle: String { "Wiederherstellungscodes" }
    var recoveryLead: String {
        "Wenn Telefon oder Schlüssel einmal weg sind, kommen Sie mit einem dieser Codes hinein. Jeder gilt einmal."
    }
    var recoveryMake: String { "Codes erzeugen" }
    var recoveryShownLead: String { "Bewahren Sie diese Codes sicher auf. Sie werden nur jetzt gezeigt." }
    var recoveryDownload: String { "Als Datei herunterladen" }
    var recoveryKept: String { "Ich habe sie aufbewahrt" }
    var changePasswordTitle: String { "Neues Passwort wählen" }
    var changePasswordForcedLead: String { "Ihr Passwort muss geändert werden, bevor es weitergeht." }
    var changePasswordLead: String { "Auf diesem Gerät bleiben Sie angemeldet." }
    var currentPasswordLabel: String { "Jetziges Passwort" }
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
