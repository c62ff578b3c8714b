package import Model
package import Platform
internal import SQL

extension Query where Value == MachineLogin? {
    /// A machine user that may get a token, by its login name, with the digest of its secret. See
    /// ``user(loginName:)`` for which user that is.
    package static func activeMachine(loginName folded: String) -> Query {
        first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, m.secret_digest,
                o.name AS organization_name, d.domain AS primary_domain,
                CASE WHEN u.username_scope <> '' THEN d.domain END AS login_domain
            FROM users u
            JOIN machines m ON m.user_id = u.id
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE u.state = 'active' AND o.state = 'active' AND u.id = COALESCE(
                (
                    SELECT s.id FROM organization_domains e
                    JOIN users s ON s.username_scope = e.organization_id AND s.username_folded = $2
                    WHERE e.domain = $3 AND e.is_verified
                ),
                (SELECT s.id FROM users s WHERE s.username_folded = $1 AND s.username_scope = '')
            )
            """,
            folded, folded.namePart, folded.domainPart
        ) { (row) throws(DomainError) in
            MachineLogin(subject: try Subject(row: row), secretDigest: try row.optionalBlob("secret_digest"))
        }
    }
}

extension Query where Value == MachineKey? {
    /// A machine user that may get a token, by the key that signs its assertion.
    package static func activeMachine(key id: AuthenticationKey.ID) -> Query {
        first(
            """
            SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
                u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
                m.secret_digest IS NOT NULL AS has_secret, k.public_key, k.expires_at,
                o.name AS organization_name, d.domain AS primary_domain,
                CASE WHEN u.username_scope <> '' THEN d.domain END AS login_domain
            FROM machine_keys k
            JOIN users u ON u.id = k.user_id
            JOIN machines m ON m.user_id = u.id
            JOIN organizations o ON o.id = u.organization_id
            JOIN organization_domains d ON d.organization_id = o.id AND d.is_primary
            WHERE k.id = $1 AND u.state = 'active' AND o.state = 'active'
            """,
            id
        ) { (row) throws(DomainError) in
            MachineKey(
                subject: try Subject(row: row), publicKey: try row.blob("public_key"),
                expiresAt: try row.timestamp("expires_at"))
        }
    }
}

/// A machine user with what its secret is checked by.
package struct MachineLogin: Sendable {
    package let subject: Subject
    /// SHA-256 of the secret; `nil` when there is none.
    package let secretDigest: [UInt8]?
}

/// A key of a machine user, with the user.
package struct MachineKey: Sendable {
    package let subject: Subject
    /// SubjectPublicKeyInfo in DER.
    package let publicKey: [UInt8]
    package let expiresAt: Timestamp
}
