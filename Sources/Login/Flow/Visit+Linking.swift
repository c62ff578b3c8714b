internal import Domain
internal import Model
internal import Platform

extension Visit {
    /// How old a proof may be for somebody to link an account, or to end that.
    private static let linkingPatience = Duration.minutes(15)

    /// Where somebody says that the account with which they have come from a provider is to be one with theirs here, of
    /// which they have just proven that it is theirs: or where they prove that again, if it was too long ago.
    mutating func linkConfirmation(in session: Model.Session) async throws(DomainError) -> Place {
        guard !isRecent(session) else { return .linkConfirmation }
        let (_, user) = try await signedIn()
        note(.proveAgain)
        return try await firstFactor(of: user)
    }

    /// Links the account at a provider for which somebody was sent there from the page of linked accounts.
    mutating func link(_ intent: SucceededIntent, _ arrival: Arrival) async throws(DomainError) -> Answer {
        let (_, user) = try await recentlyComplete()
        guard intent.userID == nil else {
            note(intent.userID == user.id ? .accountIsLinked : .accountIsTaken)
            return .go(.linkedAccounts)
        }
        guard try await offeredProvider(intent.providerID, to: user.organizationID) != nil else {
            return .go(.linkedAccounts)
        }
        try await parts.intents.link(
            arrival.intent, token: arrival.token, to: UserTarget(user.id), by: .signedIn(user))
        note(.accountIsLinked)
        return .go(.linkedAccounts)
    }

    /// Who is signed in and has proven it lately.
    /// - Throws: ``DomainError/proofTooOld``.
    mutating func recentlyComplete() async throws(DomainError) -> (session: Model.Session, user: User) {
        let found = try await complete()
        home = found.user.organizationID
        guard isRecent(found.session) else {
            flow.loginName = found.user.preferredLoginName
            throw .proofTooOld
        }
        return found
    }

    private func isRecent(_ session: Model.Session) -> Bool {
        session.factors.firstProvenAt.map { $0 > now - Self.linkingPatience } ?? false
    }

    /// The accounts elsewhere of somebody who is signed in.
    func linkedAccounts(of user: User) async throws(DomainError) -> [IdentityProviderLink] {
        try await parts.identityProviders.links(
            of: user.id, Model.Page(limit: 100, isAscending: true), by: .signedIn(user)
        ).rows
    }

    /// The providers at which somebody can link an account.
    func linkableProviders(of user: User) async throws(DomainError) -> [IdentityProvider] {
        try await parts.identityProviders.offered(to: user.organizationID).filter(\.options.allowsLinking)
    }

    /// Whether there is anything to see on the page of linked accounts.
    func hasLinkedAccounts(_ user: User) async throws(DomainError) -> Bool {
        if try await !linkableProviders(of: user).isEmpty { return true }
        return try await !linkedAccounts(of: user).isEmpty
    }
}
