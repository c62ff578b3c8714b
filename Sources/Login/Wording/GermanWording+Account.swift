extension GermanWording: AccountWording {
    var verifyTitle: String { "E-Mail-Adresse bestätigen" }
    var verifyLead: String { "Ein Klick, und wir wissen, dass unsere E-Mails Sie erreichen." }
    var verifyTypedLead: String {
        "Wir haben Ihnen eine E-Mail geschickt. Öffnen Sie den Link darin, oder geben Sie den Code ein, den sie zeigt."
    }
    var invitationTitle: String { "Sie sind eingeladen" }
    func invitationLead(_ service: String) -> String {
        "\(service) hat ein Konto für Sie. Nehmen Sie an, und wählen Sie dann, womit Sie sich anmelden."
    }
    var accept: String { "Annehmen" }
    var forgotTitle: String { "Passwort vergessen?" }
    var forgotLead: String { "Wir schicken Ihnen eine E-Mail, mit der Sie ein neues wählen." }
    var forgotSend: String { "E-Mail schicken" }
    var forgotSent: String {
        "Wenn es ein Konto mit diesem Namen gibt, ist eine E-Mail unterwegs. Das kann eine Minute dauern; sehen Sie auch "
            + "im Spam-Ordner nach."
    }
    var setPasswordTitle: String { "Neues Passwort wählen" }
    var setPasswordLead: String { "Ab jetzt melden Sie sich damit an." }
    var setPasswordTypedLead: String {
        "Öffnen Sie den Link in der E-Mail, oder geben Sie den Code ein, den sie zeigt."
    }
    var registerTitle: String { "Konto erstellen" }
    func registerLead(_ service: String) -> String { "Willkommen bei \(service). Das dauert eine Minute." }
    var registerHasAccount: String { "Ich habe ein Konto" }

    func registrationLabel(_ field: String) -> String {
        switch field {
        case "givenName": "Vorname"
        case "familyName": "Nachname"
        default: "E-Mail-Adresse"
        }
    }
}
