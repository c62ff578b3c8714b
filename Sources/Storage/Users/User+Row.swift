package import Model

extension User {
    /// Decodes a row of `users` joined with `machines` and `humans`, whose columns keep their names; the machine's name
    /// is `machine_name`, `has_secret` says whether there is one, and `login_domain` is the primary domain of the
    /// organization when login names end in one.
    package init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            id: try row.value("id"), organizationID: try row.value("organization_id"),
            username: try row.text("username"), state: try row.value("state"),
            kind: try row.text("type") == "machine"
                ? .machine(try Machine(row: row)) : .human(try Human(row: row)),
            loginDomains: try row.optionalText("login_domain").map { [$0] } ?? [],
            tokensValidFrom: try row.timestamp("tokens_valid_from"), sequence: try row.integer("sequence"),
            createdAt: try row.timestamp("created_at"), changedAt: try row.timestamp("changed_at"))
    }
}

extension Machine {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            name: try row.text("machine_name"), description: try row.text("description"),
            accessTokenType: try row.value("access_token_type"), hasSecret: try row.boolean("has_secret"))
    }
}

extension Human {
    fileprivate init(row: borrowing SQLRow) throws(DomainError) {
        self.init(
            givenName: try row.text("given_name"), familyName: try row.text("family_name"),
            nickName: try row.text("nick_name"), displayName: try row.text("display_name"),
            preferredLanguage: try row.text("preferred_language"), gender: try row.value("gender"),
            email: try row.text("email"), isEmailVerified: try row.boolean("is_email_verified"),
            phone: try row.text("phone"), isPhoneVerified: try row.boolean("is_phone_verified"),
            isPasswordChangeRequired: try row.boolean("is_password_change_required"),
            passwordChangedAt: try row.optionalTimestamp("password_changed_at"),
            mfaInitSkippedAt: try row.optionalTimestamp("mfa_init_skipped_at"))
    }
}
