internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// Whether somebody wants to sign out, as an application or a link asks (RP-Initiated Logout §2). Where the person
    /// goes afterwards stands in a signed token; an address in the query alone leads nowhere.
    static let logout = Page(.logout, "logout") { (visit) async throws(DomainError) in
        if let token = visit.query["logout_token"], let asked = try await visit.parts.logouts.request(from: token) {
            visit.flow.pending = asked.redirectURI.map { ["redirect": .string($0)] }
            visit.flow.askedLanguage = Language(firstOf: asked.languages) ?? visit.flow.askedLanguage
            visit.language = visit.flow.spokenLanguage ?? visit.language
            await visit.readOwnWords()
        }
        let accounts = try await visit.openAccounts()
        guard !accounts.isEmpty else { return visit.afterLogout }
        let words = visit.words
        let rows = accounts.map { user -> HTML in
            """
            <li><div class="row"><span class="avatar" aria-hidden="true">\(user.displayName.initial)</span>\
            <span class="text"><strong>\(user.displayName)</strong>\
            <span class="sub">\(user.preferredLoginName)</span></span></div></li>
            """
        }
        return .view(
            View(
                words.logoutTitle, lead: words.logoutLead,
                """
                <ul class="choices">\(rows)</ul>
                \(visit.form(.logout, visit.button(words.signOut)))
                <p><a class="secondary after" href="\(visit.url(.login) { $0.pending = nil })">\(words.stay)</a></p>
                """))
    } submit: { (visit, _) async throws(DomainError) in
        for account in visit.browser.accounts {
            try await visit.end(account)
            visit.browser.forget(account.session)
        }
        return visit.afterLogout
    }

    static let signedOut = Page(.signedOut, "signed-out") { (visit) async throws(DomainError) in
        let words = visit.words
        return .view(
            View(
                words.signedOutTitle, lead: words.signedOutLead,
                "<p><a class=\"secondary\" href=\"\(SafeURL(path: "/ui/v2/login/login"))\">\(words.signInAgain)</a></p>"
            ))
    }
}

extension Visit {
    /// Whose sessions are open in this browser.
    fileprivate func openAccounts() async throws(DomainError) -> [User] {
        var users: [User] = []
        for account in browser.accounts {
            if let user = try await overview(of: account)?.user, !users.contains(where: { $0.id == user.id }) {
                users.append(user)
            }
        }
        return users
    }

    fileprivate var afterLogout: Answer {
        flow.pending?["redirect"]?.stringValue.map { .leave($0) } ?? .go(.signedOut)
    }
}
