internal import Crypto
package import Model
package import Platform
internal import Storage

/// Texts of the login pages for one locale.
package struct LoginTranslation: Sendable {
    /// Names these texts: others have another one.
    package let tag: String
    package let texts: JSONObject

    init(_ texts: JSONObject) {
        self.texts = texts
        tag = SHA256.digest(JSONValue.object(texts).utf8).prefix(16).hexadecimal
    }
}

/// Where texts of the login pages come from, each level over the one before.
package enum LoginTranslationLevel: Sendable, Hashable {
    /// What the pages themselves bring along.
    case system
    case instance
    case organization(Organization.ID)
}

extension Settings {
    /// The texts of a locale. A regional one, such as `de-CH`, has those of its language under it.
    /// - Parameter ignoresInheritance: whether only what was set on the level itself is shown.
    /// - Throws: `COMMA-xmjATA` for what is no locale.
    package func loginTranslation(
        _ locale: String, at level: LoginTranslationLevel, ignoresInheritance: Bool, by caller: Caller
    ) async throws(DomainError) -> LoginTranslation {
        try caller.require(.iamPolicyRead)
        let locale = try Self.locale(locale)
        var owners: [Organization.ID?] = []
        switch level {
        case .system: break
        case .instance: owners = [nil]
        case .organization(let id): owners = ignoresInheritance ? [id] : [nil, id]
        }
        let locales = ignoresInheritance ? [locale] : Self.chain(of: locale)
        return try await database.read { [owners] (tx) throws(DomainError) in
            var texts = JSONObject()
            for owner in owners {
                for locale in locales {
                    if let own = try tx.loginTexts(locale, of: owner) { texts = texts.overlaid(by: own) }
                }
            }
            return LoginTranslation(texts)
        }
    }

    /// What the pages of an organization, or with `nil` of the instance, say in a language in place of their own words.
    package func loginTexts(
        in language: String, of organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> JSONObject {
        try caller.require(.iamPolicyRead)
        let found = try await database.read(.loginTexts(language, of: organization))
        return found.reduce(JSONObject()) { $0.overlaid(by: $1) }
    }

    /// Replaces all texts that were set for a locale.
    /// - Throws: `COMMA-xmjATA` for what is no locale, `ORG-1MRds` for an unknown organization.
    package func setLoginTranslation(
        _ locale: String, _ texts: JSONObject, of organization: Organization.ID?, by caller: Caller
    ) async throws(DomainError) -> LoginTranslation {
        try caller.require(.iamPolicyWrite)
        let locale = try Self.locale(locale)
        let now = clock.now()
        try await database.write { (tx) throws(DomainError) in
            _ = try tx.record(
                "hosted_login_translation.set", ofSettingsOf: organization, in: self, by: caller, at: now,
                payload: ["locale": .string(locale)])
            try tx.setLoginTexts(
                texts, locale, of: organization, at: now, missing: .organizationNotFound("ORG-1MRds"))
        }
        return LoginTranslation(texts)
    }

    /// A language with further subtags (RFC 5646 §2.1), the language in lower case.
    private static func locale(_ text: String) throws(DomainError) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isRight =
            (2...3).contains(parts[0].count) && parts[0].allSatisfy { $0.isASCII && $0.isLetter }
            && parts.dropFirst().allSatisfy {
                (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
        guard isRight, text.utf8.count <= 35 else {
            throw DomainError(.invalidArgument, "COMMA-xmjATA", "Errors.Arguments.Locale.Invalid")
        }
        return ([parts[0].lowercased()] + parts.dropFirst().map(String.init)).joined(separator: "-")
    }

    /// The language, and the locale itself if it is more than that.
    private static func chain(of locale: String) -> [String] {
        let language = String(locale.prefix { $0 != "-" })
        return language == locale ? [locale] : [language, locale]
    }
}

extension JSONObject {
    /// The members of both; where both have one the other's counts, and objects are joined.
    fileprivate func overlaid(by other: JSONObject) -> JSONObject {
        var result = self
        for member in other.members {
            if case .object(let inner) = member.value, let mine = self[member.name]?.objectValue {
                result[member.name] = .object(mine.overlaid(by: inner))
            } else {
                result[member.name] = member.value
            }
        }
        return result
    }
}

extension Sequence<UInt8> {
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef")
        return reduce(into: "") { $0 += [digits[Int($1 >> 4)], digits[Int($1 & 15)]] }
    }
}
