package import Platform

/// Who a provider says somebody is. What the provider did not say is empty.
package struct ExternalIdentity: Sendable, Hashable {
    /// The identifier of the account there: `sub`, or the configured member.
    package var id: String
    /// For people to read: ``claimedName``, else the e-mail address, verified or not, else the identifier.
    package var username: String
    /// The name of the account there, by `preferred_username` or `login`: what the provider itself vouches for.
    package var claimedName: String
    package var givenName: String
    package var familyName: String
    package var nickName: String
    package var displayName: String
    package var email: String
    package var isEmailVerified: Bool
    package var phone: String
    package var isPhoneVerified: Bool
    /// A BCP 47 tag as the provider wrote it.
    package var language: String
    /// Everything that it said.
    package var raw: JSONObject

    package init(
        id: String, username: String, claimedName: String = "", givenName: String = "", familyName: String = "",
        nickName: String = "", displayName: String = "", email: String = "", isEmailVerified: Bool = false,
        phone: String = "", isPhoneVerified: Bool = false, language: String = "", raw: JSONObject = JSONObject()
    ) {
        self.id = id
        self.username = username
        self.claimedName = claimedName
        self.givenName = givenName
        self.familyName = familyName
        self.nickName = nickName
        self.displayName = displayName
        self.email = email
        self.isEmailVerified = isEmailVerified
        self.phone = phone
        self.isPhoneVerified = isPhoneVerified
        self.language = language
        self.raw = raw
    }
}
