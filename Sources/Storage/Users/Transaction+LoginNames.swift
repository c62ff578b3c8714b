package import Model
internal import SQL

// Where the domain policy of an organization says so, user names are unique within the organization only, and a login
// name is a user name with `@` and a verified domain of the organization. Such a user has the organization as scope.

extension Transaction {
    /// The scope that the names of an organization's users have now.
    borrowing func usernameScope(in organization: Organization.ID) throws(DomainError) -> String {
        try settings(DomainSettings.self, of: organization).value.loginNameIncludesDomain ? organization.rawValue : ""
    }

    /// Moves the names of users to the scope that a change of the domain policy gives them.
    /// - Parameter organization: whose users; `nil` for those of all organizations that have no policy of their own.
    /// - Throws: `V3-DKcYh` when one of the names would be there twice, or a machine user would get the identifier of an
    ///   application.
    package borrowing func setUsernameScope(
        of organization: Organization.ID?, isScoped: Bool
    ) throws(DomainError) {
        try execute(
            """
            UPDATE users
            SET username_scope = CASE WHEN $2 THEN organization_id ELSE '' END
            WHERE organization_id = $1 OR (
                CAST($1 AS TEXT) IS NULL AND organization_id NOT IN (
                    SELECT s.owner FROM settings s WHERE s.kind = $3
                )
            )
            """,
            organization?.rawValue, isScoped, SettingsKind.domain, conflict: .usernameTaken)
        guard !isScoped else { return }
        let isMistakable = try first(
            """
            SELECT 1 AS found
            FROM users u
            JOIN applications a ON lower(a.client_id) = u.username_folded
            WHERE u.type = 'machine' AND u.username_scope = '' AND (CAST($1 AS TEXT) IS NULL OR u.organization_id = $1)
            LIMIT 1
            """,
            organization?.rawValue
        ) { _ in true }
        guard isMistakable == nil else { throw .usernameTaken }
    }

    /// Refuses a name whose part after the last `@` is a verified domain of another organization. Names with a scope may
    /// end in anything: a domain follows them.
    /// - Throws: `COMMAND-SFd21`.
    package borrowing func requireFreeDomain(
        of username: String, in organization: Organization.ID
    ) throws(DomainError) {
        guard let domain = username.domainPart, try usernameScope(in: organization).isEmpty else { return }
        let isReserved = try first(
            """
            SELECT 1 AS found FROM organization_domains
            WHERE domain = $1 AND is_verified AND organization_id <> $2
            """,
            domain, organization
        ) { _ in true }
        guard isReserved == nil else { throw .domainReserved }
    }

    /// The domains that login names of an organization's users end in, the primary one first.
    borrowing func loginDomains(of organization: Organization.ID) throws(DomainError) -> [String] {
        try all(
            """
            SELECT domain FROM organization_domains
            WHERE organization_id = $1 AND is_verified
            ORDER BY is_primary DESC, domain
            """,
            organization
        ) { (row) throws(DomainError) in try row.text("domain") }
    }
}

extension SQLQuery {
    /// Appends the condition that a login name of the row's user, `u`, matches.
    mutating func append(loginName match: TextMatch) {
        append("(")
        append(usernamesFor: match)
        append(" AND ((u.username_scope = '' AND ")
        append(username: match)
        append(") OR (u.username_scope <> '' AND ")
        append(LoginNameMatch.ways(of: match))
        append(")))")
    }

    /// Appends that one of these holds for `u`, a user with a scope. Which organizations have such a domain is asked once
    /// for all users.
    private mutating func append(_ ways: [LoginNameMatch]) {
        append("(FALSE")
        for way in ways {
            append(" OR (TRUE")
            if let name = way.name {
                append(" AND ")
                append(username: name)
            }
            if let domain = way.domain {
                append(" AND u.username_scope IN (")
                append("SELECT e.organization_id FROM organization_domains e WHERE e.is_verified AND ")
                append(.domain, matches: domain)
                append(")")
            }
            append(")")
        }
        append(")")
    }

    /// Appends the condition that the user name of `u` matches.
    mutating func append(username match: TextMatch) {
        append(.username, matches: match)
    }

    /// Appends what an index finds of the condition on login names: the user names that they can have. A user name ends
    /// at the last `@` of the login name, or is all of it.
    private mutating func append(usernamesFor match: TextMatch) {
        let whole = match.text.lowercased()
        switch match.method {
        case .equals, .equalsIgnoreCase:
            append("u.username_folded", isOneOf: [whole] + [whole.namePart].compactMap { $0 })
        case .startsWith, .startsWithIgnoreCase:
            append("u.username_folded", beginsWith: whole.namePart ?? whole)
        case .contains, .containsIgnoreCase, .endsWith, .endsWithIgnoreCase:
            append("u.username_folded >= ''")
        }
    }
}

extension FoldedColumn {
    static let username = FoldedColumn("u.username_folded", exact: "u.username", fold: { $0.lowercased() })
    /// Of a domain, `e`.
    fileprivate static let domain = FoldedColumn("e.domain", exact: "e.domain", fold: { $0.lowercased() })
}

extension String {
    /// What follows the last `@`, in lower case; `nil` without one.
    var domainPart: String? {
        lastIndex(of: "@").map { self[index(after: $0)...].lowercased() }
    }

    /// What stands before the last `@`; `nil` without one.
    var namePart: String? {
        lastIndex(of: "@").map { String(self[..<$0]) }
    }
}

extension DomainError {
    static let domainReserved = DomainError(
        .invalidArgument, "COMMAND-SFd21", "Domain is already reserved and cannot be used")
}
