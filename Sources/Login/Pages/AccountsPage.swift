internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// The accounts of this browser.
    static let accounts = Page(.accounts, "accounts") { (visit) async throws(DomainError) in
        let known = try await visit.knownAccounts()
        guard let first = known.first else { return .go(.loginName) }
        visit.home = visit.flow.organization ?? (known.count == 1 ? first.user.organizationID : nil)
        let words = visit.words
        // Whom the application has just turned away is not asked again whether it is them.
        let isQuestion = known.count == 1 && visit.flow.request != nil && visit.flow.notice == nil
        var rows: [HTML] = []
        for entry in known {
            let name = try await visit.shownName(of: entry.user)
            let row: HTML = """
                <li><button type="submit" name="session" value="\(entry.session.id.rawValue)">\
                <span class="avatar" aria-hidden="true">\(entry.user.displayName.initial)</span>\
                <span class="text"><strong>\(entry.user.displayName)</strong>\
                <span class="sub">\(name)</span></span>\
                <span class="arrow" aria-hidden="true">›</span></button></li>
                """
            rows.append(row)
        }
        return .view(
            View(
                isQuestion ? words.confirmTitle : words.accountsTitle,
                lead: isQuestion ? words.confirmLead : words.accountsLead,
                """
                \(visit.form(.accounts, "<ul class=\"choices\">\(rows)</ul>"))
                <p><a class="secondary" href="\(visit.url(.loginName) { $0.forgetPerson() })">\
                \(words.otherAccount)</a></p>
                \(visit.cancelForm(.accounts))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        guard let chosen = form["session"].map({ Model.Session.ID($0) }),
            try await visit.knownAccounts().contains(where: { $0.session.id == chosen })
        else { throw .loginIsOver }
        visit.flow.session = chosen
        return try await visit.proceed()
    }
}

extension Visit {
    /// Leads somebody to a page of their account who opened it without a step: with the only account of this browser, or
    /// with the one that they choose or sign in to.
    mutating func enter(_ place: Place) async throws(DomainError) -> Answer {
        flow.destination = place
        let known = try await knownAccounts()
        guard known.count == 1, let only = known.first else { return .go(.accounts) }
        flow.session = only.session.id
        return try await proceed(offersFactor: false)
    }

    /// The accounts of this browser whose sessions live and in which something was proven.
    func knownAccounts() async throws(DomainError) -> [(session: Model.Session, user: User)] {
        var found: [(session: Model.Session, user: User)] = []
        for account in browser.accounts {
            guard let overview = try await overview(of: account), let user = overview.user, user.state == .active,
                overview.session.factors.hasFirst,
                flow.organization == nil || flow.organization == user.organizationID
            else { continue }
            found.append((overview.session, user))
        }
        return found
    }
}
