internal import Domain
internal import Model

extension DomainError {
    /// Whether the project keeps the person out, or the application asks for users of another organization.
    var keepsOut: Bool { ["OIDC-foSyH49RvL", "OIDC-0rg5c"].contains(id) }

    /// Whether the application is not for this person, while it may well be for another one: it keeps the person out, or
    /// the person or the organization is not active.
    var turnsAway: Bool { keepsOut || id == "OIDC-Us3r4" }
}

extension Visit {
    /// Lets somebody whom an application does not admit choose another account for the same request, or go back.
    mutating func turnAway(_ error: DomainError) -> Place {
        flow.session = nil
        flow.loginName = nil
        flow.pending = nil
        note(Notice(error))
        return .accounts
    }
}
