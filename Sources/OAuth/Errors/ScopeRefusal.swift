internal import Model

/// Why the scopes of a sign-in are refused with `invalid_scope`, at the authorization endpoint (RFC 6749 §4.1.2.1) as at
/// that of devices (RFC 8628 §3.1).
enum ScopeRefusal: Error, Sendable, CustomStringConvertible {
    case unreadable
    case severalOrganizations
    case unknownOrganization
    case tooMany

    /// For the client.
    var description: String {
        switch self {
        case .unreadable: "The scope has a character that is not allowed"
        case .severalOrganizations: "Only one organization scope may be provided"
        case .unknownOrganization: "The organization of the scope is not known"
        case .tooMany: "The access token would be too long for a request: ask for fewer scopes"
        }
    }
}

extension ScopeSet {
    /// The known ones among the scopes that an application wants of a sign-in, which one organization can satisfy.
    init(ofSignIn text: String) throws(ScopeRefusal) {
        guard let scopes = ScopeSet(parsing: text) else { throw .unreadable }
        guard Set(scopes.organizations).count < 2, Set(scopes.primaryDomains).count < 2 else {
            throw .severalOrganizations
        }
        self = scopes.filter(Scope.isKnown)
    }
}
