package import Platform

/// The part of a user that is a person.
package struct Human: Sendable, Hashable {
    package enum Gender: String, Sendable, CaseIterable {
        case unspecified, female, male, diverse
    }

    package var givenName: String
    package var familyName: String
    package var nickName: String
    package var displayName: String
    /// A BCP 47 tag; `und` when unknown.
    package var preferredLanguage: String
    package var gender: Gender
    package var email: String
    package var isEmailVerified: Bool
    package var phone: String
    package var isPhoneVerified: Bool
    package var isPasswordChangeRequired: Bool
    package var passwordChangedAt: Timestamp?
    /// When the person chose not to set up a second factor.
    package var mfaInitSkippedAt: Timestamp?

    package init(
        givenName: String, familyName: String, nickName: String = "", displayName: String? = nil,
        preferredLanguage: String = "und", gender: Gender = .unspecified, email: String, isEmailVerified: Bool,
        phone: String = "", isPhoneVerified: Bool = false, isPasswordChangeRequired: Bool = false,
        passwordChangedAt: Timestamp? = nil, mfaInitSkippedAt: Timestamp? = nil
    ) {
        self.givenName = givenName
        self.familyName = familyName
        self.nickName = nickName
        self.displayName = displayName ?? "\(givenName) \(familyName)"
        self.preferredLanguage = preferredLanguage
        self.gender = gender
        self.email = email
        self.isEmailVerified = isEmailVerified
        self.phone = phone
        self.isPhoneVerified = isPhoneVerified
        self.isPasswordChangeRequired = isPasswordChangeRequired
        self.passwordChangedAt = passwordChangedAt
        self.mfaInitSkippedAt = mfaInitSkippedAt
    }
}
