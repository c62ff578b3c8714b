package import Model
internal import SQL

extension Transaction {
    package borrowing func user(_ id: User.ID) throws(DomainError) -> User? {
        var query = SQLQuery(userColumns)
        query.append(" ")
        query.append(userTables)
        query.append(" WHERE u.id = $1", id)
        return try first(query, decode: User.init(row:)).map { (user) throws(DomainError) in
            try withLoginDomains(user)
        }
    }

    /// The user with all domains that its login names end in, of which its row has the primary one.
    borrowing func withLoginDomains(_ user: User) throws(DomainError) -> User {
        guard !user.loginDomains.isEmpty else { return user }
        var user = user
        user.loginDomains = try loginDomains(of: user.organizationID)
        return user
    }
}

extension SQLQuery {
    /// Appends the condition that the row's user, `u`, is the caller or one whom the caller may read.
    /// - Parameter organization: the organization of `u`.
    mutating func append(usersVisibleTo caller: Caller, organization: StaticString = "u.organization_id") {
        // Roles on projects show the members of a project, not the users of its organization.
        let reach = caller.reach(.userRead)
        guard !reach.includes(caller.homeOrganizationID) else {
            append(within: reach, organizations: [organization])
            return
        }
        append("(u.id = $1 OR ", caller.userID)
        append(within: reach, organizations: [organization])
        append(")")
    }
}

/// What `User.init(row:)` reads.
let userColumns: StaticString = """
    SELECT u.id, u.organization_id, u.type, u.state, u.username, u.tokens_valid_from, u.sequence,
        u.created_at, u.changed_at, m.name AS machine_name, m.description, m.access_token_type,
        m.secret_digest IS NOT NULL AS has_secret, h.given_name, h.family_name, h.nick_name, h.display_name,
        h.preferred_language, h.gender, h.email, h.is_email_verified, h.phone, h.is_phone_verified,
        h.is_password_change_required, h.password_changed_at, h.mfa_init_skipped_at,
        CASE WHEN u.username_scope <> '' THEN (
            SELECT p.domain FROM organization_domains p WHERE p.organization_id = u.organization_id AND p.is_primary
        ) END AS login_domain
    """

let userTables: StaticString = """
    FROM users u
    LEFT JOIN machines m ON m.user_id = u.id
    LEFT JOIN humans h ON h.user_id = u.id
    """
