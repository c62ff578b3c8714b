package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Stores a new user with its human or machine part.
    ///
    /// A machine user must not have the identifier of an application as its name: both are looked up by what the token
    /// endpoint gets as `client_id`, so one could pass for the other.
    /// - Parameter passwordHash: of a human, in a format that names its algorithm.
    /// - Throws: `V3-DKcYh` when the user name is taken, a precondition for an identifier that is taken
    ///   (`COMMAND-k2una`, `COMMAND-7yiox1isql` for humans) and for an unknown organization.
    package borrowing func insert(_ user: User, passwordHash: String? = nil) throws(DomainError) {
        let isMachine = user.machine != nil
        let scope = try usernameScope(in: user.organizationID)
        let isDone = try execute(
            """
            INSERT INTO users (
                id, organization_id, type, state, username, username_folded, username_scope, tokens_valid_from,
                sequence, created_at, changed_at, given_name_folded, family_name_folded, nick_name_folded,
                display_name_folded, email_folded, search_text
            )
            SELECT $1, $2, $3, $4, $5, $6, $11, $7, $8, $9, $10, $12, $13, $14, $15, $16, $17
            WHERE $3 = 'human' OR NOT EXISTS (SELECT 1 FROM applications a WHERE lower(a.client_id) = $6)
            ON CONFLICT (id) DO NOTHING
            """,
            user.id, user.organizationID, isMachine ? "machine" : "human", user.state, user.username,
            user.username.lowercased(), user.tokensValidFrom, user.sequence, user.createdAt, user.changedAt,
            scope, user.human?.givenName.asciiLowercased, user.human?.familyName.asciiLowercased,
            user.human?.nickName.asciiLowercased, user.human?.displayName.asciiLowercased,
            user.human?.email.asciiLowercased, UserSearchText(user.human).text(after: user.username),
            conflict: .usernameTaken,
            missing: DomainError(.failedPrecondition, "COMMAND-QXPGs", "Organisation not found"))
        guard isDone == 1 else {
            guard try self.user(user.id) != nil else { throw .usernameTaken }
            throw DomainError(
                .failedPrecondition, isMachine ? "COMMAND-k2una" : "COMMAND-7yiox1isql",
                "Errors.User.AlreadyExisting")
        }
        switch user.kind {
        case .machine(let machine): try insert(machine, of: user.id)
        case .human(let human): try insert(human, of: user.id, passwordHash: passwordHash)
        }
    }

    /// Writes an event of the user and moves its sequence and change date along.
    @discardableResult
    package borrowing func record(
        _ type: String, of user: User.ID, in organization: Organization.ID, by caller: User.ID?, at now: Timestamp,
        payload: JSONObject = [:]
    ) throws(DomainError) -> ObjectDetails {
        let sequence = try record(.user(user, organization, type, payload), by: caller?.rawValue, at: now)
        try execute("UPDATE users SET sequence = $2, changed_at = $3 WHERE id = $1", user, sequence, now)
        return ObjectDetails(sequence: sequence, changedAt: now, resourceOwner: organization)
    }

    private borrowing func insert(_ machine: Machine, of user: User.ID) throws(DomainError) {
        try execute(
            """
            INSERT INTO machines (user_id, name, description, access_token_type)
            VALUES ($1, $2, $3, $4)
            """,
            user, machine.name, machine.description, machine.accessTokenType)
    }

    private borrowing func insert(
        _ human: Human, of user: User.ID, passwordHash: String?
    ) throws(DomainError) {
        try execute(
            """
            INSERT INTO humans (
                user_id, given_name, family_name, nick_name, display_name, preferred_language, gender, email,
                is_email_verified, phone, is_phone_verified, password_hash, is_password_change_required,
                password_changed_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            user, human.givenName, human.familyName, human.nickName, human.displayName, human.preferredLanguage,
            human.gender, human.email, human.isEmailVerified, human.phone, human.isPhoneVerified, passwordHash,
            human.isPasswordChangeRequired, human.passwordChangedAt)
    }
}
