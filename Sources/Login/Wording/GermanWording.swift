internal import Domain

struct GermanWording: Wording {
    var own = OwnWords()

    let languages = "Sprache"
    let furtherLinks = "Weitere Links"
    var terms: String { own("register.termsOfService", "Nutzungsbedingungen") }
    var privacy: String { own("register.privacyPolicy", "Datenschutz") }
    let help = "Hilfe"
    let support = "Support kontaktieren"
    let notYou = "Nicht Sie?"
    var back: String { own("common.back", "Zurück") }
    let cancel = "Abbrechen"
    let next = "Weiter"
    let staleTitle = "Diese Seite ist abgelaufen"
    let staleText =
        "Sie war zu lange offen, wurde in einem anderen Browser geöffnet, oder Ihr Browser nimmt keine Cookies an. "
        + "Es wurde nichts geändert. Bitte beginnen Sie noch einmal."
    let postTitle = "Noch ein Schritt"
    let postLead = "Ihre Antwort ist fertig. Weiter zur Anwendung."
    let missingTitle = "Diese Seite gibt es nicht"
    let missingLead =
        "Die Adresse ist veraltet oder nicht vollständig. Wenn sie aus einer E-Mail stammt, öffnen Sie den Link in der "
        + "neuesten."
    let failureTitle = "Das hat nicht geklappt"
    let reference = "Wenn Sie um Hilfe bitten, nennen Sie diesen Code:"
    var startAgain: String { own("error.tryagain", "Noch einmal beginnen") }

    let refusedSignInTitle = "Sie können nicht angemeldet werden"
    let refusedSignOutTitle = "So können Sie nicht abgemeldet werden"
    let refusedLead = "Die Anwendung hat Sie mit einer Anfrage hergeschickt, die wir nicht beantworten können."
    let refusedAdvice =
        "Gehen Sie zurück zur Anwendung und versuchen Sie es noch einmal. Wenn es wieder geschieht, sagen Sie denen, "
        + "die sie betreiben:"

    func moment(year: Int, month: Int, day: Int, hour: Int, minute: Int) -> String {
        let months = [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember",
        ]
        return "\(day). \(months[month - 1]) \(year), \(hour.twoDigits):\(minute.twoDigits) UTC"
    }

