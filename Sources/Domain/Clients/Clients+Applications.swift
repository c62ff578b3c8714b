package import Model
internal import Platform
internal import Storage

extension Clients {
    /// An application that is active with everything it belongs to, without any proof of who asks.
    package func application(_ clientID: String) async throws(DomainError) -> Client? {
        try await database.read(.activeClient(clientID))
    }

    /// Whether the application's project lets a user in.
    package func admit(_ user: User.ID, to client: Client) async throws(DomainError) -> Bool {
        try await database.read(.projectAccess(of: user, client: client.clientID)) == .allowed
    }

    /// What a sign-in to the application may be asked for: the scopes without roles that its project does not have.
    /// - Returns: `nil` when the organization that they limit the sign-in to is not there or not active.
    package func allowed(_ scopes: ScopeSet, for client: Client) async throws(DomainError) -> ScopeSet? {
        guard try await knowsOrganization(of: scopes) else { return nil }
        guard !scopes.roleKeys.isEmpty else { return scopes }
        return scopes.keepingRoles(try await database.read(.roleKeys(ofProjectOfClient: client.clientID)))
    }

    /// Whether the organization that the scopes limit sign-ins to is there and active.
    private func knowsOrganization(of scopes: ScopeSet) async throws(DomainError) -> Bool {
        let (organization, domain) = (scopes.organizations.first, scopes.primaryDomains.first)
        guard organization != nil || domain != nil else { return true }
        return try await database.read(.isActiveOrganization(id: organization, domain: domain))
    }

    /// Whom a granted request is about: its application and who signed in, if both still count.
    package func parties(
        of request: AuthRequest, _ signIn: SignIn
    ) async throws(DomainError) -> (client: Client, subject: Subject)? {
        let (client, subject) = try await database.read(
            Lookup.activeClient(request.clientID).and(
                .activeSubject(
                    signIn.userID, ofToken: signIn.sessionID.rawValue, session: signIn.sessionID,
                    issuedAt: signIn.authenticatedAt)))
        guard let client, let subject else { return nil }
        return (client, subject)
    }
}
