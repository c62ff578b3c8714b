extension GermanWording: RequestWording {
    var deviceTitle: String { "Gerät verbinden" }
    var deviceLead: String { "Geben Sie den Code ein, den Ihr Gerät zeigt." }
    var deviceLabel: String { "Code" }
    var deviceConfirmTitle: String { "Ist das Ihr Gerät?" }
    func deviceConfirmLead(_ application: String) -> String { "\(application) möchte für Sie angemeldet sein." }
    var deviceWarning: String {
        "Ihr Gerät muss genau diesen Code zeigen. Hat ihn Ihnen jemand geschickt, erlauben Sie es nicht."
    }
    var deviceGets: String { "Es darf" }

    func scope(_ scope: KnownScope) -> String {
        switch scope {
        case .openid: "wissen, wer Sie sind"
        case .profile: "Ihren Namen und Ihre Sprache sehen"
        case .email: "Ihre E-Mail-Adresse sehen"
        case .phone: "Ihre Telefonnummer sehen"
        case .address: "Ihre Anschrift sehen"
        case .offlineAccess: "angemeldet bleiben, wenn Sie weg sind"
        }
    }

    func actsOn(_ project: String) -> String { "\(project) als Sie benutzen" }
    var actsHere: String { "hier alles sehen und ändern, was Sie sehen und ändern dürfen, auch als Administrator" }
    func consentTitle(_ application: String) -> String { "\(application) erlauben?" }
    func consentLead(_ application: String, _ organization: String) -> String {
        "\(application) gehört zu \(organization) und bittet um Ihre Erlaubnis."
    }
    var consentWarning: String { "Erlauben Sie es nur, wenn Sie die Anwendung kennen und ihrem Betreiber vertrauen." }
    var consentsTitle: String { "Anwendungen" }
    var consentsLead: String { "Diesen Anwendungen haben Sie erlaubt, für Sie zu handeln." }
    var noConsents: String { "Im Augenblick ist es keine." }
    var withdraw: String { "Zurücknehmen" }
    func withdrawFrom(_ application: String) -> String { "Die Erlaubnis für \(application) zurücknehmen" }
    var allow: String { "Erlauben" }
    var deny: String { "Nicht erlauben" }
    var deviceAllowedTitle: String { "Ihr Gerät ist verbunden" }
    var deviceAllowedLead: String {
        "Gehen Sie zu ihm zurück: In ein paar Sekunden geht es dort weiter. Diese Seite können Sie schließen."
    }
    var deviceDeniedTitle: String { "Ihr Gerät wurde abgewiesen" }
    var deviceDeniedLead: String { "Es bekommt nichts. Diese Seite können Sie schließen." }
    var logoutTitle: String { "Abmelden?" }
    var logoutLead: String {
        "Sie werden in diesem Browser von diesen Konten abgemeldet, und von den Anwendungen, die Sie damit benutzt haben."
    }
    var stay: String { "Angemeldet bleiben" }
    var signedOutTitle: String { "Sie sind abgemeldet" }
    var signedOutLead: String { "Bis bald. Schließen Sie an einem gemeinsamen Rechner auch den Browser." }
    var signInAgain: String { "Wieder anmelden" }
}
