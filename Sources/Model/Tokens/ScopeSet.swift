/// The scopes of a token in the order they were asked for, each once (RFC 6749 §3.3).
package struct ScopeSet: Sendable, Hashable {
    package let values: [String]
    /// Which names and patterns occur: claims ask for them many times for each token.
    private let kinds: UInt32

    package init(_ values: [String] = []) {
        // There are few: comparing them costs less than hashing them. Many are hashed.
        var seen: Set<String> = []
        var unique: [String] = []
        unique.reserveCapacity(values.count)
        for value in values {
            let isNew = values.count > 16 ? seen.insert(value).inserted : !unique.contains(value)
            if isNew { unique.append(value) }
        }
        self.init(unique: unique)
    }

    private init(unique values: [String]) {
        self.values = values
        kinds = values.reduce(0) { $0 | Self.kind(of: $1) }
    }

    /// - Parameter text: scopes separated by spaces.
    /// - Returns: `nil` when a character stands in it that RFC 6749 §3.3 does not allow.
    package init?(parsing text: String) {
        let bytes = text.utf8.span
        let isAllowed = bytes.indices.allSatisfy { index in
            let byte = bytes[index]
            return byte >= 0x20 && byte <= 0x7E && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        }
        guard isAllowed else { return nil }
        self.init(text.utf8.split(separator: 0x20).map { String(Substring($0)) })
    }

    /// Reads what ``text`` wrote: each scope is in it once.
    package init(stored text: ArraySlice<UInt8>) {
        self.init(unique: text.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) })
    }

    /// The form on the wire.
    package var text: String {
        values.joined(separator: " ")
    }

    package var isEmpty: Bool { values.isEmpty }

    package func contains(_ scope: Scope) -> Bool {
        kinds & scope.bit != 0
    }

    package func filter(_ isIncluded: (String) -> Bool) -> ScopeSet {
        ScopeSet(unique: values.filter(isIncluded))
    }

    private static func kind(of value: String) -> UInt32 {
        ScopePattern(of: value)?.bit ?? Scope(rawValue: value)?.bit ?? 0
    }
}

extension ScopeSet {
    /// Projects that the token is meant for: `urn:zitadel:iam:org:project:id:{id}:aud`.
    /// `zitadel` stands for the service's own project.
    package var audienceProjects: [String] {
        values(of: .project).compactMap { value in
            guard value.hasSuffix(ScopePattern.audienceSuffix) else { return nil }
            let id = value.dropLast(ScopePattern.audienceSuffix.count)
            return id.isEmpty ? nil : String(id)
        }
    }

    /// Role keys that limit the asserted roles.
    package var roleKeys: [String] { values(of: .role) }

    /// Organizations that limit whose role assignments count.
    package var roleOrganizations: [String] { values(of: .roleOrganization) }

    /// The organizations that the subject must belong to.
    package var organizations: [String] { values(of: .organization) }

    /// The primary domains that the subject's organization must have.
    package var primaryDomains: [String] { values(of: .primaryDomain) }

    /// The identity providers at which the person is to sign in.
    package var identityProviders: [String] { values(of: .identityProvider) }

    /// The scopes without those for roles that are none of these.
    package func keepingRoles(_ known: [String]) -> ScopeSet {
        filter { scope in ScopePattern.role.value(in: scope).map(known.contains) ?? true }
    }

    private func values(of pattern: ScopePattern) -> [String] {
        guard kinds & pattern.bit != 0 else { return [] }
        return values.compactMap(pattern.value)
    }
}
