internal import Domain
internal import HTTP
internal import Model

/// The client credentials grant (RFC 6749 §4.4): a machine user obtains a token for itself.
struct ClientCredentialsGrant: Grant {
    static let type = "client_credentials"
    static let requiresClient = true

    struct Parameters: FormDecodable {
        let scopes: ScopeSet

        init(_ form: Form) throws(OAuthError) {
            scopes = try ScopeSet(required: form)
        }
    }

    let claims: ClaimsSource

    func authorize(
        _ parameters: Parameters, client: AuthenticatedClient?
    ) async throws(OAuthError) -> GrantedAuthorization {
        guard case .machine(let subject)? = client?.identity else {
            throw OAuthError(.unauthorizedClient, "this grant is for machine users")
        }
        return try GrantedAuthorization(
            machine: subject, scopes: parameters.scopes,
            authenticationMethods: client?.usedAssertion == true ? [] : ["pwd"], claims: claims)
    }
}

extension GrantedAuthorization {
    /// A token of a machine user for itself.
    /// - Throws: `invalid_scope` when a scope names an organization that the user does not belong to.
    init(
        machine subject: Subject, scopes: ScopeSet, authenticationMethods: [String], claims: ClaimsSource
    ) throws(OAuthError) {
        let granted = scopes.filter(Scope.isKnown)
        try granted.requireOrganization(of: subject)
        self.init(
            subject: subject, client: .machine(subject.user.username), scopes: granted,
            audience: claims.audience(of: granted),
            accessTokenType: subject.user.machine?.accessTokenType ?? .bearer,
            authenticationMethods: authenticationMethods)
    }
}

extension ScopeSet {
    /// - Throws: `invalid_scope` when a scope names an organization that the user does not belong to.
    func requireOrganization(of subject: Subject) throws(OAuthError) {
        guard organizations.allSatisfy({ $0 == subject.user.organizationID.rawValue }),
            primaryDomains.allSatisfy({ $0 == subject.primaryDomain })
        else { throw OAuthError(.invalidScope, "the user does not belong to the requested organization") }
    }

    /// The `scope` parameter where a request must have one.
    init(required form: Form) throws(OAuthError) {
        guard let text = form["scope"] else {
            throw OAuthError(.invalidScope, "the scope of the request is missing: ask for at least one")
        }
        guard let scopes = ScopeSet(parsing: text) else {
            throw OAuthError(.invalidScope, "the scope has a character that is not allowed")
        }
        self = scopes
    }
}
