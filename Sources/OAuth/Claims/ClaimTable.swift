internal import Domain
internal import Model
internal import Platform

/// The claims about a subject: name, scope, and how to read it. Every place that writes claims reads this table; what
/// a place tells of it is in ``ClaimPlace``, and roles have names of their own, see ``RoleClaims``.
///
/// The names are fixed here, so nothing that users or operators store can take the place of a registered claim.
struct Claim: Sendable {
    /// What a place may ask for.
    enum Group: Sendable {
        /// The standard claims of OpenID Connect Core §5.4.
        case standard
        /// ZITADEL's own, except for roles.
        case vendor
    }

    let name: String
    let group: Group
    let isAsked: @Sendable (ScopeSet) -> Bool
    let value: @Sendable (Subject, SubjectFacts, ScopeSet) -> JSONValue?

    private init(
        _ name: String, _ group: Group, when isAsked: @escaping @Sendable (ScopeSet) -> Bool,
        _ value: @escaping @Sendable (Subject, SubjectFacts, ScopeSet) -> JSONValue?
    ) {
        self.name = name
        self.group = group
        self.isAsked = isAsked
        self.value = value
    }

    static let all: [Claim] = profile + email + phone + vendor
    /// Those that can be asked for by name (OpenID Connect Core §5.5).
    static let requestable = Set(all.filter { $0.group == .standard }.map(\.name))

    private static let profile: [Claim] = [
        standard("name", Scope.profile) { .text($0.user.displayName) },
        standard("given_name", Scope.profile) { .text($0.user.human?.givenName) },
        standard("family_name", Scope.profile) { .text($0.user.human?.familyName) },
        standard("nickname", Scope.profile) { .text($0.user.human?.nickName) },
        standard("gender", Scope.profile) { subject in
            subject.user.human.flatMap { $0.gender == .unspecified ? nil : .string($0.gender.rawValue) }
        },
        standard("locale", Scope.profile) { subject in
            subject.user.human.flatMap { $0.preferredLanguage == "und" ? nil : .text($0.preferredLanguage) }
        },
        standard("updated_at", Scope.profile) { .integer($0.user.changedAt.seconds) },
        standard("preferred_username", Scope.profile) { .text($0.user.preferredLoginName) },
    ]

    private static let email: [Claim] = [
        standard("email", Scope.email) { .text($0.user.human?.email) },
        standard("email_verified", Scope.email) { subject in
            subject.user.human.flatMap { $0.email.isEmpty ? nil : .bool($0.isEmailVerified) }
        },
    ]

    private static let phone: [Claim] = [
        standard("phone_number", Scope.phone) { .text($0.user.human?.phone) },
        standard("phone_number_verified", Scope.phone) { subject in
            subject.user.human.flatMap { $0.phone.isEmpty ? nil : .bool($0.isPhoneVerified) }
        },
    ]

    private static let vendor: [Claim] = [
        Claim("urn:zitadel:iam:user:metadata", .vendor, when: { $0.contains(.userMetadata) }) {
            (_, facts, _) in
            guard !facts.metadata.isEmpty else { return nil }
            return .object(
                JSONObject(
                    uniqueMembers: facts.metadata.map {
                        .init(name: $0.key, value: .string(Base64URL.encode($0.value)))
                    }))
        },
        Claim("urn:zitadel:iam:user:resourceowner:id", .vendor, when: asksResourceOwner) { (subject, _, _) in
            .string(subject.user.organizationID.rawValue)
        },
        Claim("urn:zitadel:iam:user:resourceowner:name", .vendor, when: asksResourceOwner) { (subject, _, _) in
            .string(subject.organizationName)
        },
        Claim("urn:zitadel:iam:user:resourceowner:primary_domain", .vendor, when: asksResourceOwner) {
            (subject, _, _) in
            .string(subject.primaryDomain)
        },
        Claim("urn:zitadel:iam:org:id", .vendor, when: { !$0.organizations.isEmpty }) { (_, _, scopes) in
            scopes.organizations.first.map { .string($0) }
        },
        Claim("urn:zitadel:iam:org:domain:primary", .vendor, when: { !$0.primaryDomains.isEmpty }) {
            (_, _, scopes) in
            scopes.primaryDomains.first.map { .string($0) }
        },
    ]

    private static let asksResourceOwner: @Sendable (ScopeSet) -> Bool = {
        $0.contains(.userResourceOwner) || !$0.organizations.isEmpty
    }

    private static func standard(
        _ name: String, _ scope: Scope, _ value: @escaping @Sendable (Subject) -> JSONValue?
    ) -> Claim {
        Claim(name, .standard, when: { $0.contains(scope) }) { (subject, _, _) in value(subject) }
    }
}

extension JSONValue {
    /// A text that is left out when there is none.
    fileprivate static func text(_ text: String?) -> JSONValue? {
        guard let text, !text.isEmpty else { return nil }
        return .string(text)
    }
}
