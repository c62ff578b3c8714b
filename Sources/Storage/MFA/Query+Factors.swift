package import Model
internal import SQL

extension Query where Value == [AuthenticationMethod] {
    /// What a user can prove with, each method once.
    /// - Parameter domain: which passkeys and security keys count; `nil` for all.
    package static func authenticationMethods(of user: User.ID, at domain: CredentialDomain?) -> Query {
        all(
            """
            SELECT 'totp' AS method FROM totp_factors WHERE user_id = $1 AND state = 'ready'
            UNION ALL
            SELECT DISTINCT kind AS method FROM web_authn_credentials
            WHERE user_id = $1 AND state = 'ready'
                AND (CAST($2 AS TEXT) IS NULL OR relying_party_id = $2 OR (relying_party_id = '' AND $3))
            UNION ALL
            SELECT CASE channel WHEN 'sms' THEN 'otp_sms' ELSE 'otp_email' END AS method FROM otp_factors
            WHERE user_id = $1
            UNION ALL
            SELECT 'recovery_code' AS method
            WHERE EXISTS (SELECT 1 FROM recovery_codes WHERE user_id = $1)
            UNION ALL
            SELECT 'password' AS method FROM humans WHERE user_id = $1 AND password_hash IS NOT NULL
            UNION ALL
            SELECT 'identity_provider' AS method
            WHERE EXISTS (SELECT 1 FROM identity_provider_links WHERE user_id = $1)
            """,
            user, domain?.name, domain?.includesWithoutDomain ?? false
        ) { (row) throws(DomainError) in try row.value("method") }
    }
}

extension Query where Value == [AuthenticationFactor] {
    /// The second factors of a user, also those whose registration was begun only.
    package static func authenticationFactors(of user: User.ID) -> Query {
        all(
            """
            SELECT 'totp' AS kind, '' AS id, '' AS name, state = 'ready' AS is_ready, created_at
            FROM totp_factors WHERE user_id = $1
            UNION ALL
            SELECT channel AS kind, '' AS id, '' AS name, TRUE AS is_ready, created_at
            FROM otp_factors WHERE user_id = $1
            UNION ALL
            SELECT kind, id, name, state = 'ready' AS is_ready, created_at
            FROM web_authn_credentials WHERE user_id = $1 AND kind = 'u2f'
            ORDER BY created_at, kind, id
            """,
            user, decode: AuthenticationFactor.init(row:))
    }
}

extension AuthenticationFactor {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        let kind: Kind
        switch try row.text("kind") {
        case "totp": kind = .totp
        case "sms": kind = .otpSMS
        case "email": kind = .otpEmail
        case "u2f": kind = .u2f(id: try row.text("id"), name: try row.text("name"))
        default: throw row.unreadable("kind")
        }
        self.init(kind, isReady: try row.boolean("is_ready"))
    }
}
