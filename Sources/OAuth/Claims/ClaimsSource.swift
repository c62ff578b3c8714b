internal import Domain
internal import Model
internal import Platform

/// Gathers the claims about a subject for the place that asks.
struct ClaimsSource: Sendable {
    let issuer: String
    private let facts: Facts
    /// What `zitadel` in an audience scope stands for.
    private let instanceProjectID: Project.ID

    init(issuer: String, instanceProjectID: Project.ID, facts: Facts) {
        self.issuer = issuer
        self.instanceProjectID = instanceProjectID
        self.facts = facts
    }

    /// The audience that the scopes ask for.
    func audience(of scopes: ScopeSet) -> [String] {
        var audience: [String] = []
        for project in scopes.audienceProjects {
            let id = project == "zitadel" ? instanceProjectID.rawValue : project
            if !audience.contains(id) { audience.append(id) }
        }
        return audience
    }

    /// The audience of a token that a user gets by an application: the application, its project, and what the scopes
    /// ask for.
    func audience(of scopes: ScopeSet, for client: Client) -> [String] {
        let own = [client.clientID, client.projectID.rawValue]
        return own + audience(of: scopes).filter { !own.contains($0) }
    }

    /// Characters of an access token besides its scopes and its audience: identifiers, times, a signature.
    private static let reserve = 1024

    /// Whether requests can carry an access token with the scopes of a sign-in, as far as is known before anybody has
    /// signed in: what a JWT tells of the person is not.
    func areCarriable(_ scopes: ScopeSet, for client: Client) -> Bool {
        let room = (AccessToken.greatestLength - Self.reserve) * 3 / 4
        let size = scopes.text.utf8.count
        // Far too many are not even looked at.
        guard size <= room else { return false }
        // With quotes and a comma, or with tag and length.
        return audience(of: scopes, for: client).reduce(size) { $0 + $1.utf8.count + 3 } <= room
    }
}

extension ClaimsSource {
    /// What ``idTokenClaims(_:_:)`` and ``accessTokenClaims(_:_:)`` depend on.
    func tokenFacts(
        _ authorization: GrantedAuthorization, idToken: Bool, accessToken: Bool
    ) async throws(DomainError) -> SubjectFacts {
        let scopes = authorization.scopes
        // Both places differ in whether they tell roles, never in which.
        let places =
            (idToken ? [ClaimPlace.idToken(of: authorization)] : [])
            + (accessToken ? [ClaimPlace.accessToken(of: authorization)] : [])
        let projects = places.first(where: \.tellsRoles).map { roles(scopes, $0).projects } ?? []
        return try await facts.facts(
            of: authorization.subject.user.id,
            FactsRequest(includesMetadata: scopes.contains(.userMetadata), projects: projects))
    }

    /// What an ID token carries besides the claims that make it one.
    func idTokenClaims(_ authorization: GrantedAuthorization, _ facts: SubjectFacts) -> JSONObject {
        claims(of: authorization.subject, facts, authorization.scopes, .idToken(of: authorization))
    }

    /// What a JWT access token carries besides the claims that make it one.
    func accessTokenClaims(_ authorization: GrantedAuthorization, _ facts: SubjectFacts) -> JSONObject {
        claims(of: authorization.subject, facts, authorization.scopes, .accessToken(of: authorization))
    }

    /// What ``userInfo(of:_:)`` depends on.
    func userInfoFacts(_ token: PresentedToken) -> FactsRequest {
        let scopes = token.scopes
        let place = ClaimPlace.userInfo(project: token.accessToken?.projectID, requested: [])
        return FactsRequest(
            includesMetadata: scopes.contains(.userMetadata), projects: roles(scopes, place).projects)
    }

    /// What userinfo tells (OpenID Connect Core §5.3).
    func userInfo(of verified: Tokens.Verified, _ facts: SubjectFacts) -> JSONObject {
        let token = verified.token
        return claims(
            of: verified.subject, facts, token.scopes,
            .userInfo(project: token.projectID, requested: token.userInfoClaims))
    }

    /// What ``introspection(of:_:scopes:for:)`` depends on.
    func introspectionFacts(_ scopes: ScopeSet, clientID: String) -> FactsRequest {
        FactsRequest(includesMetadata: scopes.contains(.userMetadata), projects: [.ofClient(clientID)])
    }

    /// What introspection tells a client of the project, with the roles of the moment.
    func introspection(
        of subject: Subject, _ facts: SubjectFacts, scopes: ScopeSet, for project: Project.ID
    ) -> JSONObject {
        claims(of: subject, facts, scopes, .introspection(by: project))
    }

    private func claims(
        of subject: Subject, _ facts: SubjectFacts, _ scopes: ScopeSet, _ place: ClaimPlace
    ) -> JSONObject {
        var claims = JSONObject()
        for claim in Claim.all where place.tells(claim, scopes) {
            if let value = claim.value(subject, facts, scopes) { claims.append(claim.name, value) }
        }
        if place.tellsRoles { roles(scopes, place).append(facts.roles, to: &claims) }
        return claims
    }

    private func roles(_ scopes: ScopeSet, _ place: ClaimPlace) -> RoleClaims {
        RoleClaims(scopes: scopes, audienceProjects: audience(of: scopes), own: place.own)
    }
}
