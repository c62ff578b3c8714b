internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// The accounts elsewhere with which somebody can sign in here.
    static let linkedAccounts = Page(.linkedAccounts, "idp-links") { (visit) async throws(DomainError) in
        let (_, user) = try await visit.complete()
        visit.home = user.organizationID
        let words = visit.words
        var rows: [HTML] = []
        for link in try await visit.linkedAccounts(of: user) { rows.append(try await visit.row(link)) }
        let list: HTML = rows.isEmpty ? "<p>\(words.noLinkedAccounts)</p>" : "<ul class=\"choices\">\(rows)</ul>"
        let buttons = try await visit.linkableProviders(of: user).map { provider -> HTML in
            let url = visit.url(
                .identityProvider,
                { $0.pending = ["organization": .string(user.organizationID.rawValue), "links": true] },
                adding: [("provider", provider.id.rawValue)])
            return "<a class=\"secondary\" href=\"\(url)\">\(words.linkAccountAt(provider.name))</a>"
        }
        return .view(
            View(
                words.linkedAccounts, lead: words.linkedAccountsLead,
                """
                \(list)
                \(buttons.isEmpty ? nil : "<div class=\"providers\">\(buttons)</div>")
                \(visit.links([visit.link(words.back, visit.url(.signedIn))]))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let (_, user) = try await visit.recentlyComplete()
        let links = try await visit.linkedAccounts(of: user)
        guard let link = links.first(where: { visit.reference($0) == form["link"] }) else {
            return .go(.linkedAccounts)
        }
        _ = try await visit.parts.identityProviders.unlink(
            link.externalID, at: link.providerID, from: UserTarget(user.id), by: .signedIn(user))
        visit.note(.accountIsUnlinked)
        return .go(.linkedAccounts)
    }
}

extension Visit {
    fileprivate func row(_ link: IdentityProviderLink) async throws(DomainError) -> HTML {
        let provider = try await parts.identityProviders.provider(link.providerID, by: parts.caller)
        let removal = form(
            .linkedAccounts,
            """
            <input type="hidden" name="link" value="\(reference(link))">\
            <button type="submit" class="danger small" aria-label="\(words.unlinkOf(link.externalName, provider.name))">\
            \(words.unlink)</button>
            """, id: nil)
        return """
            <li><div class="row"><div class="text"><strong>\(provider.name)</strong>\
            <span class="sub">\(link.externalName)</span></div>\(removal)</div></li>
            """
    }

    /// Names a link in a form of its owner.
    fileprivate func reference(_ link: IdentityProviderLink) -> String { "\(link.providerID) \(link.externalID)" }
}
