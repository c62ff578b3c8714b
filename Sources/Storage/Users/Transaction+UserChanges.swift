package import Model
package import Platform
internal import SQL

extension Transaction {
    /// Moves a user to another state, if it is in one of two.
    /// - Parameter endingTokensAt: tokens issued before this moment die. An earlier end stays.
    /// - Returns: `false` when the user is in none of the two.
    package borrowing func setState(
        _ state: User.State, of user: User.ID, from first: User.State, or second: User.State,
        endingTokensAt end: Timestamp? = nil
    ) throws(DomainError) -> Bool {
        try execute(
            """
            UPDATE users
            SET state = $2, locked_until = NULL,
                tokens_valid_from = CASE WHEN tokens_valid_from < $5 THEN $5 ELSE tokens_valid_from END
            WHERE id = $1 AND (state = $3 OR state = $4)
            """,
            user, state, first, second, end ?? Timestamp(milliseconds: .min)) == 1
    }

    /// Gives a user another name.
    /// - Throws: `V3-DKcYh` when somebody has the name, or a machine would get the identifier of an application;
    ///   `COMMAND-SFd21` when the part after its last `@` is a verified domain of another organization.
    package borrowing func rename(_ user: User.ID, to username: String) throws(DomainError) {
        let domain = username.domainPart
        let isDone = try execute(
            """
            UPDATE users
            SET username = $2, username_folded = $3,
                search_text = CASE WHEN search_text = '' THEN ''
                    ELSE COALESCE(CAST($5 AS TEXT) || substr(search_text, length(username_folded) + 2), '') END
            WHERE id = $1
                AND (type = 'human' OR NOT EXISTS (SELECT 1 FROM applications a WHERE lower(a.client_id) = $3))
                AND (username_scope <> '' OR NOT EXISTS (
                    SELECT 1 FROM organization_domains d
                    WHERE d.domain = $4 AND d.is_verified AND d.organization_id <> users.organization_id
                ))
            """,
            user, username, username.lowercased(), domain, UserSearchText.line(username), conflict: .usernameTaken)
        guard isDone == 0 else { return }
        let isReserved = try first(
            """
            SELECT 1 AS found
            FROM users u
            JOIN organization_domains d ON d.domain = $2 AND d.is_verified AND d.organization_id <> u.organization_id
            WHERE u.id = $1 AND u.username_scope = ''
            """,
            user, domain
        ) { _ in true }
        guard isReserved == nil else { throw .domainReserved }
        throw .usernameTaken
    }

    /// Stores name, description and kind of access token.
    package borrowing func update(_ machine: Machine, of user: User.ID) throws(DomainError) {
        try execute(
            "UPDATE machines SET name = $2, description = $3, access_token_type = $4 WHERE user_id = $1",
            user, machine.name, machine.description, machine.accessTokenType)
    }

    /// Removes a user with everything that belongs to it.
    /// - Returns: `false` when there was none.
    package borrowing func delete(_ user: User.ID) throws(DomainError) -> Bool {
        try execute("DELETE FROM users WHERE id = $1", user) == 1
    }
}

extension DomainError {
    static let usernameTaken = DomainError(.alreadyExists, "V3-DKcYh", "User already exists")
}
