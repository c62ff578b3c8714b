internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// The accounts of this browser.
    static let accounts = Page(.accounts, "accounts") { (visit) async throws(DomainError) in
        let known = try await visit.knownAccounts()
        guard !known.isEmpty else { return .go(.loginName) }
        let words = visit.words
        let rows = known.map { entry -> HTML in
            """
            <li><button type="submit" name="session" value="\(entry.session.id.rawValue)">\
            <span class="avatar" aria-hidden="true">\(entry.user.displayName.initial)</span>\
            <span class="text"><strong>\(entry.user.displayName)</strong>\
            <span class="sub">\(entry.user.preferredLoginName)</span></span>\
            <span class="arrow" aria-hidden="true">›</span></button></li>
            """
        }
        return .view(
            View(
                words.accountsTitle, lead: words.accountsLead,
                """
                \(visit.form(.accounts, "<ul class=\"choices\">\(rows)</ul>"))
                <p><a class="secondary" href="\(visit.url(.loginName) { $0.session = nil; $0.loginName = nil })">\
                \(words.otherAccount)</a></p>
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
