package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores what can change of a person, besides the password.
    package borrowing func update(_ human: Human, of user: User.ID) throws(DomainError) {
        try execute(
            """
            UPDATE humans
            SET given_name = $2, family_name = $3, nick_name = $4, display_name = $5, preferred_language = $6,
                gender = $7, email = $8, is_email_verified = $9, phone = $10, is_phone_verified = $11,
                mfa_init_skipped_at = $12
            WHERE user_id = $1
            """,
            user, human.givenName, human.familyName, human.nickName, human.displayName, human.preferredLanguage,
            human.gender, human.email, human.isEmailVerified, human.phone, human.isPhoneVerified,
            human.mfaInitSkippedAt)
        try execute(
            """
            UPDATE users
            SET given_name_folded = $2, family_name_folded = $3, nick_name_folded = $4, display_name_folded = $5,
                email_folded = $6,
                search_text = CASE WHEN username_folded = '' OR strpos(username_folded, $8) > 0 THEN ''
                    ELSE COALESCE($8 || username_folded || CAST($7 AS TEXT), '') END
            WHERE id = $1
            """,
            user, human.givenName.asciiLowercased, human.familyName.asciiLowercased, human.nickName.asciiLowercased,
            human.displayName.asciiLowercased, human.email.asciiLowercased, UserSearchText(human).rest,
            UserSearchText.lineBreak)
    }

    /// Gives a person another password.
    package borrowing func setPassword(
        _ hash: String, of user: User.ID, isChangeRequired: Bool, at now: Timestamp
    ) throws(DomainError) {
        try execute(
            """
            UPDATE humans
            SET password_hash = $2, is_password_change_required = $3, password_changed_at = $4
            WHERE user_id = $1
            """,
            user, hash, isChangeRequired, now)
    }

    /// Whether a person can log in already: with a password, a passkey or an account elsewhere.
    package borrowing func hasFirstFactor(_ user: User.ID) throws(DomainError) -> Bool {
        try first(
            """
            SELECT 1 AS found
            WHERE EXISTS (SELECT 1 FROM humans WHERE user_id = $1 AND password_hash IS NOT NULL)
                OR EXISTS (
                    SELECT 1 FROM web_authn_credentials
                    WHERE user_id = $1 AND kind = 'passkey' AND state = 'ready'
                )
                OR EXISTS (SELECT 1 FROM identity_provider_links WHERE user_id = $1)
            """,
            user
        ) { _ in true } ?? false
    }

    /// Forgets that codes are sent to a person's telephone.
    package borrowing func removeSMSFactor(of user: User.ID) throws(DomainError) {
        try execute("DELETE FROM otp_factors WHERE user_id = $1 AND channel = 'sms'", user)
    }
}
