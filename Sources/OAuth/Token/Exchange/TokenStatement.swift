internal import Domain
internal import Model
internal import Platform

/// What a token says that somebody exchanges.
struct TokenStatement: Sendable {
    /// For whom it speaks; `nil` when that one is not active, which only a token that is no proof of a sign-in leaves
    /// open.
    let subject: Subject?
    var scopes = ScopeSet()
    var audience: [String] = []
    /// RFC 8176.
    var methods: [String] = []
    var authenticatedAt: Timestamp?
    var actor: Actor?
    var sessionID: Session.ID?
    var familyID: String?
    /// Its own identifier, and those of what it was made of.
    var origins: [String] = []
    /// What it is exchanged for lives no longer; `nil` for what does not end by itself.
    var expiresAt: Timestamp?
}

extension TokenStatement {
    /// Everything that the token ends with.
    var ends: [String] {
        [sessionID?.rawValue, familyID].compactMap { $0 } + origins
    }
}

/// Reads the tokens of an exchange.
struct TokenStatements: Sendable {
    let tokens: Tokens
    let idTokens: IssuedIDTokens
    let clients: Clients
    let assertions: AssertionVerifier

    /// - Returns: `nil` for a token that is none, does not count any more, or is not meant for the application.
    func read(
        _ token: TokenExchangeParameters.Token, for client: Client
    ) async throws(DomainError) -> TokenStatement? {
        switch token.type {
        case .accessToken: try await accessToken(token.text.exposed, client)
        case .idToken: try await idToken(token.text.exposed, client)
        case .userID: try await user(User.ID(token.text.exposed))
        case .jwt: try await assertion(token.text, client)
        case .refreshToken: nil
        }
    }

    private func accessToken(_ text: String, _ client: Client) async throws(DomainError) -> TokenStatement? {
        guard let presented = try await tokens.read(text) else { return nil }
        let lookup = tokens.introspection(
            of: presented, FactsRequest(includesMetadata: false, projects: []), for: client.clientID)
        guard let found = try await clients.read(lookup) else { return nil }
        let token = found.verified.token
        var statement = TokenStatement(
            subject: found.verified.subject, scopes: token.scopes, audience: token.audience,
            methods: token.authenticationMethods, authenticatedAt: token.authenticatedAt, actor: token.actor,
            sessionID: token.sessionID, familyID: token.familyID, origins: [token.id] + token.origins,
            expiresAt: token.expiresAt)
        if found.verified.kind == .personalAccessToken {
            statement.audience = client.personalAccessTokenAudience
            statement.scopes = ScopeSet(personalAccessTokenWith: found.roleKeys)
        }
        return client.isAddressed(by: statement.audience) ? statement : nil
    }

    /// An ID token proves a sign-in; of use it is to the application that it was meant for.
    private func idToken(_ text: String, _ client: Client) async throws(DomainError) -> TokenStatement? {
        guard let contents = try await idTokens.read(text),
            client.isAddressed(by: contents.audience)
        else { return nil }
        let claims = contents.claims
        let actor = claims["act"].flatMap(Actor.init(claim:))
        // Whoever acts for somebody else must never pass for that one.
        guard actor != nil || claims["act"] == nil,
            let subject = try await clients.read(tokens.subject(of: contents, skew: client.clockSkew))
        else { return nil }
        return TokenStatement(
            subject: subject, audience: contents.audience,
            methods: claims["amr"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            authenticatedAt: claims["auth_time"]?.integerValue.map { Timestamp(seconds: $0) }, actor: actor,
            sessionID: contents.sessionID, familyID: contents.familyID, origins: contents.origins,
            expiresAt: contents.expiresAt)
    }

    private func assertion(_ text: Secret<String>, _ client: Client) async throws(DomainError) -> TokenStatement? {
        let subject: String
        do throws(AssertionError) {
            subject = try await assertions.verify(text, by: client)
        } catch {
            switch error {
            // Why it is none does not matter.
            case .refused: return nil
            case .failed(let error): throw error
            }
        }
        return try await user(User.ID(subject))
    }

    private func user(_ id: User.ID) async throws(DomainError) -> TokenStatement {
        TokenStatement(subject: try await clients.read(tokens.activeUser(id)))
    }
}

extension Client {
    /// Whether a token is meant for the application or its project.
    func isAddressed(by audience: [String]) -> Bool {
        audience.contains(clientID) || audience.contains(projectID.rawValue)
    }

    /// A personal access token counts at every application, which is thereby its audience.
    var personalAccessTokenAudience: [String] { [clientID, projectID.rawValue] }

    var clockSkew: Duration {
        if case .oidc(let configuration) = configuration { configuration.clockSkew } else { .zero }
    }
}

extension ScopeSet {
    /// The scopes of personal access tokens: those that all have, with the roles of the application's project.
    init(personalAccessTokenWith roleKeys: [String]) {
        self.init(PersonalAccessToken.scopes + roleKeys.map { "urn:zitadel:iam:org:project:role:\($0)" })
    }
}
