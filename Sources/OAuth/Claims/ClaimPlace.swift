internal import Model

/// Where claims about a subject are told, with what decides which of them: the columns of the claims matrix.
///
/// | place | standard claims | ZITADEL's own | roles |
/// |---|---|---|---|
/// | userinfo | by scope | by scope | by scope, or when the project asserts them |
/// | introspection | by scope | by scope | always, of the caller's project |
/// | ID token | by scope and setting | by scope | as userinfo, by setting |
/// | JWT access token | never | by scope | as userinfo, by setting |
///
/// Machine users have no settings: their tokens tell roles, and nothing personal.
struct ClaimPlace: Sendable {
    /// Whether the claims of OpenID Connect Core §5.4 are told whose scopes were asked for.
    let tellsStandard: Bool
    let tellsRoles: Bool
    let own: OwnProject
    /// Claims that are told without their scope (OpenID Connect Core §5.5).
    var requested: [String] = []

    func tells(_ claim: Claim, _ scopes: ScopeSet) -> Bool {
        if claim.isAsked(scopes), tellsStandard || claim.group != .standard { return true }
        return requested.contains(claim.name)
    }
}

extension ClaimPlace {
    /// OpenID Connect Core §5.3.
    static func userInfo(project: Project.ID?, requested: [String]) -> ClaimPlace {
        ClaimPlace(
            tellsStandard: true, tellsRoles: true,
            own: project.map { .ofApplication($0, isAsserting: nil) } ?? .none, requested: requested)
    }

    /// RFC 7662.
    static func introspection(by project: Project.ID) -> ClaimPlace {
        ClaimPlace(tellsStandard: true, tellsRoles: true, own: .ofCaller(project))
    }

    /// An ID token. Without an access token there is no userinfo, so it tells all that was asked for (OpenID Connect
    /// Core §5.4).
    static func idToken(of authorization: GrantedAuthorization) -> ClaimPlace {
        let settings = authorization.client.configuration
        let isAlone = authorization.wanted == .idToken
        return ClaimPlace(
            tellsStandard: isAlone || settings?.idTokenUserinfoAssertion ?? false,
            tellsRoles: authorization.client.isMachine || settings?.idTokenRoleAssertion ?? false,
            own: authorization.client.ownProject, requested: authorization.requestedClaims.idToken)
    }

    /// An access token that is a JWT.
    static func accessToken(of authorization: GrantedAuthorization) -> ClaimPlace {
        let settings = authorization.client.configuration
        return ClaimPlace(
            tellsStandard: false,
            tellsRoles: authorization.client.isMachine || settings?.accessTokenRoleAssertion ?? false,
            own: authorization.client.ownProject)
    }
}

extension GrantClient {
    fileprivate var isMachine: Bool {
        if case .machine = self { true } else { false }
    }

    fileprivate var ownProject: OwnProject {
        switch self {
        case .machine: .none
        case .application(let client):
            .ofApplication(client.projectID, isAsserting: client.projectRoleAssertion)
        }
    }
}
