/// The scopes that are names.
package enum Scope: String, Sendable, CaseIterable {
    case openID = "openid"
    case profile
    case email
    case phone
    case address
    case offlineAccess = "offline_access"
    case userMetadata = "urn:zitadel:iam:user:metadata"
    case userResourceOwner = "urn:zitadel:iam:user:resourceowner"
    case projectsRoles = "urn:zitadel:iam:org:projects:roles"

    var bit: UInt32 {
        switch self {
        case .openID: 1 << 0
        case .profile: 1 << 1
        case .email: 1 << 2
        case .phone: 1 << 3
        case .address: 1 << 4
        case .offlineAccess: 1 << 5
        case .userMetadata: 1 << 6
        case .userResourceOwner: 1 << 7
        case .projectsRoles: 1 << 8
        }
    }

    /// Whether the scope is one that this service knows. Unknown ones are dropped (RFC 6749 §3.3).
    package static func isKnown(_ scope: String) -> Bool {
        if let pattern = ScopePattern(of: scope) { return scope.utf8.count > pattern.prefix.utf8.count }
        return Scope(rawValue: scope) != nil
    }

    /// Whether the scope decides what a token is good for, and not only what is told of its subject.
    package static func isAuthorizing(_ scope: String) -> Bool {
        if ScopePattern(of: scope) != nil { return true }
        return switch Scope(rawValue: scope) {
        case .offlineAccess, .projectsRoles: true
        default: false
        }
    }
}

/// The scopes that carry a value behind a prefix.
enum ScopePattern: CaseIterable {
    case project, role, roleOrganization, organization, primaryDomain, identityProvider

    static let audienceSuffix = ":aud"

    var prefix: String {
        switch self {
        case .project: "urn:zitadel:iam:org:project:id:"
        case .role: "urn:zitadel:iam:org:project:role:"
        case .roleOrganization: "urn:zitadel:iam:org:roles:id:"
        case .organization: "urn:zitadel:iam:org:id:"
        case .primaryDomain: "urn:zitadel:iam:org:domain:primary:"
        case .identityProvider: "urn:zitadel:iam:org:idp:id:"
        }
    }

    var bit: UInt32 {
        switch self {
        case .project: 1 << 16
        case .role: 1 << 17
        case .roleOrganization: 1 << 18
        case .organization: 1 << 19
        case .primaryDomain: 1 << 20
        case .identityProvider: 1 << 21
        }
    }

    init?(of scope: String) {
        guard scope.hasPrefix("urn:zitadel:iam:org:"),
            let pattern = Self.allCases.first(where: { scope.hasPrefix($0.prefix) })
        else { return nil }
        self = pattern
    }

    /// What stands behind the prefix.
    func value(in scope: String) -> String? {
        scope.hasPrefix(prefix) ? String(scope.utf8.dropFirst(prefix.utf8.count)) : nil
    }
}
