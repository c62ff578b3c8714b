package import Model
package import Platform
internal import SQL

extension Transaction {
    /// The subject of a token, if the token still counts: the user and the organization are active, the token was
    /// issued after everything that ended the user's earlier tokens, and it was not revoked.
    ///
    /// This is the one place that decides whether a token whose seal or signature is right is alive.
    package borrowing func activeSubject(
        _ id: User.ID, ofToken tokenID: String, issuedAt: Timestamp
    ) throws(DomainError) -> Subject? {
        try first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, h.given_name, h.family_name, h.nick_name, h.display_name,
                h.preferred_language, h.gender, h.email, h.is_email_verified, h.phone, h.is_phone_verified,
                h.is_password_change_required, h.password_changed_at,
                o.name AS organization_name, d.domain AS primary_domain
            FROM users u
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            LEFT JOIN machines m ON m.user_id = u.id
            LEFT JOIN humans h ON h.user_id = u.id
            WHERE u.id = $1 AND u.state = 'active' AND o.state = 'active' AND u.tokens_valid_from <= $3
                AND NOT EXISTS (SELECT 1 FROM revoked_tokens r WHERE r.token_id = $2)
            """,
            id, tokenID, issuedAt, decode: Subject.init(row:))
    }

    /// The owner of a personal access token that exists, has not expired and was made after everything that ended the
    /// user's earlier tokens; with the moments of its issue and its end.
    package borrowing func activeSubject(
        ofPersonalAccessToken id: PersonalAccessToken.ID, at now: Timestamp
    ) throws(DomainError) -> (subject: Subject, issuedAt: Timestamp, expiresAt: Timestamp)? {
        try first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret,
                o.name AS organization_name, d.domain AS primary_domain,
                t.created_at AS issued_at, t.expires_at
            FROM personal_access_tokens t
            JOIN users u ON u.id = t.user_id
            JOIN machines m ON m.user_id = u.id
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE t.id = $1 AND t.expires_at > $2 AND u.tokens_valid_from <= t.created_at
                AND u.state = 'active' AND o.state = 'active'
            """,
            id, now
        ) { (row) throws(DomainError) in
            (try Subject(row: row), try row.timestamp("issued_at"), try row.timestamp("expires_at"))
        }
    }

    /// A machine user that may get a token, by its login name, with the digest of its secret.
    package borrowing func activeMachine(
        loginName folded: String
    ) throws(DomainError) -> (subject: Subject, secretDigest: [UInt8]?)? {
        try first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, m.secret_digest,
                o.name AS organization_name, d.domain AS primary_domain
            FROM users u
            JOIN machines m ON m.user_id = u.id
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE u.username_folded = $1 AND u.state = 'active' AND o.state = 'active'
            """,
            folded
        ) { (row) throws(DomainError) in
            (try Subject(row: row), try row.optionalBlob("secret_digest"))
        }
    }

    /// A machine user that may get a token, by the key that signs its assertion, with the key.
    package borrowing func activeMachine(
        key id: AuthenticationKey.ID, at now: Timestamp
    ) throws(DomainError) -> (subject: Subject, publicKey: [UInt8])? {
        try first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, k.public_key,
                o.name AS organization_name, d.domain AS primary_domain
            FROM machine_keys k
            JOIN users u ON u.id = k.user_id
            JOIN machines m ON m.user_id = u.id
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE k.id = $1 AND k.expires_at > $2 AND u.state = 'active' AND o.state = 'active'
            """,
            id, now
        ) { (row) throws(DomainError) in
            (try Subject(row: row), try row.blob("public_key"))
        }
    }
}

extension Subject {
    init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            user: try User(row: row), organizationName: try row.text("organization_name"),
            primaryDomain: try row.text("primary_domain"))
    }
}
