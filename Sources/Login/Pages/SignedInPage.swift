internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Who is signed in here, and where else (ASVS 5.0 §7.5.2): each session can be ended.
    static let signedIn = Page(.signedIn, "signed-in") { (visit) async throws(DomainError) in
        let (session, user) = try await visit.complete()
        visit.home = user.organizationID
        let words = visit.words
        let sessions = try await visit.sessions(of: user)
        let rows = sessions.map { other in visit.row(other, isOwn: other.id == session.id) }
        let login: LoginSettings = try await visit.settings(of: user.organizationID)
        let methods = try await visit.methods(of: user)
        let email: HTML? = (user.human?.email).map { "<dt>\(words.emailTerm)</dt><dd>\($0)</dd>" }
        return .view(
            View(
                words.signedInTitle(user.displayName), lead: words.signedInLead,
                """
                <dl class="facts"><dt>\(words.nameTerm)</dt><dd>\(user.displayName)</dd>\
                <dt>\(words.loginNameTerm)</dt><dd>\(user.preferredLoginName)</dd>\(email)</dl>
                <h2>\(words.sessionsTitle)</h2>
                <ul class="choices">\(rows)</ul>
                \(visit.form(.signedIn, "\(visit.secondaryButton(words.signOut, action: "sign-out"))", id: "sign-out"))
                \(visit.links([
                    login.allowsPassword && methods.contains(.password)
                        ? visit.link(words.changePassword, visit.url(.changePassword)) : nil,
                    visit.link(words.security, visit.url(.setUp)),
                    try await visit.hasLinkedAccounts(user)
                        ? visit.link(words.linkedAccounts, visit.url(.linkedAccounts)) : nil,
                    visit.link(words.consentsTitle, visit.url(.consents)),
                    visit.link(words.addAccount, visit.url(.loginName) { $0.forgetPerson() }),
                ]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let (session, user) = try await visit.complete()
        let isSigningOut = form["action"] == "sign-out"
        let ended = isSigningOut ? session.id : Model.Session.ID(form["session"] ?? "")
        let mine = try await visit.sessions(of: user).contains { $0.id == ended }
        guard mine || isSigningOut else {
            visit.note(.sessionIsOver)
            return .go(.signedIn)
        }
        _ = try await visit.parts.sessions.end(ended, token: nil, by: .signedIn(user))
        visit.browser.forget(ended)
        guard ended != session.id else {
            visit.flow = visit.flow.fresh(at: visit.now)
            visit.home = nil
            visit.note(.sessionEnded)
            return .go(.loginName)
        }
        visit.note(.sessionEnded)
        return .go(.signedIn)
    }
}

extension Visit {
    /// The user of the flow's session, in which nothing is missing any more.
    func complete() async throws(DomainError) -> (session: Model.Session, user: User) {
        let (session, user) = try await signedIn()
        switch NextStep(try await facts(session, user)) {
        case .firstFactor, .secondFactor, .setUpFactor(isForced: true): throw .loginIsOver
        case .changePassword: throw .passwordChangeRequired
        case .setUpFactor(isForced: false), .unmet, .done: return (session, user)
        }
    }

    /// The living sessions of a user in which something was proven, the newest first.
    func sessions(of user: User) async throws(DomainError) -> [Model.Session] {
        let search = Model.Session.Search(
            filters: [.user(user.id), .proven(at: now)], sorting: .creationDate, page: Model.Page(limit: 100))
        let found = try await parts.sessions.search(search, by: .signedIn(user))
        return found.rows.map(\.session)
    }

    func row(_ session: Model.Session, isOwn: Bool) -> HTML {
        let device = Device(session.agent.description)?.name ?? words.unknownDevice
        let place = session.agent.ip.isEmpty ? device : "\(device) · \(session.agent.ip)"
        let moment = words.since(words.moment(session.factors.authenticatedAt ?? session.createdAt))
        let end = """
            <input type="hidden" name="session" value="\(session.id.rawValue)">\
            <button type="submit" class="danger small" aria-label="\(words.endSessionOf(place))">\(words.endSession)</button>
            """ as HTML
        let action: HTML = isOwn ? "<span class=\"tag\">\(words.thisBrowser)</span>" : form(.signedIn, end, id: nil)
        return """
            <li><div class="row"><div class="text"><strong>\(device)</strong><span class="sub">\(session.agent.ip)</span>\
            <span class="sub">\(moment)</span></div>\
            \(action)</div></li>
            """
    }
}

/// What a `User-Agent` field says to a person.
struct Device: Sendable, Hashable {
    let name: String

    init?(_ field: String) {
        let browsers = [
            ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
        ]
        let browser = browsers.first { field.contains($0.0) }?.1
        let system = systems.first { field.contains($0.0) }?.1
        let words = [browser, system].compactMap { $0 }
        guard !words.isEmpty else { return nil }
        name = words.joined(separator: ", ")
    }
}

extension GeneralWording {
    func moment(_ moment: Timestamp) -> String {
        let (date, hour, minute) = moment.calendar
        return self.moment(year: date.year, month: date.month, day: date.day, hour: hour, minute: minute)
    }
}

extension Timestamp {
    /// Day and time of UTC.
    var calendar: (date: (year: Int, month: Int, day: Int), hour: Int, minute: Int) {
        // 2026-11-21T18:00:00Z
        let text = rfc3339
        let parts = text.split { !$0.isNumber }.map { Int($0) ?? 0 }
        guard parts.count >= 5 else { return ((1970, 1, 1), 0, 0) }
        return ((parts[0], parts[1], parts[2]), parts[3], parts[4])
    }
}
