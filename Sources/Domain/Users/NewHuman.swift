package import Model
package import Platform

/// A human user that is to be made.
package struct NewHuman: Sendable {
    package enum Password: Sendable {
        case plain(Secret<String>)
        /// A hash from elsewhere.
        case hash(Secret<String>)
    }

    package var id: User.ID?
    /// By default the e-mail address.
    package var username: String?
    package var profile: HumanProfile
    package var email: String
    package var emailProof: AddressProof
    /// Empty for none.
    package var phone: String
    package var phoneProof: AddressProof
    package var password: Password?
    package var isPasswordChangeRequired: Bool
    /// Accounts elsewhere that belong to the person.
    package var links: [NewIdentityProviderLink]
    /// Whether the organization has to offer the providers of the links to its people: for those who come by themselves.
    package var needsOffer = false
    /// A secret for TOTP in base32.
    package var totpSecret: Secret<String>?
    package var metadata: [MetadataEntry]

    package init(
        id: User.ID? = nil, username: String? = nil, profile: HumanProfile, email: String, emailProof: AddressProof,
        phone: String = "", phoneProof: AddressProof = .code(.send(nil)), password: Password? = nil,
        isPasswordChangeRequired: Bool = false, links: [NewIdentityProviderLink] = [],
        totpSecret: Secret<String>? = nil, metadata: [MetadataEntry] = []
    ) {
        self.id = id
        self.username = username
        self.profile = profile
        self.email = email
        self.emailProof = emailProof
        self.phone = phone
        self.phoneProof = phoneProof
        self.password = password
        self.isPasswordChangeRequired = isPasswordChangeRequired
        self.links = links
        self.totpSecret = totpSecret
        self.metadata = metadata
    }
}

/// How a person is called; what is `nil` stays or gets its default.
package struct HumanProfile: Sendable {
    package let givenName: String?
    package let familyName: String?
    package let nickName: String?
    package let displayName: String?
    package let preferredLanguage: String?
    package let gender: Human.Gender?

    package init(
        givenName: String? = nil, familyName: String? = nil, nickName: String? = nil, displayName: String? = nil,
        preferredLanguage: String? = nil, gender: Human.Gender? = nil
    ) {
        self.givenName = givenName
        self.familyName = familyName
        self.nickName = nickName
        self.displayName = displayName
        self.preferredLanguage = preferredLanguage
        self.gender = gender
    }

    /// Carries the change out.
    /// - Throws: `USER-UCej2` and `USER-4hB7d` for a name that is nothing but white space.
    func apply(to human: inout Human) throws(DomainError) {
        if let givenName { human.givenName = try Self.name(givenName, "USER-UCej2", "First") }
        if let familyName { human.familyName = try Self.name(familyName, "USER-4hB7d", "Last") }
        human.nickName = nickName ?? human.nickName
        if let displayName { human.displayName = displayName }
        if let preferredLanguage { human.preferredLanguage = LanguageTag.normalized(preferredLanguage) }
        human.gender = gender ?? human.gender
    }

    private static func name(_ text: String, _ id: String, _ which: String) throws(DomainError) -> String {
        let name = text.trimmed
        guard !name.isEmpty else {
            throw DomainError(.invalidArgument, id, "\(which) name in profile is empty")
        }
        return name
    }
}
