package import Model
package import Platform

extension ExternalIdentity {
    /// The longest value that becomes a part of a user here; what is longer counts as not said.
    private static let longest = 200

    /// No text of a store has U+0000 in it.
    private static func canBeKept(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.count <= longest && !text.utf8.contains(0)
    }

    /// Reads standard claims (OpenID Connect Core 1.0 §5.1), and the name under which servers of before call a login.
    /// - Parameter attribute: the member that identifies the person; a number is taken as its digits.
    /// - Returns: `nil` without an identifier, or with one that cannot be kept: too long, or with control characters.
    package init?(claims: JSONObject, identifiedBy attribute: String) {
        let id: String? =
            switch claims[attribute] {
            case .string(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        guard let id, (1...Self.longest).contains(id.unicodeScalars.count),
            !id.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return nil }
        func text(_ names: String...) -> String {
            let values = names.compactMap { claims[$0]?.stringValue?.trimmed }
            return values.first(where: Self.canBeKept) ?? ""
        }
        // Some providers write the truth as a text.
        func isTrue(_ name: String) -> Bool { claims[name] == true || claims[name] == "true" }
        let (email, phone) = (text("email"), text("phone_number"))
        let username = text("preferred_username", "login")
        self.init(
            id: id, username: username.isEmpty ? (email.isEmpty ? id : email) : username, claimedName: username,
            givenName: text("given_name"), familyName: text("family_name"), nickName: text("nickname"),
            displayName: text("name"), email: email, isEmailVerified: !email.isEmpty && isTrue("email_verified"),
            phone: phone, isPhoneVerified: !phone.isEmpty && isTrue("phone_number_verified"), language: text("locale"),
            raw: claims)
    }
}
