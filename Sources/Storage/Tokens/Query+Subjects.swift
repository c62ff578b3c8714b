package import Model
package import Platform
internal import SQL

extension Query where Value == Subject? {
    /// The subject of a token, if the token still counts: the user and the organization are active, the token was
    /// issued after everything that ended the user's earlier tokens, neither it nor the session or the sign-in that it
    /// belongs to was revoked, and the application that it was issued to is active with everything it belongs to.
    ///
    /// This is the one place that decides whether a token whose seal or signature is right is alive.
    /// - Parameter application: its client identifier; `nil` for a token of a machine user that is its own client.
    package static func activeSubject(
        _ id: User.ID, ofToken tokenID: String, session: Model.Session.ID? = nil, family: String? = nil,
        application: String? = nil, issuedAt: Timestamp
    ) -> Query {
        let subject = activeUser(id, ofToken: tokenID, session: session, family: family, issuedAt: issuedAt)
        guard let application else { return subject }
        // A statement of its own: with a condition that counts for some tokens alone, PostgreSQL plans anew each time.
        return subject.and(.isActive(application: application)).map { (subject, isActive) in
            isActive ? subject : nil
        }
    }

    private static func activeUser(
        _ id: User.ID, ofToken tokenID: String, session: Model.Session.ID?, family: String?, issuedAt: Timestamp
    ) -> Query {
        first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, h.given_name, h.family_name, h.nick_name, h.display_name,
                h.preferred_language, h.gender, h.email, h.is_email_verified, h.phone, h.is_phone_verified,
                h.is_password_change_required, h.password_changed_at, h.mfa_init_skipped_at,
                o.name AS organization_name, d.domain AS primary_domain,
                CASE WHEN u.username_scope <> '' THEN d.domain END AS login_domain
            FROM users u
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            LEFT JOIN machines m ON m.user_id = u.id
            LEFT JOIN humans h ON h.user_id = u.id
            WHERE u.id = $1 AND u.state = 'active' AND o.state = 'active' AND u.tokens_valid_from <= $3
                AND NOT EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.token_id = $2)
                AND (CAST($4 AS TEXT) IS NULL OR NOT EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.token_id = $4))
                AND (CAST($5 AS TEXT) IS NULL OR NOT EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.token_id = $5))
            """,
            id, tokenID, issuedAt, session, family, decode: Subject.init(row:))
    }
}

extension Query where Value == Bool {
    /// Whether an application, its project and the project's organization are active.
    fileprivate static func isActive(application clientID: String) -> Query {
        Query<Bool?>.first(
            """
            SELECT 1 FROM applications a
            JOIN projects p ON p.id = a.project_id
            JOIN organizations o ON o.id = p.organization_id
            WHERE a.client_id = $1 AND a.state = 'active' AND p.state = 'active' AND o.state = 'active'
            """, clientID
        ) { (_) throws(DomainError) in true }.map { $0 ?? false }
    }
}

extension Query where Value == PersonalAccessTokenOwner? {
    /// The owner of a personal access token that exists and was made after everything that ended the user's earlier
    /// tokens.
    package static func activeOwner(of id: PersonalAccessToken.ID) -> Query {
        first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret,
                o.name AS organization_name, d.domain AS primary_domain,
                CASE WHEN u.username_scope <> '' THEN d.domain END AS login_domain,
                t.created_at AS issued_at, t.expires_at
            FROM personal_access_tokens t
            JOIN users u ON u.id = t.user_id
            JOIN machines m ON m.user_id = u.id
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE t.id = $1 AND u.tokens_valid_from <= t.created_at AND u.state = 'active' AND o.state = 'active'
            """,
            id
        ) { (row) throws(DomainError) in
            PersonalAccessTokenOwner(
                subject: try Subject(row: row), issuedAt: try row.timestamp("issued_at"),
                expiresAt: try row.timestamp("expires_at"))
        }
    }
}

/// Whose a personal access token is, and from when to when it counts.
package struct PersonalAccessTokenOwner: Sendable {
    package let subject: Subject
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
}

extension Subject {
    convenience init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            user: try User(row: row), organizationName: try row.text("organization_name"),
            primaryDomain: try row.text("primary_domain"))
    }
}

extension Query where Value == Bool {
    /// Whether one of these tokens, sessions or sign-ins was revoked.
    package static func isAnyRevoked(_ ids: [String]) -> Query {
        ids.reduce(Query(answer: false)) { query, id in
            query.and(
                Query<Bool?>.first("SELECT 1 AS found FROM revoked_tokens WHERE token_id = $1", id) {
                    (_) throws(DomainError) in true
                }
            ).map { $0 || $1 == true }
        }
    }
}
