package import Model
package import Storage

extension Tokens {
    /// A token that counts, as an application is told of it.
    package struct Introspected: Sendable {
        package let verified: Verified
        package let facts: SubjectFacts
        /// The roles that the application's project defines: asked for personal access tokens, which have them all as
        /// scopes.
        package let roleKeys: [String]
    }

    /// What an introspection depends on; `nil` for no token and for one that does not count.
    /// - Parameter clientID: of the application that asks. It need not have proven itself yet: nothing is read here.
    package func introspection(
        of token: PresentedToken?, _ request: FactsRequest, for clientID: String
    ) -> Query<Introspected?> {
        guard let token else { return Lookup(answer: nil) }
        let roleKeys: Lookup<[String]> =
            switch token {
            case .accessToken: Lookup(answer: [])
            case .personalAccessToken: Lookup.roleKeys(ofProjectOfClient: clientID)
            }
        return lookup(token, with: request).and(roleKeys).map { (found, roleKeys) -> Introspected? in
            found.verified.map { Introspected(verified: $0, facts: found.facts, roleKeys: roleKeys) }
        }
    }
}