    func notice(_ notice: Notice) -> NoticeText {
        switch notice {
        case .fieldMissing: NoticeText("Es fehlt etwas.", "Bitte füllen Sie alle Felder aus.")
        case .fieldTooLong:
            NoticeText("Etwas ist zu lang.", "Eine Zeile fasst höchstens \(String.greatestLineLength) Zeichen.")
        case .unknownName:
            NoticeText("Diesen Namen kennen wir nicht.", "Prüfen Sie die Schreibweise oder fragen Sie Ihre Verwaltung.")
        case .wrongPassword:
            NoticeText(
                "Name oder Passwort ist falsch.",
                "Versuchen Sie es noch einmal, oder setzen Sie ein neues Passwort, wenn Sie es vergessen haben.")
        case .locked:
            NoticeText(
                "Dieses Konto ist gesperrt.",
                "Warten Sie eine Weile, oder bitten Sie Ihre Verwaltung, es zu entsperren.")
        case .inactive: NoticeText("Dieses Konto ist nicht aktiv.", "Bitte fragen Sie Ihre Verwaltung.")
        case .slowDown(let seconds):
            NoticeText("Es waren zu viele Versuche.", "Bitte warten Sie \(Self.wait(seconds)).")
        case .wrongCode: NoticeText("Dieser Code ist falsch.", "Prüfen Sie ihn und geben Sie ihn noch einmal ein.")
        case .codeExpired: NoticeText("Dieser Code gilt nicht mehr.", "Fordern Sie einen neuen an.")
        case .mailedCodeRefused:
            NoticeText(
                "Dieser Code ist falsch oder gilt nicht mehr.",
                "Prüfen Sie ihn, öffnen Sie den Link in der neuesten E-Mail oder fordern Sie einen neuen Code an.")
        case .emailUnconfirmed:
            NoticeText(
                "Ihre E-Mail-Adresse ist noch nicht bestätigt.",
                "Öffnen Sie den Link, den wir dorthin geschickt haben, oder nehmen Sie etwas anderes, etwa einen "
                    + "Wiederherstellungscode.")
        case .phoneUnconfirmed:
            NoticeText(
                "Ihre Telefonnummer ist noch nicht bestätigt.",
                "Nehmen Sie etwas anderes, etwa einen Wiederherstellungscode, oder fragen Sie Ihre Verwaltung.")
        case .codeJustSent(let seconds):
            NoticeText(
                "Wir haben Ihnen gerade erst einen Code geschickt.",
                "Nehmen Sie diesen, oder warten Sie \(Self.wait(seconds)), bevor Sie einen neuen anfordern.")
        case .proveAgain:
            NoticeText("Bitte bestätigen Sie, dass Sie es sind.", "Ihre Anmeldung ist schon eine Weile her.")
        case .codeSent: NoticeText("Wir haben Ihnen einen Code geschickt.")
        case .wrongRecoveryCode:
            NoticeText(
                "Dieser Wiederherstellungscode ist falsch oder verbraucht.",
                "Geben Sie ihn genau so ein, wie er angezeigt wurde, oder nehmen Sie einen anderen.")
        case .passkeyFailed:
            NoticeText(
                "Der Schlüssel konnte nicht geprüft werden.",
                "Versuchen Sie es noch einmal, oder melden Sie sich anders an.")
        case .noPasskey: NoticeText("Hier gibt es keinen Passkey.", "Melden Sie sich anders an.")
        case .passwordsDiffer:
            NoticeText("Die beiden neuen Passwörter sind verschieden.", "Geben Sie zweimal dasselbe ein.")
        case .passwordTooShort: NoticeText("Dieses Passwort ist zu kurz.", "Wählen Sie ein längeres.")
        case .passwordTooLong:
            NoticeText(
                "Dieses Passwort ist zu lang.",
                "Wählen Sie eines mit höchstens \(PasswordRules.greatestLength) Zeichen.")
        case .passwordTooSimple(let part):
            NoticeText("In diesem Passwort fehlt \(Self.name(part)).", "Bitte ergänzen Sie es.")
        case .passwordCommon:
            NoticeText("Dieses Passwort benutzen zu viele.", "Wählen Sie eines, das niemand errät.")
        case .passwordUnchanged: NoticeText("Das ist Ihr aktuelles Passwort.", "Wählen Sie ein anderes.")
        case .currentPasswordWrong: NoticeText("Ihr aktuelles Passwort ist falsch.", "Geben Sie es noch einmal ein.")
        case .passwordIsSet: NoticeText("Ihr Passwort ist gesetzt.")
        case .factorIsSetUp: NoticeText("Es ist eingerichtet.")
        case .factorIsRemoved: NoticeText("Es ist entfernt.")
        case .lastFactor:
            NoticeText(
                "Hier brauchen Sie einen zweiten Schritt, und das ist Ihr einziger.",
                "Ergänzen Sie zuerst einen anderen, oder erneuern Sie ihn.")
        case .onlyWayIn:
            NoticeText(
                "Ohne das könnten Sie sich nicht mehr anmelden.",
                "Ergänzen Sie zuerst etwas anderes, womit Sie sich anmelden.")
        case .sessionIsOver: NoticeText("Ihre Anmeldung ist beendet.", "Bitte melden Sie sich noch einmal an.")
        case .sessionEnded: NoticeText("Die Sitzung ist beendet.")
        case .unavailable:
            NoticeText(
                "Wir können gerade nicht antworten.",
                "Das liegt nicht an Ihnen. Bitte versuchen Sie es gleich noch einmal.")
        case .emailVerified: NoticeText("Ihre E-Mail-Adresse ist bestätigt.")
        case .nameTaken:
            NoticeText(
                "Es gibt schon ein Konto mit dieser Adresse oder diesem Namen.",
                "Melden Sie sich an, oder nehmen Sie einen anderen.")
        case .emailInvalid:
            NoticeText("Das ist keine E-Mail-Adresse.", "Prüfen Sie sie und geben Sie sie noch einmal ein.")
        case .registrationClosed:
            NoticeText("Hier kann man sich nicht selbst registrieren.", "Bitten Sie Ihre Verwaltung um ein Konto.")
        case .unknownDeviceCode:
            NoticeText(
                "Diesen Code kennen wir nicht, oder er ist abgelaufen.",
                "Vergleichen Sie ihn mit Ihrem Gerät und geben Sie ihn noch einmal ein.")
        case .providerRefused:
            NoticeText(
                "Sie wurden dort nicht angemeldet.", "Versuchen Sie es noch einmal oder melden Sie sich anders an.")
        case .providerFailed:
            NoticeText("Die Anmeldung dort ist misslungen.", "Beginnen Sie noch einmal oder melden Sie sich anders an.")
        case .providerUnavailable:
            NoticeText("Dort können Sie sich zurzeit nicht anmelden.", "Melden Sie sich anders an.")
        case .providerDidNotAsk:
            NoticeText(
                "Sie wurden dort nicht gefragt, wer Sie sind.",
                "Melden Sie sich dort ab und versuchen Sie es noch einmal, oder melden Sie sich anders an.")
        case .strangerToProvider:
            NoticeText(
                "Hier gibt es kein Konto für Sie.", "Fragen Sie Ihre Administratoren oder melden Sie sich anders an.")
        case .signInToLink: NoticeText("Melden Sie sich einmal wie gewohnt an. Danach sind beide Konten eines.")
        case .accountIsLinked: NoticeText("Das Konto ist verknüpft.")
        case .accountIsUnlinked: NoticeText("Das Konto ist nicht mehr verknüpft.")
        case .accountIsTaken:
            NoticeText("Dieses Konto gehört hier jemand anderem.", "Melden Sie sich dort mit einem anderen an.")
        case .notAllowed:
            NoticeText(
                "Sie dürfen diese Anwendung nicht benutzen.",
                "Nehmen Sie ein anderes Konto, oder bitten Sie Ihre Verwaltung um Zugang.")
        case .consentWithdrawn:
            NoticeText("Die Erlaubnis ist zurückgenommen.", "Die Anwendung kann nicht mehr für Sie handeln.")
        case .requestGone:
            NoticeText(
                "Diese Anmeldung ist vorbei.", "Gehen Sie zurück zur Anwendung und beginnen Sie dort noch einmal.")
        case .failed: NoticeText("Etwas ist schiefgegangen.", "Bitte versuchen Sie es noch einmal.")
        }
    }

