package import Model
internal import SQL

extension Query where Value == User? {
    /// The user who logs in by a name, in any case. A name that ends in a verified domain is first one of the
    /// organization that has the domain.
    package static func user(loginName: String) -> Query {
        let folded = loginName.lowercased()
        return first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, h.given_name, h.family_name, h.nick_name, h.display_name,
                h.preferred_language, h.gender, h.email, h.is_email_verified, h.phone, h.is_phone_verified,
                h.is_password_change_required, h.password_changed_at, h.mfa_init_skipped_at,
                CASE WHEN u.username_scope <> '' THEN (
                    SELECT p.domain FROM organization_domains p
                    WHERE p.organization_id = u.organization_id AND p.is_primary
                ) END AS login_domain
            FROM users u
            LEFT JOIN machines m ON m.user_id = u.id
            LEFT JOIN humans h ON h.user_id = u.id
            WHERE u.id = COALESCE(
                (
                    SELECT s.id FROM organization_domains e
                    JOIN users s ON s.username_scope = e.organization_id AND s.username_folded = $2
                    WHERE e.domain = $3 AND e.is_verified
                ),
                (SELECT s.id FROM users s WHERE s.username_folded = $1 AND s.username_scope = '')
            )
            """,
            folded, folded.namePart, folded.domainPart, decode: User.init(row:))
    }
}

extension Transaction {
    /// The user who logs in by a name, in any case.
    package borrowing func user(loginName: String) throws(DomainError) -> User? {
        try answer(to: .user(loginName: loginName)).map { (user) throws(DomainError) in
            try withLoginDomains(user)
        }
    }
}
