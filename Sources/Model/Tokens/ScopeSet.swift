/// The scopes of a token in the order they were asked for, each once (RFC 6749 §3.3).
package struct ScopeSet: Sendable, Hashable {
    package let values: [String]

    package init(_ values: [String] = []) {
        // There are few: comparing them costs less than hashing them. Many are hashed.
        var seen: Set<String> = []
        var unique: [String] = []
        unique.reserveCapacity(values.count)
        for value in values {
            let isNew = values.count > 16 ? seen.insert(value).inserted : !unique.contains(value)
            if isNew { unique.append(value) }
        }
        self.values = unique
    }

    /// - Parameter text: scopes separated by spaces.
    /// - Returns: `nil` when a character stands in it that RFC 6749 §3.3 does not allow.
    package init?(parsing text: String) {
        let allowed = text.utf8.allSatisfy {
            $0 == 0x20 || $0 == 0x21 || (0x23...0x5B).contains($0) || (0x5D...0x7E).contains($0)
        }
        guard allowed else { return nil }
        self.init(text.split(separator: " ").map(String.init))
    }

    /// Reads what ``text`` wrote: each scope is in it once.
    package init(stored text: ArraySlice<UInt8>) {
        values = text.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The form on the wire.
    package var text: String {
        values.joined(separator: " ")
    }

    package var isEmpty: Bool { values.isEmpty }

    package func contains(_ scope: String) -> Bool {
        values.contains(scope)
    }

    package func filter(_ isIncluded: (String) -> Bool) -> ScopeSet {
        ScopeSet(values.filter(isIncluded))
    }
}

/// The scopes that mean something here.
package enum Scope {
    package static let openID = "openid"
    package static let profile = "profile"
    package static let email = "email"
    package static let phone = "phone"
    package static let address = "address"
    package static let offlineAccess = "offline_access"
    package static let userMetadata = "urn:zitadel:iam:user:metadata"
    package static let userResourceOwner = "urn:zitadel:iam:user:resourceowner"
    package static let projectsRoles = "urn:zitadel:iam:org:projects:roles"
    package static let groups = "groups"

    /// Those of OpenID Connect Core §5.4 and §11, as discovery lists them.
    package static let standard = [openID, profile, email, phone, address, offlineAccess]

    static let projectPrefix = "urn:zitadel:iam:org:project:id:"
    static let audienceSuffix = ":aud"
    static let rolePrefix = "urn:zitadel:iam:org:project:role:"
    static let roleOrganizationPrefix = "urn:zitadel:iam:org:roles:id:"
    static let organizationPrefix = "urn:zitadel:iam:org:id:"
    static let primaryDomainPrefix = "urn:zitadel:iam:org:domain:primary:"
    static let identityProviderPrefix = "urn:zitadel:iam:org:idp:id:"

    /// Whether the scope is one that this service knows. Unknown ones are dropped (RFC 6749 §3.3).
    package static func isKnown(_ scope: String) -> Bool {
        if standard.contains(scope) || [userMetadata, userResourceOwner, projectsRoles].contains(scope) { return true }
        let prefixes = [
            projectPrefix, rolePrefix, roleOrganizationPrefix, organizationPrefix, primaryDomainPrefix,
            identityProviderPrefix,
        ]
        return prefixes.contains { scope.count > $0.count && scope.hasPrefix($0) }
    }
}

extension ScopeSet {
    /// Projects that the token is meant for: `urn:zitadel:iam:org:project:id:{id}:aud`.
    /// `zitadel` stands for the service's own project.
    package var audienceProjects: [String] {
        values.compactMap { scope in
            guard scope.hasPrefix(Scope.projectPrefix), scope.hasSuffix(Scope.audienceSuffix) else { return nil }
            let id = scope.dropFirst(Scope.projectPrefix.count).dropLast(Scope.audienceSuffix.count)
            return id.isEmpty ? nil : String(id)
        }
    }

    /// Role keys that limit the asserted roles.
    package var roleKeys: [String] { suffixes(of: Scope.rolePrefix) }

    /// Organizations that limit whose role assignments count.
    package var roleOrganizations: [String] { suffixes(of: Scope.roleOrganizationPrefix) }

    /// The organizations that the subject must belong to.
    package var organizations: [String] { suffixes(of: Scope.organizationPrefix) }

    /// The primary domains that the subject's organization must have.
    package var primaryDomains: [String] { suffixes(of: Scope.primaryDomainPrefix) }

    private func suffixes(of prefix: String) -> [String] {
        values.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }
}
