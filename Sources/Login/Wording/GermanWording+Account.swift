extension GermanWording: AccountWording {
    var verifyTitle: String { own("verify.verify.title", "E-Mail-Adresse bestätigen") }
    var verifyLead: String { "Ein Klick, und wir wissen, dass unsere E-Mails Sie erreichen." }
    var verifyTypedLead: String {
        own(
            "verify.verify.description",
            "Wir haben Ihnen eine E-Mail geschickt. Öffnen Sie den Link darin, oder geben Sie den Code ein, den sie zeigt."
        )
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
        own(
            "password.set.codeSent",
            "Wenn es ein Konto mit diesem Namen gibt, ist eine E-Mail unterwegs. Das kann eine Minute dauern; sehen Sie auch "
                + "im Spam-Ordner nach.")
    }
    var setPasswordTitle: String { own("password.set.title", "Neues Passwort wählen") }
    var setPasswordLead: String { own("password.set.description", "Ab jetzt melden Sie sich damit an.") }
    var setPasswordTypedLead: String {
        "Öffnen Sie den Link in der E-Mail, oder geben Sie den Code ein, den sie zeigt."
    }
    var registerTitle: String { own("register.title", "Konto erstellen") }
    func registerLead(_ service: String) -> String {
        own("register.description", "Willkommen bei \(service). Das dauert eine Minute.")
    }
    var registerHasAccount: String { "Ich habe ein Konto" }

    func registrationLabel(_ field: String) -> String {
        switch field {
        case "givenName": "Vorname"
        case "familyName": "Nachname"
        default: "E-Mail-Adresse"
        }
    }
}
