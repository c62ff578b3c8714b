internal import Domain
internal import HTTP
internal import Model

extension Page {
    /// Where people arrive: from an application, from a link, or by themselves.
    static let login = Page(.login, "login") { (visit) async throws(DomainError) in
        if let id = visit.query["authRequest"] {
            return try await visit.enter(AuthRequest.ID(id))
        }
        visit.flow.forgetPerson()
        visit.home = visit.flow.organization
        if let hint = visit.query["login_hint"], !hint.isEmpty, hint.isOfLineLength { visit.flow.loginName = hint }
        return try await visit.knownAccounts().isEmpty ? .go(.loginName) : .go(.accounts)
    }
}
