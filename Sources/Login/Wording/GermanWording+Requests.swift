extension GermanWording: RequestWording {
    var deviceTitle: String { own("device.usercode.title", "Gerät verbinden") }
    var deviceLead: String { own("device.usercode.description", "Geben Sie den Code ein, den Ihr Gerät zeigt.") }
    var deviceLabel: String { "Code" }
    func deviceConfirmTitle(_ application: String) -> String {
        own("device.request.title", "Ist das Ihr Gerät?", [("appName", application)])
    }
    func deviceConfirmLead(_ application: String, _ organization: String) -> String {
        "\(application) von \(organization) möchte für Sie angemeldet sein."
    }
    var deviceWarning: String {
        "Ihr Gerät muss genau diesen Code zeigen. Hat ihn Ihnen jemand geschickt, erlauben Sie es nicht."
    }
    func deviceGets(_ application: String) -> String {
        own("device.request.description", "Es darf", [("appName", application)])
    }

    func scope(_ scope: KnownScope) -> String {
        switch scope {
        case .openid: own("device.scope.openid", "wissen, wer Sie sind")
        case .profile: own("device.scope.profile", "Ihren Namen und Ihre Sprache sehen")
        case .email: own("device.scope.email", "Ihre E-Mail-Adresse sehen")
        case .phone: "Ihre Telefonnummer sehen"
        case .address: "Ihre Anschrift sehen"
        case .offlineAccess: own("device.scope.offline_access", "angemeldet bleiben, wenn Sie weg sind")
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
    func allowed(since moment: String) -> String { "Erlaubt am \(moment)" }
    var withdraw: String { "Zurücknehmen" }
    func withdrawFrom(_ application: String) -> String { "Die Erlaubnis für \(application) zurücknehmen" }
    var allow: String { own("device.request.submit", "Erlauben") }
    var deny: String { own("device.request.deny", "Nicht erlauben") }
    var deviceAllowedTitle: String { "Ihr Gerät ist verbunden" }
    var deviceAllowedLead: String {
        "Gehen Sie zu ihm zurück: In ein paar Sekunden geht es dort weiter. Diese Seite können Sie schließen."
    }
    var deviceDeniedTitle: String { "Ihr Gerät wurde abgewiesen" }
    var deviceDeniedLead: String { "Es bekommt nichts. Diese Seite können Sie schließen." }
    var logoutTitle: String { own("logout.title", "Abmelden?") }
    var logoutLead: String {
        own(
            "logout.description",
            "Sie werden in diesem Browser von diesen Konten abgemeldet, und von den Anwendungen, die Sie damit benutzt haben."
        )
    }
    var stay: String { "Angemeldet bleiben" }
    var signedOutTitle: String { own("logout.success.title", "Sie sind abgemeldet") }
    var signedOutLead: String {
        own("logout.success.description", "Bis bald. Schließen Sie an einem gemeinsamen Rechner auch den Browser.")
    }
    var signInAgain: String { "Wieder anmelden" }
}
