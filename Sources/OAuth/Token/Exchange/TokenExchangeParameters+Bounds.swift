internal import Model

extension TokenExchangeParameters {
    /// Whom the token is meant for: never anybody for whom neither of the exchanged tokens is meant.
    func audience(of subject: TokenStatement, _ actor: TokenStatement?) throws(OAuthError) -> [String] {
        let known = subject.audience + (actor?.audience ?? [])
        guard !audience.isEmpty else {
            return subject.audience.isEmpty ? actor?.audience ?? [] : subject.audience
        }
        if let foreign = audience.first(where: { !known.contains($0) }) {
            throw OAuthError(
                .invalidTarget, "an audience was not found in subject or actor token", detail: foreign.logged)
        }
        return audience
    }

    /// What the token allows: never what neither of the exchanged tokens allows. To name a user, or to show an ID token,
    /// gives no scopes that could be a bound; then an actor may ask for those that tell about the subject.
    func scopes(of subject: TokenStatement, _ actor: TokenStatement?) throws(OAuthError) -> ScopeSet {
        guard let scopes else { return (subject.scopes.isEmpty ? actor?.scopes : subject.scopes) ?? ScopeSet() }
        let known = subject.scopes.values + (actor?.scopes.values ?? [])
        let isOpen = actor != nil && self.subject.type != .accessToken
        let foreign = scopes.values.first { scope in
            !known.contains(scope) && !(isOpen && !Scope.isAuthorizing(scope))
        }
        if let foreign {
            throw OAuthError(
                .invalidScope, "a scope was not found in subject or actor token", detail: foreign.logged)
        }
        return scopes.filter(Scope.isKnown)
    }
}
