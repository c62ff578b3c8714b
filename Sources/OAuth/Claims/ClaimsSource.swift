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

    /// What a machine user's ID token and JWT access token carry besides the registered claims.
    func tokenClaims(of subject: Subject, scopes: ScopeSet) async throws(DomainError) -> JSONObject {
        let roles = askedRoles(scopes)
        let facts = try await facts.facts(of: subject.user.id, roles.request(scopes))
        return claims(of: subject, facts, scopes, groups: [.vendor], roles)
    }

    /// What ``userInfo(of:_:scopes:)`` depends on.
    func userInfoFacts(_ scopes: ScopeSet) -> FactsRequest {
        askedRoles(scopes).request(scopes)
    }

    /// What userinfo tells (OpenID Connect Core §5.3).
    func userInfo(of subject: Subject, _ facts: SubjectFacts, scopes: ScopeSet) -> JSONObject {
        claims(of: subject, facts, scopes, groups: [.standard, .vendor], askedRoles(scopes))
    }

    /// What ``introspection(of:_:scopes:for:)`` depends on.
    func introspectionFacts(_ scopes: ScopeSet, clientID: String) -> FactsRequest {
        FactsRequest(includesMetadata: scopes.contains(.userMetadata), projects: [.ofClient(clientID)])
    }

    /// What introspection tells a client of the project, with the roles of the moment.
    func introspection(
        of subject: Subject, _ facts: SubjectFacts, scopes: ScopeSet, for project: Project.ID
    ) -> JSONObject {
        claims(
            of: subject, facts, scopes, groups: [.standard, .vendor],
            RoleClaims(scopes: scopes, audienceProjects: [], ownProject: project, assertsOwn: true, onlyOwn: true))
    }

    private func askedRoles(_ scopes: ScopeSet) -> RoleClaims {
        RoleClaims(
            scopes: scopes, audienceProjects: audience(of: scopes), ownProject: nil, assertsOwn: false, onlyOwn: false)
    }

    private func claims(
        of subject: Subject, _ facts: SubjectFacts, _ scopes: ScopeSet, groups: [Claim.Group], _ roles: RoleClaims
    ) -> JSONObject {
        var claims = JSONObject()
        for claim in Claim.all where groups.contains(claim.group) && claim.isAsked(scopes) {
            if let value = claim.value(subject, facts, scopes) { claims.append(claim.name, value) }
        }
        roles.append(facts.roles, to: &claims)
        return claims
    }
}

extension RoleClaims {
    /// What they and the metadata claim depend on.
    fileprivate func request(_ scopes: ScopeSet) -> FactsRequest {
        FactsRequest(
            includesMetadata: scopes.contains(.userMetadata), projects: projects.map { .project($0) })
    }
}
