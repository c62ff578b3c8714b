internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// Whether the account at a provider with which somebody has come is to be one with theirs here. Nobody gives a stranger
    /// the run of their account by a sign-in that they took for the usual one.
    static let linkConfirmation = Page(.linkConfirmation, "idp-link") { (visit) async throws(DomainError) in
        let (_, user) = try await visit.complete()
        guard let stranger = try await visit.stranger() else { return try await visit.proceed() }
        visit.home = user.organizationID
        let words = visit.words
        return .view(
            View(
                words.linkTitle(stranger.provider.name),
                lead: words.linkLead(stranger.provider.name, stranger.identity.username),
                """
                \(visit.who(try await visit.shownName(of: user)))
                \(visit.form(
                    .linkConfirmation,
                    """
                    <button type="submit" class="primary" name="action" value="link">\(words.link)</button>
                    \(visit.secondaryButton(words.doNotLink, action: "decline"))
                    """))
                """))
    } submit: { (visit, form) async throws(DomainError) in
        let (session, user) = try await visit.complete()
        if form["action"] == "link", try await visit.stranger() != nil, let arrival = visit.flow.arrival {
            let place = try await visit.linkConfirmation(in: session)
            guard place == .linkConfirmation else { return .go(place) }
            // Whatever comes of it, what follows goes on without it.
            visit.flow.arrival = nil
            try await visit.parts.intents.link(
                arrival.intent, token: arrival.token, to: UserTarget(user.id), by: .signedIn(user))
            visit.note(.accountIsLinked)
        }
        visit.flow.arrival = nil
        return try await visit.proceed()
    }
}
