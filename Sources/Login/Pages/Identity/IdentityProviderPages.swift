internal import Domain
internal import HTTP
internal import Model
internal import Platform

extension Page {
    /// On the way to an identity provider. Nothing is shown here.
    static let identityProvider = Page(.identityProvider, "idp") { (visit) async throws(DomainError) in
        guard let id = visit.query["provider"] else { return .go(.login) }
        let isLinking = visit.flow.pending?["links"] == true
        if isLinking { _ = try await visit.recentlyComplete() }
        return try await visit.leave(to: IdentityProvider.ID(id), isLinking: isLinking)
    }

    /// Back from an identity provider. The step names the sign-in that was begun in this browser, so nobody is brought
    /// into another one's (RFC 9700 §4.7).
    static let identityProviderReturn = Page(.identityProviderReturn, "idp-return") {
        (visit) async throws(DomainError) in
        guard let departure = Departure(visit.flow.pending), visit.query["id"] == departure.intent.rawValue else {
            return .go(.login)
        }
        visit.flow.pending = nil
        guard let token = visit.query["token"] else {
            visit.note(Notice(failureAtProvider: visit.query["error"]))
            return .go(departure.isLinking ? .linkedAccounts : .loginName)
        }
        let home = departure.organization ?? visit.parts.instance.defaultOrganizationID
        return try await visit.arrive(
            Arrival(intent: departure.intent, token: token, home: home), isLinking: departure.isLinking)
    }
}

extension Notice {
    /// - Parameter code: of the failure of an intent.
    fileprivate init(failureAtProvider code: String?) {
        self =
            switch code {
            case "access_denied": .providerRefused
            case "login_required": .providerDidNotAsk
            default: .providerFailed
            }
    }
}