    private static func wait(_ seconds: Int) -> String {
        seconds > 90 ? "\((seconds + 59) / 60) Minuten" : "\(max(1, seconds)) Sekunden"
    }

    private static func name(_ part: Notice.PasswordPart) -> String {
        switch part {
        case .lowercase: "ein Kleinbuchstabe"
        case .uppercase: "ein Großbuchstabe"
        case .number: "eine Ziffer"
        case .symbol: "ein Sonderzeichen"
        }
    }
}

extension GermanWording: SignInWording {
    var signInTitle: String { own("loginname.title", "Anmelden") }
    func signInLead(_ service: String) -> String { own("loginname.description", "Willkommen bei \(service).") }
    var loginNameLabel: String { "Anmeldename oder E-Mail-Adresse" }
    var register: String { own("loginname.register", "Konto erstellen") }
    var passwordTitle: String { own("password.verify.title", "Passwort eingeben") }
    var passwordLead: String { "Noch ein Schritt, dann sind Sie drin." }
    var passwordLabel: String { "Passwort" }
    var passkeyOnlyLead: String {
        "Hier gibt es keine Passwörter. Verwenden Sie Ihren Passkey; wenn Sie noch keinen haben, fragen Sie Ihre "
            + "Verwaltung."
    }
    var noPasswordLead: String {
        "Hier gibt es keine Passwörter. Melden Sie sich anders an, oder fragen Sie Ihre Verwaltung, wie es geht."
    }
    var signIn: String { own("password.verify.submit", "Anmelden") }
    var forgotPassword: String { own("password.verify.resetPassword", "Passwort vergessen?") }
    var usePasskey: String { "Passkey verwenden" }
    var usePassword: String { own("passkey.verify.usePassword", "Passwort verwenden") }
    var accountsTitle: String { own("accounts.title", "Konto wählen") }
    var accountsLead: String { own("accounts.description", "Diese Konten haben sich mit diesem Browser angemeldet.") }
    var confirmTitle: String { "Sind Sie das?" }
    var confirmLead: String { "Eine Anwendung fragt, wer Sie sind." }
    func continueAs(_ name: String) -> String { "Weiter als \(name)" }
    var otherAccount: String { own("accounts.addAnother", "Anderes Konto verwenden") }
    var isSignedIn: String { "Angemeldet" }
    var isSignedOut: String { "Abgemeldet" }
    func signedInTitle(_ person: String) -> String { own("signedin.title", "Sie sind angemeldet", [("user", person)]) }
    var signedInLead: String {
        own("signedin.description", "Sie können diese Seite schließen oder sich um Ihr Konto kümmern.")
    }
    var nameTerm: String { "Name" }
    var loginNameTerm: String { "Anmeldename" }
    var emailTerm: String { "E-Mail" }
    var sessionsTitle: String { "Wo Sie angemeldet sind" }
    var thisBrowser: String { "Dieser Browser" }
    var unknownDevice: String { "Unbekanntes Gerät" }
    func since(_ moment: String) -> String { "Angemeldet am \(moment)" }
    var endSession: String { "Beenden" }
    func endSessionOf(_ device: String) -> String { "Sitzung beenden: \(device)" }
    var signOut: String { "Abmelden" }
    var addAccount: String { "Anderes Konto verwenden" }
    var changePassword: String { "Passwort ändern" }
    var security: String { "Anmeldearten" }
}
