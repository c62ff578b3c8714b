package import Model
package import Platform
internal import SQL

extension Query where Value == [JSONObject] {
    /// The texts of the login pages for a locale: those of the instance, then those of the organization over them.
    package static func loginTexts(_ locale: String, of organization: Organization.ID?) -> Query {
        // The instance's owner is the empty text, which sorts before every other.
        all(
            "SELECT texts FROM login_translations WHERE locale = $1 AND owner IN ('', $2) ORDER BY owner", locale,
            organization?.rawValue ?? ""
        ) { (row) throws(DomainError) in try row.object("texts") }
    }
}

extension Transaction {
    /// The texts of the login pages that an organization, or with `nil` the instance, has set for a locale.
    package borrowing func loginTexts(
        _ locale: String, of organization: Organization.ID?
    ) throws(DomainError) -> JSONObject? {
        try first(
            "SELECT texts FROM login_translations WHERE owner = $1 AND locale = $2", organization?.rawValue ?? "",
            locale
        ) { (row) throws(DomainError) in try row.object("texts") }
    }

    /// - Throws: `missing` for an unknown organization.
    package borrowing func setLoginTexts(
        _ texts: JSONObject, _ locale: String, of organization: Organization.ID?, at now: Timestamp,
        missing: DomainError
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO login_translations (owner, locale, organization_id, texts, changed_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (owner, locale) DO UPDATE SET texts = EXCLUDED.texts, changed_at = EXCLUDED.changed_at
            """,
            organization?.rawValue ?? "", locale, organization?.rawValue, JSONValue.object(texts).text, now,
            missing: missing)
    }
}
